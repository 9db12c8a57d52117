"""What can go wrong, in the domain's own words. Web pages give these their HTTP meaning."""

from datetime import datetime


class HiringError(Exception):
    """Something the caller asked for cannot be done."""


class NotFoundError(HiringError):
    """Nothing is stored under this name."""


class NotAllowedError(HiringError):
    """The person may not see or do that."""


class ProposalFaultError(HiringError):
    """What needs two people is asked for already, or was settled by somebody else."""


class NamesNeededError(NotAllowedError):
    """The page is about names and addresses, which this person does not see."""


class SignInError(HiringError):
    """Address and password do not belong together."""


class SittingClosedError(HiringError):
    """The sitting takes no more answers."""


class StaleAnswerError(HiringError):
    """The page was older than the answer already stored.

    Attributes:
        stored: The value that is stored now.
        revision: The revision of the stored value.
    """

    def __init__(self, stored: object, revision: int) -> None:
        super().__init__("a newer answer is stored")
        self.stored = stored
        self.revision = revision


class AnswerFaultError(HiringError):
    """The answer does not fit the item.

    Attributes:
        code: What is wrong, one of the codes in ``hiring.sittings.AnswerFault``.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class InvitationClosedError(HiringError):
    """The invitation has expired, was withdrawn or was replaced."""


class NoLinkHereError(InvitationClosedError):
    """No link was opened in this browser, or the browser has forgotten it."""


class NameTakenError(HiringError):
    """Something else of the same kind has this name."""


class OpeningClosedError(InvitationClosedError):
    """The opening is closed: nobody is invited and nobody starts; data and rights stay open."""


class LinkRunOutError(InvitationClosedError):
    """The days to start are over; the link still opens the candidate's data and rights."""


class NotOpenYetError(HiringError):
    """Nobody may start yet: staff have to finish preparing the opening first."""


class NoControllerError(NotOpenYetError):
    """No notice can be written, since nobody is named who is responsible for the data."""


class NoticeMissingError(HiringError):
    """A sitting cannot start without the notice that its candidate was shown."""


class NoticeFaultError(HiringError):
    """An opening cannot follow a place's rules like that.

    Attributes:
        code: Why not, one of the codes in ``hiring.notices.places.NoticePlaceFault``.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class PaperLimitError(HiringError):
    """Making a paper would take more time, memory or pages than any paper needs."""


class TooOftenError(HiringError):
    """Somebody asks for more in a short time than there is room for."""


class NotScorableError(HiringError):
    """Too few answers for a score."""


class NotScoredYetError(NotScorableError):
    """There are no answers here that were scored, or none that still count."""


class MailNotSentError(HiringError):
    """The mail server did not take a mail; the words name no address."""


class MailRefusedError(MailNotSentError):
    """A mail that will not be taken however often it is tried.

    Attributes:
        server_words: What the server said. They may name the address: not for jobs or logs.
    """

    def __init__(self, message: str, server_words: str = "") -> None:
        super().__init__(message)
        self.server_words = server_words


class WebhookFaultError(HiringError):
    """An address cannot be told of events.

    Attributes:
        code: Why not, one of the codes in ``hiring.webhooks.AddressFault``.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class WebhookNotTakenError(HiringError):
    """A receiver did not take an event, for now; the words name no address."""


class PostponedError(HiringError):
    """A piece of work waits for its time; nothing was tried.

    Attributes:
        until: When to come again.
    """

    def __init__(self, until: datetime) -> None:
        super().__init__("it is not time yet")
        self.until = until


class OrderFaultError(HiringError):
    """Another program cannot have somebody invited like that.

    Attributes:
        code: Why not, one of the codes in ``hiring.openings.orders.OrderFault``.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class AfterFaultError(HiringError):
    """A candidate cannot withdraw, take answers back or rate like that, or no longer.

    Attributes:
        code: Why not, one of the codes of the part that was asked.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class NotComparableError(HiringError):
    """These scores cannot stand side by side.

    Attributes:
        code: Why not, one of the codes in ``hiring.comparison``.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class DecisionFaultError(HiringError):
    """A decision lacks something that a person must supply.

    Attributes:
        code: What is missing.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class CaseFaultError(HiringError):
    """A request of a candidate cannot be handled like that.

    Attributes:
        code: Why not, one of the codes in ``hiring.cases.CaseFault``.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class NormGroupFaultError(HiringError):
    """No norm group can be made of this, or this one cannot be chosen.

    Attributes:
        code: Why not, one of the codes in ``hiring.norm_groups``.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class AlreadyPublishedError(HiringError):
    """A published version is frozen; publish a new version instead."""


class AlteredBankError(HiringError):
    """A published bank or key is not what its digest says: nobody is scored by it."""


class NotAcceptedError(HiringError):
    """A key that was learned from people's results needs an owner who takes responsibility."""


class DerivedKeyFaultError(HiringError):
    """Items cannot be set aside like that.

    Attributes:
        code: Why not, one of those that ``hiring.banks.deriving`` names.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class RescoringFaultError(HiringError):
    """Nobody can be scored again like that.

    Attributes:
        code: Why not, one of the codes in ``hiring.rescoring``.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class InterviewFaultError(HiringError):
    """An interview cannot be planned, held or written up like that.

    Attributes:
        code: Why not, one of the codes in ``hiring.interviews.InterviewFault``.
        number: The question at fault, counted from one, where it is about one.
    """

    def __init__(self, code: str, number: int | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.number = number


class RatingFaultError(HiringError):
    """An open answer cannot be rated like that.

    Attributes:
        code: Why not, one of the codes in ``hiring.ratings``.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class LinkingFaultError(HiringError):
    """These two forms cannot be linked like that.

    Attributes:
        code: Why not, one of the codes in ``hiring.linking_studies``.
        facts: The figures that the words about it need.
    """

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


class SettingsError(HiringError):
    """The settings make no sense, or would make the start unsafe."""
