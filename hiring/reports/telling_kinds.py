"""The bank's closed sets of words as a report says them."""

from dataclasses import dataclass

from hiring.banks.schema import Channel, ItemFormat, KeyOrigin, KeyStatus, Stage, Theme
from hiring.reports.telling import Teller


@dataclass(frozen=True, slots=True)
class KindTeller(Teller):
    """A teller that also knows formats, settings, themes and where keys come from."""

    def format(self, kind: ItemFormat) -> str:
        """What a candidate does."""
        _ = self.translator.gettext
        match kind:
            case ItemFormat.PICK_BEST:
                return _("choose the best")
            case ItemFormat.BEST_WORST:
                return _("best and worst")
            case ItemFormat.RANK_ALL:
                return _("put in order")
            case ItemFormat.RATE_EACH:
                return _("rate each response")
            case ItemFormat.PICK_N:
                return _("choose several")
            case ItemFormat.EMOTION_MCQ:
                return _("name the feeling")
            case ItemFormat.OPEN_TEXT:
                return _("own words")

    def channel(self, channel: Channel) -> str:
        """How the people of a scenario meet."""
        _ = self.translator.gettext
        match channel:
            case Channel.PHONE:
                return _("phone")
            case Channel.CHAT:
                return _("chat")
            case Channel.EMAIL:
                return _("mail")
            case Channel.COUNTER:
                return _("counter")
            case Channel.IN_PERSON:
                return _("in person")
            case Channel.VIDEO:
                return _("video")
            case Channel.INTERNAL:
                return _("inside the company")

    def stage(self, stage: Stage) -> str:
        """Where on the customer's way."""
        _ = self.translator.gettext
        match stage:
            case Stage.DISCOVERY:
                return _("first questions")
            case Stage.ORDER:
                return _("order")
            case Stage.DELIVERY:
                return _("delivery")
            case Stage.USE:
                return _("use")
            case Stage.SUPPORT:
                return _("support")
            case Stage.BILLING:
                return _("billing")
            case Stage.RENEWAL:
                return _("renewal")
            case Stage.COMPLAINT:
                return _("complaint")

    def theme(self, theme: Theme) -> str:
        """What makes it hard."""
        _ = self.translator.gettext
        match theme:
            case Theme.DELAY:
                return _("delay")
            case Theme.BAD_NEWS:
                return _("bad news")
            case Theme.CUSTOMER_WRONG:
                return _("customer mistaken")
            case Theme.ABUSE:
                return _("abuse")
            case Theme.EVERYDAY:
                return _("everyday")

    def origin(self, origin: KeyOrigin) -> str:
        """Where a key comes from."""
        _ = self.translator.gettext
        match origin:
            case KeyOrigin.THEORY:
                return _("written from published theory")
            case KeyOrigin.PANEL:
                return _("ratings of an expert panel")
            case KeyOrigin.EMPIRICAL:
                return _("learned from people's results")

    def status(self, status: KeyStatus) -> str:
        """Whether a panel stands behind it."""
        _ = self.translator.gettext
        match status:
            case KeyStatus.PROVISIONAL:
                return _("provisional: no panel has confirmed it yet")
            case KeyStatus.CONFIRMED:
                return _("confirmed by a panel")
