"""What else the house decided about a form stands in its report."""

import pytest

from hiring.accounts import Role
from hiring.reports.making import report_document
from hiring.rescoring import Rescoring
from tests.builders import NOW
from tests.linking import study_row
from tests.norms import group_row, spread
from tests.reports.conftest import subject_of, told


@pytest.fixture
def around(session, house):
    group_row(session, house, spread(40))
    study_row(session, house.key, "older", house.staff[Role.ANALYST])
    session.add(
        Rescoring(
            from_key_version_id=house.key.id,
            to_key_version_id=house.key.id,
            form_id="standard",
            is_simulated=False,
            reason="One item was unfair.",
            effect={},
            n_sittings=7,
            decided_by_id=house.staff[Role.ANALYST].id,
            decided_at=NOW,
        )
    )
    session.commit()
    return report_document(session, subject_of(house), now=NOW)


def test_a_linking_study_is_told_from_this_forms_side(around):
    (link,) = around.surroundings.links

    assert (link.n, link.n_old, link.is_newer) == (60, 70, True)
    assert link.other.endswith("older")


def test_a_norm_group_is_told_with_its_size(around):
    (norm,) = around.surroundings.norms

    assert (norm.name, norm.n, norm.is_retired) == ("Support applicants", 40, False)


def test_a_rescoring_is_told_with_its_state(around):
    (rescoring,) = around.surroundings.rescorings

    assert (rescoring.n, rescoring.is_finished) == (7, False)


def test_page_and_paper_say_them(around):
    (section,) = (one for one in told(around).sections if one.anchor == "around")

    words = repr(section)
    assert "Support applicants" in words
    assert "under way" in words


def test_a_report_on_simulated_sittings_names_no_norm_group(session, house):
    group_row(session, house, spread(40))
    found = report_document(session, subject_of(house, is_simulated=True), now=NOW)

    assert found.surroundings.norms == ()
