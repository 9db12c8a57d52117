"""Programs come in by a key in the header, while it lives and for what it may do."""

import base64
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from hiring import accounts, audit
from hiring.accounts import ApiKey, Role
from hiring.accounts.api_keys import Ending, KeyTerms, Scope, make_api_key
from hiring.audit import AuditEntry
from hiring.errors import NotAllowedError
from hiring.web.pacing import WRONG_KEYS
from tests.builders import add_staff, sign_in

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

MADE_UP = "hiring_" + "x" * 43
CATALOGUE = "/api/v1/catalogue"


def basic(user, password=""):
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


def acts(session, act):
    session.expire_all()
    return session.exec(select(AuditEntry).where(AuditEntry.act == act)).all()


def stored(session):
    session.expire_all()
    return session.exec(select(ApiKey)).one()


@pytest.mark.parametrize(
    "write",
    [
        pytest.param(lambda token: f"Bearer {token}", id="bearer"),
        pytest.param(lambda token: f"bearer {token}", id="small letters"),
        pytest.param(basic, id="basic, as user name"),
        pytest.param(lambda token: basic(token, "ignored"), id="basic, with a password"),
    ],
)
def test_a_key_in_the_header_opens(client, token, write):
    answer = client.get(CATALOGUE, headers={"Authorization": write(token)})

    assert answer.status_code == 200


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "Bearer",
        "Bearer ",
        "Basic",
        "Basic !!!",
        "Digest username=x",
        "nonsense",
        basic("", MADE_UP),
        f"Bearer {MADE_UP}",
        f"Token {MADE_UP}",
        "Bearer \xff\xfe",
        "Bearer " + "x" * 5000,
    ],
)
def test_whatever_else_stands_there_gets_one_and_the_same_answer(client, header):
    headers = {} if header is None else {"Authorization": header}
    answer = client.get(CATALOGUE, headers=headers)

    assert answer.status_code == 401
    assert answer.mimetype == "application/problem+json"
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="api"'
    assert answer.json == client.get(CATALOGUE).json
    assert answer.json["code"] == "no_key"


def test_a_key_in_another_kind_of_header_opens_nothing(client, token):
    for header in (f"Digest username={token}", f"Token {token}", token):
        answer = client.get(CATALOGUE, headers={"Authorization": header})
        assert answer.status_code == 401


def test_a_key_that_is_over_withdrawn_or_of_somebody_who_left_looks_unknown(
    session, client, new_key, small_house
):
    def refused(token):
        answer = client.get(CATALOGUE, headers={"Authorization": f"Bearer {token}"})
        return answer.status_code, answer.json

    long_ago = datetime.now(UTC) - timedelta(days=31)
    over, (withdrawn, token) = new_key(now=long_ago)[1], new_key()
    withdrawn.ended_at, withdrawn.ending = datetime.now(UTC), Ending.REVOKED
    session.commit()
    left = new_key()[1]
    small_house.staff[Role.OWNER].is_active = False
    session.commit()

    assert refused(over) == refused(token) == refused(left) == refused(MADE_UP)


def test_an_owner_who_is_none_any_more_speaks_for_no_program(session, program, small_house):
    assert program.get("/catalogue").status_code == 200
    small_house.staff[Role.OWNER].role = Role.RECRUITER
    session.commit()

    assert program.get("/catalogue").status_code == 401


def test_closing_the_account_ends_its_keys_for_good(session, program, small_house, now):
    owner = small_house.staff[Role.OWNER]
    add_staff(session, Role.OWNER, "Second")
    accounts.close_account(session, owner, actor=audit.SYSTEM_ACTOR, now=now)
    accounts.reopen_account(session, owner, actor=audit.SYSTEM_ACTOR, now=now)
    session.commit()

    assert program.get("/catalogue").status_code == 401
    assert stored(session).ending == Ending.ACCOUNT_CLOSED


def test_being_signed_in_is_no_key(app, session, small_house):
    owner = sign_in(session, app.test_client(), small_house.staff[Role.OWNER])

    assert owner.get(CATALOGUE).status_code == 401


def test_only_the_hash_is_stored(session, token):
    assert token not in repr(stored(session).model_dump())
    assert accounts.hash_token(token) == stored(session).token_hash


@pytest.mark.parametrize(
    ("scope", "path"),
    [
        (Scope.CATALOGUE, "/catalogue"),
        (Scope.STATUS, "/orders/{}"),
        (Scope.RESULTS, "/orders/{}/result"),
    ],
)
def test_a_key_does_what_it_may_and_nothing_else(
    program, program_with, new_key, opening, scope, path
):
    order_id = program.order(opening).json["order_id"]
    with_it = program_with(new_key(scope)[1])
    without = program_with(new_key(*(set(Scope) - {scope}))[1])

    assert with_it.get(path.format(order_id)).status_code in {200, 409}
    refused = without.get(path.format(order_id))
    assert (refused.status_code, refused.json["code"]) == (403, "scope_missing")


