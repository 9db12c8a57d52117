"""Briefs to print: a usual one, and the means to make longer, emptier and stranger ones."""

from dataclasses import replace
from datetime import date
from gettext import NullTranslations, translation

import pytest

from hiring import places
from hiring.banks.schema import KeyOrigin, KeyStatus
from hiring.briefs.content import BriefContent, compose
from hiring.briefs.facts import (
    AnswerFacts,
    BriefFacts,
    ChosenOption,
    ClusterFacts,
    DayFacts,
    IntervalKind,
    NormFacts,
    PageSize,
    PrecisionFacts,
    ProvenanceFacts,
    QuestionFacts,
    ScoreFacts,
)
from hiring.norm_groups import People
from hiring.psychometrics.reliability.precision import Rung


class LongerTranslations(NullTranslations):
    """A language whose sentences are a quarter longer than the English ones."""

    def gettext(self, message):
        words = [word for word in message.split() if word.isalpha()] or ["mot"]
        n_more = max(1, round(len(message.split()) / 4))
        return " ".join([message, *(words * n_more)[:n_more]])

    def ngettext(self, msgid1, msgid2, n):
        return self.gettext(msgid1 if n == 1 else msgid2)


def words(n_words, end="."):
    """A sentence of ``n_words`` words of the usual length."""
    usual = "the customer wants to know what happens next and who calls back before Friday"
    return " ".join((usual.split() * n_words)[:n_words]).capitalize() + end


@pytest.fixture(scope="session")
def facts():
    return BriefFacts(
        employer="Northwind Parts",
        opening_title="Customer service adviser",
        candidate_name="Amara Okonkwo",
        candidate_code="C-7F2K",
        language="en",
        page_size=PageSize.A4,
        is_simulated=True,
        provenance=ProvenanceFacts(
            bank_title="Customer empathy",
            bank_version="1.0.0",
            form_title="Standard form",
            key_version="1",
            key_origin=KeyOrigin.THEORY,
            key_status=KeyStatus.PROVISIONAL,
            is_key_public=False,
            package_version="0.1.0",
        ),
        days=DayFacts(date(2026, 10, 12), date(2026, 10, 13), date(2027, 10, 12)),
        precision=PrecisionFacts(Rung.POOLED, 60, date(2026, 10, 1), "3F9A-21C0"),
        score=ScoreFacts(
            66.3,
            (57.2, 75.4),
            IntervalKind.OBSERVED,
            reference_points=(52.0, 71.0),
            likely_points=tuple(57.0 + step for step in range(20)),
        ),
        no_score_reason=None,
        clusters=(),
        area_names=("Listening and validating", "Ownership"),
        nearest=(
            answer("Parts that will be late", "What made you decide when to tell her?"),
            answer("The third call this week", "How did you make sure it was solved?"),
        ),
        furthest=(
            answer("A refund outside the rules", "What would you want to know first?"),
            answer("Angry at the counter", "What do you listen for?"),
        ),
        questions=tuple(question(number) for number in range(1, 5)),
        verification_code="K7QM-4T2X-9R3D-HV5C",
        verify_hint="hiring.example.org/verify",
        contact="jobs@example.org",
    )


def answer(title, probe):
    options = ("Call her today and say plainly what you know.", "Wait until the supplier confirms.")
    chosen = tuple(ChosenOption("Rather effective", text) for text in options)
    return AnswerFacts(title, "A supplier slips and she does not know yet.", chosen, probe)


def question(number):
    return QuestionFacts(
        text=f"Tell me about time {number} when you had bad news for a customer.",
        probe="What were your exact words?",
        weak="Speaks of the rule; the customer hardly appears.",
        fair="Says it plainly, but leaves the next step open.",
        strong="Says it early, names what it means, agrees a next step.",
    )


@pytest.fixture(scope="session")
def longest(facts):
    """Every text as long as a careful bank and a generous employer make it."""
    chosen = tuple(ChosenOption("Rather ineffective", words(28)) for _ in range(5))
    long_answer = AnswerFacts(words(6, ""), words(12), chosen, words(22, "?"))
    long_question = QuestionFacts(words(34, "?"), words(14, "?"), words(22), words(22), words(22))
    return replace(
        facts,
        candidate_name="Wilhelmina Alexandrowna Featherstonehaugh-Cholmondeley of Sigmaringen",
        employer="International Consolidated Customer Care and Logistics Services GmbH",
        opening_title="Senior multilingual customer success and complaint resolution specialist",
        clusters=tuple(
            ClusterFacts(name, 60.0, (45.0, 75.0))
            for name in ("Reading the situation", "Responding", "Delivering on promises")
        ),
        area_names=tuple(words(3, "") for _ in range(7)),
        nearest=(long_answer, long_answer),
        furthest=(long_answer, long_answer),
        questions=(long_question,) * 4,
        contact="recruiting-and-interviews@customer-care.example.org, +44 20 7946 0000",
        norm_group=norm_group(words(12, ""), words(12, "")),
    )


def norm_group(name="Support applicants, spring 2026", role_title="Customer support"):
    return NormFacts(
        name=name,
        n_people=140,
        people=People.MIXED,
        languages=("en", "fr"),
        n_openings=3,
        role_title=role_title,
        first_on=date(2026, 3, 3),
        last_on=date(2026, 5, 9),
        dated_on=date(2026, 5, 11),
        code="9F3A21C0",
        percentile=65,
        interval=(45, 80),
    )


@pytest.fixture(scope="session")
def translations():
    """A translator for each language of staff; the French one is as long as French gets."""
    spanish = translation("messages", str(places.TRANSLATIONS), languages=["es"])
    return {"en": NullTranslations(), "fr": LongerTranslations(), "es": spanish}


@pytest.fixture(scope="session")
def in_english():
    def composed(facts: BriefFacts) -> BriefContent:
        return compose(facts, NullTranslations())

    return composed
