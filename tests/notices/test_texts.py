"""The shipped texts: whole in every language, plain, and of a version that means one wording."""

import hashlib
import json
import re
import typing
from datetime import date

import pytest

from hiring.banks.plain_text import reading_grade
from hiring.config import PlaceName
from hiring.notices import NoticeFacts, NoticeKind, Place, compose, is_stale, languages
from hiring.notices.composing import HOLE, TEXTS, shipped_texts

GRADE = 8
FACTS = NoticeFacts(
    employer="Example Stores",
    contact="the people office",
    opening="Support, spring team",
    days_kept=365,
    reply_by="13 June 2026",
    operator="Example Host",
)
# What a version says is said for good: who changes a word gives it a new version.
PUBLISHED = {
    ("2026-11", "en"): "5890e6ad35d4a13c",
    ("2026-11", "fr"): "105fbb39041c7b7f",
    ("2026-11", "es"): "bf91b084a64c2718",
    ("2026-11.2", "en"): "0469d88f9463a471",
    ("2026-11.2", "fr"): "f69fda07adfab325",
    ("2026-11.2", "es"): "bab3962936bb88c4",
    ("2026-11.3", "en"): "bd6a8a8f239443d6",
    ("2026-11.3", "fr"): "bd312305b402fbe5",
    ("2026-11.3", "es"): "b7e42c39f259703e",
    ("2026-11.4", "en"): "cc952369b5194281",
    ("2026-11.4", "fr"): "560cfc6c5f8cc3ff",
    ("2026-11.4", "es"): "32e21f8918726e80",
}
# Words that each place's notice must not lose, by place: what its rules ask to be told.
ASKED_FOR = {
    Place.EU_UK: (
        "is done with your data and answers for it",
        "legal ground",
        "take a copy elsewhere",
        "limit what we do with them",
        "object to it",
        "contest the decision",
        "data protection authority",
        "No decision rests on a machine alone",
    ),
    Place.US_NYC: (
        "a computer scores",
        "It looks at one thing",
        "The data come from you alone",
        "another way to be assessed",
        "accommodation",
        "10 business days",
        "audit",
    ),
    Place.US_COLORADO: (
        "works out a score",
        "within 30 days, in plain words",
        "wrong data corrected",
        "have a person look at the decision again",
    ),
    Place.US_CALIFORNIA: ("automated-decision system", "accommodation", "four years"),
    Place.US_ILLINOIS: (
        "artificial intelligence",
        "The product is called Hiring screen",
        "It uses the answers you give",
        "whom to interview and whom to hire",
        "Write to the people office",
    ),
    Place.CANADA_ONTARIO: ("artificial intelligence", "accommodation", "45 days", "three years"),
    Place.CANADA_QUEBEC: (
        "by the time of the decision",
        "which of your data were used",
        "what weighed most",
        "put your view to a person",
        "in French",
    ),
    Place.OTHER: (),
}
# What everybody is told everywhere before the start.
EVERYWHERE = (
    "Example Stores asks you",
    "Example Host runs this service",
    "Support, spring team",
    "how you judge everyday situations",
    "not a test of personality or health",
    "for 365 days at most",
    "staff see a hint",
    "faster than one can read",
    "The people who hire for this opening see it",
    "A person decides, never a machine.",
    "by 13 June 2026 at the latest",
    "another format or another way",
    "a copy of all we hold about you",
    "mistakes corrected and your data erased",
    "A person will look at it again",
    "Write to the people office",
)


@pytest.fixture(params=languages())
def language(request):
    return request.param


def shape(language):
    """All but the words: names, kinds, places, headings or not, and the holes of each paragraph."""
    return [
        (
            one["name"],
            one["kinds"],
            one.get("places"),
            bool(one.get("heading")),
            [sorted(HOLE.findall(paragraph)) for paragraph in one["paragraphs"]],
        )
        for one in shipped_texts(language)["sections"]
    ]


def test_there_are_three_languages():
    assert languages() == ("en", "es", "fr")


