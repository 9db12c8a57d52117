"""A link's last day is a day where the house is, and candidates are told that day."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from wtforms.validators import StopValidation

from hiring.accounts import Role
from hiring.handouts.letters import LetterFacts, invitation_letter
from hiring.openings import days as days_of_a_house
from hiring.openings.invitations import get_invitation_of
from hiring.web.language import in_days
from hiring.web.masking import day_of
from hiring.web.recruiter.desk import end_of, today_here
from hiring.web.recruiter.interview_forms import HeldForm
from hiring.web.recruiter.notice_forms import PastDayField, PlaceForm
from tests.builders import send, sign_in
from tests.web.cases.asking import plain

LOS_ANGELES = "America/Los_Angeles"
FAR_EAST, FAR_WEST = "Pacific/Kiritimati", "Etc/GMT+12"  # one of them always has another day


@pytest.fixture
def house_in(app, monkeypatch):
    """Move the house to a time zone."""

    def move(zone):
        told = app.extensions["hiring_settings"].model_copy(update={"time_zone": zone})
        monkeypatch.setitem(app.extensions, "hiring_settings", told)
        return told

    return move


@pytest.fixture
def owner(app, session, house):
    return sign_in(session, app.test_client(), house.staff[Role.OWNER])


@pytest.fixture
def renew(owner, candidate):
    """Post a new link's last day; what the page answers."""

    def post(day):
        return send(owner, f"/candidates/{candidate.id}/link/renew", valid_until=day.isoformat())

    return post


@pytest.mark.parametrize(
    ("day", "end"),
    [
        pytest.param(date(2027, 3, 13), "2027-03-14T07:59:59+00:00", id="last day of winter time"),
        pytest.param(date(2027, 3, 14), "2027-03-15T06:59:59+00:00", id="first of summer time"),
        pytest.param(date(2027, 11, 7), "2027-11-08T07:59:59+00:00", id="first of winter time"),
    ],
)
def test_a_end_ofs_at_the_same_hour_in_summer_and_winter(app, house_in, day, end):
    house_in(LOS_ANGELES)
    with app.app_context():
        moment = end_of(day)

    assert moment.isoformat() == end
    assert moment.astimezone(ZoneInfo(LOS_ANGELES)).time() == time(23, 59, 59)


@pytest.mark.parametrize("zone", [LOS_ANGELES, "Europe/Paris", FAR_EAST, FAR_WEST])
def test_the_day_that_staff_chose_is_the_day_that_candidates_read(
    app, session, house, opening, candidate, house_in, owner, renew, zone
):
    settings = house_in(zone)
    day = datetime.now(ZoneInfo(zone)).date() + timedelta(days=30)
    assert renew(day).status_code == 302
    session.expire_all()
    end = get_invitation_of(session, candidate.id).expires_at
    assert end == datetime.combine(day, time(23, 59, 59), ZoneInfo(zone)).astimezone(UTC)

    words = f"{day.day} {day:%B} {day.year}"
    for page in (f"/candidates/{candidate.id}", f"/openings/{opening.id}/links"):
        assert f"alid until {words}" in owner.get(page).text
    client = app.test_client()
    send(client, f"/c/{house.token(candidate)}")
    assert f"You can start until {words}." in plain(client.get("/assessment?language=en"))
    facts = LetterFacts(opening, "en", end)
    body = invitation_letter(facts, settings).body
    assert f"You can start until {day:%A}, {words}." in body


@pytest.mark.parametrize("zone", [FAR_EAST, FAR_WEST])
def test_today_is_a_last_day_and_yesterday_is_none_where_the_house_is(app, house_in, renew, zone):
    house_in(zone)
    with app.app_context():
        today = today_here()

    assert renew(today - timedelta(days=1)).status_code == 422
    assert renew(today).status_code == 302


@pytest.mark.parametrize("zone", [FAR_EAST, FAR_WEST])
def test_what_has_taken_place_did_so_until_today_where_the_house_is(app, house_in, zone):
    house_in(zone)
    for form in (HeldForm, PlaceForm):
        with app.test_request_context():
            today = today_here()
            (field,) = (one for one in form(formdata=None) if isinstance(one, PastDayField))
            field.data = today
            field.pre_validate(None)
            field.data = today + timedelta(days=1)
            with pytest.raises(StopValidation):
                field.pre_validate(None)


@pytest.mark.parametrize("zone", [FAR_EAST, FAR_WEST])
def test_the_day_to_decide_by_is_counted_from_today_where_the_house_is(app, house_in, owner, zone):
    settings = house_in(zone)
    with app.app_context():
        day = today_here() + timedelta(days=settings.reply_days)

    assert f'value="{day.isoformat()}"' in owner.get("/openings/new").text


@pytest.mark.parametrize(("zone", "hour"), [(FAR_EAST, 10), (FAR_WEST, 12)])
def test_the_day_to_decide_by_ends_where_the_house_is(zone, hour):
    days = ZoneInfo(zone)
    end = days_of_a_house.end_of(date(2026, 6, 13), days)

    assert end.astimezone(days).date() == date(2026, 6, 13)
    assert (end + timedelta(seconds=1)).astimezone(days).date() == date(2026, 6, 14)
    assert (end + timedelta(seconds=1)).hour == hour


@pytest.mark.parametrize("zone", [FAR_EAST, FAR_WEST])
def test_an_opening_is_past_its_day_when_that_is_over_where_the_house_is(
    app, house_in, house, session, owner, zone
):
    settings = house_in(zone)
    opening = house.opening()
    house.candidate(opening)
    today = datetime.now(UTC).astimezone(settings.zone).date()
    for day, is_past in ((today, False), (today - timedelta(days=1), True)):
        opening.decide_by = day
        session.commit()

        assert ("Past its day" in owner.get("/openings").text) == is_past


@pytest.mark.parametrize("zone", [FAR_EAST, FAR_WEST])
def test_a_moment_is_shown_by_its_day_where_the_house_is(app, house_in, zone):
    days = house_in(zone).zone
    moment = datetime(2026, 6, 13, 12, 0, tzinfo=UTC)
    told = "14 June 2026" if zone == FAR_EAST else "13 June 2026"
    with app.test_request_context():
        assert day_of(moment) == in_days(moment) == told
        assert in_days(date(2026, 6, 13)) == "13 June 2026"
    assert moment.astimezone(days).date().day == int(told[:2])