def test_a_key_that_may_only_read_orders_nobody(program_with, new_key, opening):
    reader = program_with(new_key(*(set(Scope) - {Scope.ORDER}))[1])

    assert reader.order(opening).status_code == 403


@pytest.mark.parametrize(
    "send",
    [
        pytest.param(lambda c, t, h: c.get(f"{CATALOGUE}?api_key={t}", headers=h), id="query"),
        pytest.param(lambda c, t, h: c.get(f"{CATALOGUE}?{t}", headers=h), id="bare query"),
        pytest.param(
            lambda c, t, h: c.get(f"{CATALOGUE}?k={t.replace('_', '%5F')}", headers=h),
            id="in other signs",
        ),
        pytest.param(lambda c, t, h: c.get(f"/api/v1/orders/{t}", headers=h), id="path"),
        pytest.param(lambda c, t, h: c.get(f"/api/v1/nothing/{t}", headers=h), id="no page"),
        pytest.param(
            lambda c, t, h: c.post("/api/v1/orders", json={"api_key": t}, headers=h), id="body"
        ),
        pytest.param(
            lambda c, t, h: c.post("/api/v1/orders", data={"key": t}, headers=h), id="form"
        ),
    ],
)
@pytest.mark.parametrize("is_in_header_too", [True, False])
def test_a_key_in_address_or_body_is_refused_and_ended(
    session, client, token, send, is_in_header_too
):
    header = {"Authorization": f"Bearer {token}"} if is_in_header_too else {}
    answer = send(client, token, header)

    assert (answer.status_code, answer.json["code"]) == (400, "key_misplaced")
    assert token not in answer.text
    key = stored(session)
    assert key.ending == Ending.BURNT
    assert [(one.actor, one.object_id) for one in acts(session, "api_key.ended")] == [
        (str(key.id), str(key.id))
    ]
    again = client.get(CATALOGUE, headers={"Authorization": f"Bearer {token}"})
    assert again.status_code == 401


def test_whether_a_misplaced_key_was_one_is_not_told(client, token):
    real = client.get(f"{CATALOGUE}?api_key={token}")
    made_up = client.get(f"{CATALOGUE}?api_key={MADE_UP}")

    assert real.json == made_up.json
    assert real.status_code == made_up.status_code == 400


def test_pages_for_people_are_not_searched_for_keys(session, client, token):
    client.get(f"/sign-in?next={token}")

    assert stored(session).ending is None


def test_who_tries_many_wrong_keys_waits_and_a_right_one_opens_all_the_same(client, token):
    wrong = {"Authorization": f"Bearer {MADE_UP}"}
    statuses = [
        client.get(CATALOGUE, headers=wrong).status_code for _ in range(WRONG_KEYS[0].amount + 1)
    ]

    assert set(statuses[:-1]) == {401}
    assert statuses[-1] == 429
    right = client.get(CATALOGUE, headers={"Authorization": f"Bearer {token}"})
    assert right.status_code == 200


def test_that_a_key_is_used_is_written_at_most_once_an_hour(session, program):
    program.get("/catalogue")
    first = stored(session).used_at
    program.get("/catalogue")
    assert stored(session).used_at == first

    an_hour_ago = first - timedelta(hours=1)
    stored(session).used_at = an_hour_ago
    session.commit()
    program.get("/catalogue")
    assert stored(session).used_at > an_hour_ago


def test_no_cookie_is_set_and_no_other_site_is_let_in(program):
    answer = program.get("/catalogue")

    assert "Set-Cookie" not in answer.headers
    assert not [name for name in dict(answer.headers) if name.startswith("Access-Control")]


def test_what_is_not_there_is_told_as_a_problem_too(client, program):
    missing, wrong = program.get("/nothing"), client.delete("/api/v1/orders")

    assert (missing.status_code, missing.json["code"]) == (404, "not_found")
    assert (wrong.status_code, wrong.json["code"]) == (405, "method_not_allowed")


@pytest.mark.parametrize(
    "terms",
    [
        KeyTerms("", [Scope.STATUS], 30),
        KeyTerms("x" * 81, [Scope.STATUS], 30),
        KeyTerms("ATS", [], 30),
        KeyTerms("ATS", [Scope.STATUS], 0),
        KeyTerms("ATS", [Scope.STATUS], 366),
    ],
)
def test_a_key_without_name_act_or_end_is_none(session, small_house, now, terms):
    with pytest.raises(ValueError, match="key"):
        make_api_key(session, terms, owner=small_house.staff[Role.OWNER], now=now)


def test_only_owners_make_keys(session, small_house, now):
    recruiter, terms = small_house.staff[Role.RECRUITER], KeyTerms("ATS", [Scope.STATUS], 30)

    with pytest.raises(NotAllowedError):
        make_api_key(session, terms, owner=recruiter, now=now)


def test_making_a_key_stands_in_the_record(session, new_key, small_house):
    key, _token = new_key(Scope.STATUS)
    entry = acts(session, "api_key.made")[0]

    assert entry.actor == str(small_house.staff[Role.OWNER].id)
    assert entry.object_id == str(key.id)
    assert entry.details == {"scopes": ["status:read"]}
