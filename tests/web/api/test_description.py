"""The description is written from the models, and says what the routes really do."""

import json
import re
from pathlib import Path

import pytest
from pydantic import TypeAdapter
from sqlalchemy.exc import OperationalError

from hiring import errors
from hiring.app import create_app
from hiring.openings.orders import OrderFault
from hiring.web.access import public, rule_of
from hiring.web.api import schemas
from hiring.web.api.description import ACTS, described
from hiring.web.api.errors import KINDS, OF_ORDERS, Code
from tests import stores
from tests.house.test_routes import ROUTES, VIEWS

DOCUMENT = json.loads(described("https://hiring.example.org/"))
API = {name: rule for name, rule in ROUTES.items() if name.startswith("api.")}
PAGE = "docs/api.md"


def references(node):
    """Every name that a document points to."""
    if isinstance(node, dict):
        return {node["$ref"]} if "$ref" in node else set().union(*map(references, node.values()))
    return set().union(*map(references, node)) if isinstance(node, list) else set()


def test_every_act_is_described_where_it_is_and_with_what_it_needs():
    told = {
        (act.endpoint, act.method.upper(), re.sub(r"{\w+}", "*", act.path), act.scope)
        for act in ACTS
    }
    really = {
        (name, method, re.sub(r"<[^>]+>", "*", rule.rule), rule_of(VIEWS[name]).scope)
        for name, rule in API.items()
        for method in rule.methods - {"HEAD", "OPTIONS"}
        if name != "api.description"
    }

    assert told == really


def test_whatever_the_document_points_to_is_in_it():
    names = {f"#/components/schemas/{name}" for name in DOCUMENT["components"]["schemas"]}

    assert references(DOCUMENT) == names


def test_every_name_in_a_path_is_a_parameter():
    for path, acts in DOCUMENT["paths"].items():
        for act in acts.values():
            told = {one["name"] for one in act["parameters"] if one["in"] == "path"}
            assert told == set(re.findall(r"{(\w+)}", path))


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.endpoint)
def test_the_schema_of_an_answer_lists_its_fields(act):
    schema = DOCUMENT["components"]["schemas"][act.told.__name__]

    assert set(schema["properties"]) == set(act.told.model_fields)
    assert schema["additionalProperties"] is False


def test_what_is_sent_may_hold_more():
    schema = DOCUMENT["components"]["schemas"]["OrderSent"]

    assert set(schema["properties"]) == set(schemas.OrderSent.model_fields)
    assert "additionalProperties" not in schema


def test_what_is_told_takes_nothing_else():
    with pytest.raises(ValueError, match="extra"):
        schemas.Fault(field="a", reason="b", name="c")


def test_every_problem_can_be_told():
    assert set(KINDS) == set(Code)
    assert set(OF_ORDERS) == set(OrderFault)
    for code, kind in KINDS.items():
        told = {
            "code": code,
            "type": "x",
            **{n: getattr(kind, n) for n in ("status", "title", "detail")},
        }
        assert TypeAdapter(schemas.Problem).validate_python(told)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_anybody_may_read_it(client):
    answer = client.get("/api/v1/openapi.json")

    assert answer.status_code == 200
    assert answer.json["openapi"].startswith("3.1")


def test_the_page_for_programmers_names_every_problem_act_and_status():
    text = (Path(__file__).resolve().parents[3] / PAGE).read_text(encoding="utf-8")

    assert {code for code in Code if f"`{code}`" not in text} == set()
    assert {act.path for act in ACTS if f"`{act.method.upper()} {act.path}`" not in text} == set()
    statuses = DOCUMENT["components"]["schemas"]["Progress"]["enum"]
    assert {one for one in statuses if f"`{one}`" not in text} == set()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("fault", "status", "code"),
    [
        (RuntimeError("secret"), 500, "broken"),
        (OperationalError("secret", {}, RuntimeError()), 503, "out_of_order"),
        (errors.AlteredBankError("secret"), 500, "broken"),
        (errors.NotAllowedError("secret"), 403, "not_allowed"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else str(value),
)
def test_what_nobody_foresaw_is_a_problem_too(database_url, tmp_path, fault, status, code):
    app = create_app(stores.settings_for(tmp_path / "var", database_url))

    @app.get("/api/v1/broken")
    @public
    def broken():
        raise fault

    answer = app.test_client().get("/api/v1/broken")
    stores.close(app)
    assert (answer.status_code, answer.json["code"]) == (status, code)
    assert answer.mimetype == "application/problem+json"
    assert "secret" not in answer.text