def test_languages_differ_in_their_words_only(language):
    assert shape(language) == shape("en")
    assert shipped_texts(language)["version"] == shipped_texts("en")["version"]


def test_no_paragraph_is_left_in_english(language):
    def told(code):
        return {p for one in shipped_texts(code)["sections"] for p in one["paragraphs"]}

    assert language == "en" or not told(language) & told("en")


def test_every_hole_is_a_fact(language):
    holes = {hole for *_shape, paragraphs in shape(language) for one in paragraphs for hole in one}

    assert holes <= set(NoticeFacts.__dataclass_fields__)


def test_kinds_and_places_are_known(language):
    for one in shipped_texts(language)["sections"]:
        assert [NoticeKind(kind) for kind in one["kinds"]]
        assert all(Place(place) for place in one.get("places", []))


def test_a_version_means_one_wording(language):
    shipped = shipped_texts(language)
    words = json.dumps(shipped, sort_keys=True, ensure_ascii=False)
    digest = hashlib.sha256(words.encode()).hexdigest()[:16]

    assert PUBLISHED.get((shipped["version"], language)) == digest, "give the texts a new version"


@pytest.mark.parametrize("kind", NoticeKind)
@pytest.mark.parametrize("place", Place)
def test_an_english_notice_reads_at_grade_8_or_below(place, kind):
    assert reading_grade(compose(kind, place, "en", FACTS).text) <= GRADE


@pytest.mark.parametrize("place", Place)
def test_a_notice_tells_what_its_place_asks_for(place):
    text = compose(NoticeKind.PRETEST, place, "en", FACTS).text

    assert [words for words in (*EVERYWHERE, *ASKED_FOR[place]) if words not in text] == []


@pytest.mark.parametrize("kind", NoticeKind)
@pytest.mark.parametrize("place", [place for place in Place if place is not Place.OTHER])
def test_every_place_has_words_of_its_own_in_every_kind(place, kind, language):
    own = compose(kind, place, language, FACTS).text

    assert own != compose(kind, Place.OTHER, language, FACTS).text


@pytest.mark.parametrize("place", [Place.US_NYC, Place.US_ILLINOIS, Place.CANADA_ONTARIO])
def test_places_that_ask_for_it_have_the_whole_notice_in_the_posting(place):
    text = compose(NoticeKind.POSTING, place, "en", FACTS).text

    assert [words for words in ASKED_FOR[place] if words not in text] == []


def test_an_invitation_tells_of_other_conditions_and_ends_where_the_link_goes(language):
    last = compose(NoticeKind.INVITATION, Place.OTHER, language, FACTS).text.splitlines()[-1]

    assert last.endswith(":")


def test_no_text_claims_to_fulfil_the_law():
    claims = re.compile(r"complian|conforme à la loi|cumple con la ley", re.IGNORECASE)

    assert [path.name for path in TEXTS.glob("*") if claims.search(path.read_text("utf-8"))] == []


def test_settings_know_the_same_places():
    assert set(typing.get_args(PlaceName)) == {place.value for place in Place}


@pytest.mark.parametrize(("today", "stale"), [(date(2026, 4, 30), False), (date(2026, 5, 1), True)])
def test_texts_are_stale_after_180_days(today, stale):
    assert is_stale("2025-11", today=today) is stale


@pytest.mark.parametrize("kind", NoticeKind)
@pytest.mark.parametrize("place", Place)
def test_a_time_of_storage_names_what_a_law_can_add_to_it(place, kind):
    text = compose(kind, place, "en", FACTS).text

    assert "365 days at most" in text
    assert "here a law makes us" in text


def test_an_explanation_in_colorado_is_what_people_may_ask_for():
    text = compose(NoticeKind.PRETEST, Place.US_COLORADO, "en", FACTS).text

    assert "you may ask us why. We then tell you within 30 days" in text


def test_a_second_wording_in_a_month_is_as_old_as_the_month():
    assert not is_stale("2026-11.2", today=date(2026, 12, 1))
    assert is_stale("2026-11.2", today=date(2027, 6, 1))
