"""What a report must hold, whatever the figures: N everywhere, reasons, labels, limits."""

from datetime import timedelta
from gettext import NullTranslations
from uuid import uuid4

import pytest
from pydantic import BaseModel, ValidationError
from sqlmodel import select

from hiring import reports
from hiring.accounts import Role
from hiring.audit import AuditEntry
from hiring.banks.deriving import derive_key
from hiring.errors import NotFoundError
from hiring.psychometrics.reliability.precision import Rung
from hiring.reports.fact_parts import FormFacts, KeyFacts
from hiring.reports.item_parts import Choice, OptionFigures, Remark, Screen
from hiring.reports.limits import Known, Limit, limits_of
from hiring.reports.making import digest_of, make_report, report_document
from hiring.reports.parts import Figure, Reason
from hiring.reports.telling import Teller
from hiring.reports.telling_groups import GroupTeller
from hiring.scoring import score_sitting
from hiring.scoring.records import Score, ScoredForm
from tests.builders import BEST_ANSWERS, NOW
from tests.reports.conftest import subject_of, told
from tests.reports.filling import fill

# Facts about the material and pieces within a block that has an N of its own.
WITHOUT_N = (FormFacts, KeyFacts, OptionFigures, Choice, Remark, Screen)
HOLDERS = {"ReportDocument", "Surroundings"}


def parts_of(value):
    """Every part of a document."""
    if isinstance(value, BaseModel):
        yield value
        for name in type(value).model_fields:
            yield from parts_of(getattr(value, name))
    elif isinstance(value, tuple | list):
        for one in value:
            yield from parts_of(one)


def made(house, **more):
    return make_report(house.session, subject_of(house), now=NOW, report_id=uuid4(), **more)


def test_every_block_of_figures_has_its_n(document):
    bare = {
        type(part).__name__
        for part in parts_of(document)
        if not isinstance(part, WITHOUT_N) and "n" not in type(part).model_fields
    }

    assert bare == HOLDERS


def test_every_figure_has_an_interval_or_the_reason_why_not(document):
    figures = [part for part in parts_of(document) if isinstance(part, Figure)]

    assert len(figures) > 100
    assert all(one.n > 0 for one in figures)
    assert all((one.low is None) == (one.why_no_interval is not None) for one in figures)


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({}, id="neither value nor reason"),
        pytest.param({"value": 1.0}, id="neither interval nor reason"),
        pytest.param({"value": 1.0, "low": 0.5}, id="half an interval"),
        pytest.param(
            {"value": 1.0, "low": 0.0, "high": 2.0, "why_no_interval": Reason.PERFECT},
            id="interval and reason",
        ),
    ],
)
def test_a_bare_number_is_refused(fields):
    with pytest.raises(ValidationError):
        Figure(n=10, **fields)


def test_the_stored_document_says_the_same_when_read_again(filled, document):
    row = made(filled)

    assert reports.read_document(row) == document
    assert row.digest == digest_of(document)


def test_the_same_sittings_give_the_same_document(filled, document):
    assert report_document(filled.session, subject_of(filled), now=NOW) == document


def test_figures_do_not_lean_on_the_rest_of_the_day(filled, document):
    later = report_document(filled.session, subject_of(filled), now=NOW + timedelta(days=1))

    assert later.reliability == document.reliability
    assert digest_of(later) != digest_of(document)


def test_making_a_report_twice_stores_it_once(session, house):
    report_id = uuid4()
    twice = [
        make_report(session, subject_of(house), now=NOW, report_id=report_id) for _ in range(2)
    ]

    assert twice[0] is twice[1]
    assert len(reports.list_reports(session, house.key.id, "standard")) == 1


def test_a_report_is_an_act_in_the_log(session, house):
    row = made(house)

    entry = session.exec(select(AuditEntry).where(AuditEntry.act == "report.made")).one()
    assert entry.object_id == str(row.id)
    assert entry.details == {"digest": row.digest}


