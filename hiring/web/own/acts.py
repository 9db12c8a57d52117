"""What one can do about one's second factor, and the words that go with it."""

from dataclasses import dataclass
from enum import StrEnum

from flask_babel import gettext as _

from hiring.accounts import Factors
from hiring.errors import NotFoundError


class Act(StrEnum):
    """Acts that ask for the password first."""

    SET_UP_APP = "app"
    REMOVE_APP = "remove-app"
    NEW_CODES = "codes"
    ADD_PASSKEY = "passkey"


@dataclass(frozen=True, slots=True)
class ActWords:
    """How the page that asks for the password speaks of an act."""

    title: str
    text: str
    button: str


def get_act(name: str) -> Act:
    """The act of this name.

    Raises:
        NotFoundError: There is none.
    """
    try:
        return Act(name)
    except ValueError as error:
        raise NotFoundError("no such act") from error


def is_open(act: Act, factors: Factors, *, has_site: bool) -> bool:
    """Whether there is anything to do."""
    match act:
        case Act.SET_UP_APP:
            return factors.authenticator is None
        case Act.REMOVE_APP:
            return factors.authenticator is not None
        case Act.NEW_CODES:
            return factors.is_on
        case Act.ADD_PASSKEY:
            return has_site


def words_of(act: Act) -> ActWords:
    """The words of the page that asks for the password."""
    match act:
        case Act.SET_UP_APP:
            return ActWords(
                _("Set up an authenticator app"),
                _("Have your phone at hand. First we ask for your password once more."),
                _("Go on"),
            )
        case Act.REMOVE_APP:
            return ActWords(
                _("Remove the authenticator app"),
                _("Its codes will no longer open your account. All your other sessions end."),
                _("Remove the app"),
            )
        case Act.NEW_CODES:
            return ActWords(
                _("Make new recovery codes"),
                _("You get ten new codes. The old ones stop working at once."),
                _("Make new codes"),
            )
        case Act.ADD_PASSKEY:
            return ActWords(
                _("Add a passkey"),
                _("Have the phone, computer or security key at hand that is to sign you in."),
                _("Go on"),
            )
