"""Reports are made over many sittings, so these tests share a house that has them."""

from collections.abc import Iterator
from gettext import NullTranslations

import pytest
from sqlmodel import Session

from hiring.banks.versions import bank_document, key_document
from hiring.db import db
from hiring.reports.content import ReportContent, compose
from hiring.reports.document import ReportDocument
from hiring.reports.gathering import Gathered, gather
from hiring.reports.making import digest_of, report_document
from hiring.scoring.plan import ScoringPlan, scoring_plan
from hiring.scoring.records import ScoredForm
from tests import applications, builders, shelf, stores
from tests.builders import NOW, House
from tests.reports.filling import fill

N_FILLED = 320


@pytest.fixture(scope="module")
def filled(sqlite_template, tmp_path_factory) -> Iterator[House]:
    """A house with 320 real sittings, made once for the tests that only look at them."""
    folder = tmp_path_factory.mktemp("filled")
    app = applications.build(stores.settings_for(folder, stores.copied(sqlite_template, folder)))
    with app.app_context():
        session = db.sessionmaker()
    staff = builders.add_all_staff(session)
    house = House(session, staff, shelf.published(session, builders.shipped_bank()))
    fill(house, house.opening(), N_FILLED)
    yield house
    session.close()
    applications.close(app)


@pytest.fixture(scope="module")
def plan(filled: House) -> ScoringPlan:
    return plan_of(filled)


@pytest.fixture(scope="module")
def gathered(filled: House, plan: ScoringPlan) -> Gathered:
    return gather(filled.session, plan, subject_of(filled))


@pytest.fixture(scope="module")
def document(filled: House) -> ReportDocument:
    return report_document(filled.session, subject_of(filled), now=NOW)


@pytest.fixture(scope="module")
def content(document: ReportDocument) -> ReportContent:
    return told(document)


def plan_of(house: House) -> ScoringPlan:
    bank = bank_document(house.session, house.key.bank_version_id)
    return scoring_plan(bank, key_document(house.session, house.key.id), bank.default_form.id)


def subject_of(house: House, *, is_simulated: bool = False) -> ScoredForm:
    return ScoredForm(house.key.id, "standard", is_simulated)


def told(document: ReportDocument, locale: str = "en") -> ReportContent:
    return compose(document, digest_of(document), NullTranslations(), locale)


@pytest.fixture
def empty_document(session: Session, house: House) -> ReportDocument:
    return report_document(session, subject_of(house), now=NOW)