def test_a_form_without_sittings_has_a_report_without_statistics(empty_document):
    assert empty_document.sittings.n == 0
    assert empty_document.distribution.withheld is Reason.TOO_FEW
    assert empty_document.reliability.withheld is Reason.TOO_FEW
    assert empty_document.reliability.rung is Rung.PLANNED
    assert empty_document.items.scenarios == ()
    assert Limit.NO_SITTINGS in {one.code for one in empty_document.limits}


def test_twelve_sittings_show_totals_but_no_scenarios(session, house):
    fill(house, house.opening(), 12)
    found = report_document(session, subject_of(house), now=NOW)

    assert found.distribution.withheld is None
    assert found.items.withheld is found.reliability.withheld is Reason.TOO_FEW
    codes = {one.code for one in found.limits}
    assert {Limit.POOLED, Limit.ITEMS_UNTESTED} <= codes


def test_forty_sittings_show_clusters_without_a_verdict(session, house):
    fill(house, house.opening(), 40)
    found = report_document(session, subject_of(house), now=NOW)

    assert {one.is_reportable for one in found.clusters.clusters} == {None}


def test_who_is_left_out_is_counted_with_the_reason(session, small_house):
    opening = small_house.opening()
    names = iter("ABCDE")

    def submitted(answers):
        candidate = small_house.candidate(opening, next(names))
        return small_house.submitted(candidate, answers)

    score_sitting(session, submitted(BEST_ANSWERS).id, now=NOW)
    few = dict.fromkeys(BEST_ANSWERS) | {"short-call/responses": "b"}
    score_sitting(session, submitted(few).id, now=NOW)
    submitted(BEST_ANSWERS)
    small_house.sitting(small_house.candidate(opening, next(names)))
    session.commit()

    facts = report_document(session, subject_of(small_house), now=NOW).sittings
    assert (facts.n_started, facts.n_submitted, facts.n_waiting) == (4, 3, 1)
    assert (facts.n_scored, facts.n_too_few, facts.n) == (2, 1, 1)


def test_an_unknown_form_is_not_found(session, house):
    with pytest.raises(NotFoundError):
        report_document(session, ScoredForm(house.key.id, "no-such", False), now=NOW)


def test_a_simulated_report_says_so_in_document_and_words(session, house):
    fill(house, house.opening("Made up", is_simulated=True), 12)
    found = report_document(session, subject_of(house, is_simulated=True), now=NOW)

    assert found.is_simulated
    assert found.sittings.n == 12
    assert "Simulated data" in told(found).labels
    assert Limit.SIMULATED in {one.code for one in found.limits}


def test_the_newest_reports_are_one_of_each_kind(session, house):
    for days, is_simulated in ((1, False), (2, False), (3, True)):
        make_report(
            session,
            subject_of(house, is_simulated=is_simulated),
            now=NOW + timedelta(days=days),
            report_id=uuid4(),
        )

    newest = reports.newest_reports(session, house.key.id, "standard")
    assert [one.made_at - NOW for one in newest] == [timedelta(days=2), timedelta(days=3)]


def known(**changes):
    usual = {
        "n": 200,
        "n_complete": 195,
        "n_differing": 0,
        "is_simulated": False,
        "is_key_provisional": False,
        "is_key_public": False,
        "is_key_empirical": False,
        "rung": Rung.MEASURED,
        "r": 0.8,
        "sem": 4.0,
        "n_reportable": 1,
        "n_clusters": 3,
        "has_item_figures": True,
        "has_group_data": True,
    }
    return Known(**(usual | changes))


@pytest.mark.parametrize(
    ("changes", "limit"),
    [
        ({"n_differing": 1}, Limit.SCORES_DIFFER),
        ({"is_simulated": True}, Limit.SIMULATED),
        ({"is_key_provisional": True}, Limit.KEY_PROVISIONAL),
        ({"is_key_public": True}, Limit.KEY_PUBLIC),
        ({"is_key_empirical": True}, Limit.KEY_EMPIRICAL),
        ({"rung": Rung.PLANNED}, Limit.PLANNED),
        ({"rung": Rung.POOLED}, Limit.POOLED),
        ({"r": 0.69}, Limit.LOW_RELIABILITY),
        ({"n_reportable": 0}, Limit.NO_CLUSTERS),
        ({"has_item_figures": False}, Limit.ITEMS_UNTESTED),
        ({"n_complete": 179}, Limit.MANY_LEFT_OUT),
        ({"has_group_data": False}, Limit.NO_GROUP_DATA),
    ],
)
def test_a_limit_holds_where_its_rule_says(changes, limit):
    assert limit not in {one.code for one in limits_of(known())}
    assert limit in {one.code for one in limits_of(known(**changes))}


def test_two_scores_need_the_distance_of_their_errors():
    (found,) = (one for one in limits_of(known()) if one.code is Limit.SMALL_DIFFERENCES)

    assert found.value == pytest.approx(1.96 * 4 * 2**0.5)


def test_every_limit_has_a_sentence():
    teller = GroupTeller(NullTranslations(), "en")
    for limit in Limit:
        assert teller._words(limit)


def test_every_reason_has_words():
    teller = Teller(NullTranslations(), "en")
    for reason in Reason:
        assert teller.reason(reason)


def test_numbers_are_told_in_the_manner_of_the_language():
    english, french = (Teller(NullTranslations(), locale) for locale in ("en", "fr"))

    assert (english.share(0.426), french.share(0.426)) == ("43%", "43\xa0%")
    assert (english.number(0.78, "0.00"), french.number(0.78, "0.00")) == ("0.78", "0,78")


@pytest.mark.parametrize("locale", ["en", "fr", "es"])
def test_what_is_below_zero_has_a_minus_and_no_hyphen(locale):
    teller = Teller(NullTranslations(), locale)

    told = [teller.number(-0.42, "0.00"), teller.share(-0.05)]
    assert [words[0] for words in told] == ["\N{MINUS SIGN}"] * 2
    assert "-" not in "".join(told)


def test_no_word_of_the_report_promises_lawfulness(content):
    assert "complian" not in repr(content).lower()


def test_a_report_about_nobody_does_not_stand_before_one_about_somebody(session, house):
    opening = house.opening()
    fill(house, opening, 12)
    older = made(house)
    empty = make_report(session, subject_of(house), now=NOW + timedelta(days=1), report_id=uuid4())
    empty.n_sittings = 0
    session.flush()

    assert reports.newest_reports(session, house.key.id, "standard") == [older]


def test_headline_figures_have_an_n_and_an_interval_each(content, document):
    told_by_name = dict(content.headlines)
    steady, spread = document.reliability, document.distribution

    assert steady.n < spread.n
    for name, n in (
        ("Mean total, points", spread.n),
        ("Standard deviation, points", spread.n),
        ("Alpha over scenarios", steady.n),
        ("Standard error of measurement, points", steady.n),
    ):
        assert " to " in told_by_name[name]
        assert told_by_name[name].endswith(f", N = {n}")
    assert told_by_name["Scenarios with remarks"].endswith(f", N = {document.items.n}")


def test_only_the_forms_items_count_as_evidence(document, house):
    assert document.key.n_items < len(house.key.document["items"])
    assert document.key.n_items == sum(one.n for one in document.form.formats)


def test_sittings_that_came_from_another_key_are_counted(session, small_house):
    candidate = small_house.candidate(small_house.opening())
    score_sitting(session, small_house.submitted(candidate, BEST_ANSWERS).id, now=NOW)
    owner = small_house.staff[Role.OWNER]
    reason = "The keyed option cannot work."
    item = ["lost-order/responses"]
    derived = derive_key(
        session, small_house.key, dropped=item, reason=reason, actor=owner.id, now=NOW
    )
    session.exec(select(Score)).one().key_version_id = derived.id
    session.commit()

    found = report_document(session, ScoredForm(derived.id, "standard", False), now=NOW)
    assert (found.sittings.n_started, found.sittings.n_from_elsewhere) == (0, 1)
    assert found.key.n_items == found.form.n_scenarios - 1
    assert "('Scored again from another key', '1')" in repr(told(found).sections)
