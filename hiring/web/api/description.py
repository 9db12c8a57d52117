"""The OpenAPI document of the API, written from the models that read and write it."""

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pydantic.json_schema import models_json_schema

from hiring.accounts.api_keys import Scope
from hiring.web.api import schemas
from hiring.web.api.errors import KINDS, MIME_TYPE, Code

VERSION = "1"
SECURITY: list[dict[str, list[str]]] = [{"bearer": []}, {"basic": []}]
SCHEMES = {
    "bearer": {"type": "http", "scheme": "bearer", "description": "The API key."},
    "basic": {
        "type": "http",
        "scheme": "basic",
        "description": "The API key as user name, no password.",
    },
}
NAME_OF_REQUEST = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": True,
    "description": KINDS[Code.NO_NAME_OF_REQUEST].detail,
    "schema": {"type": "string", "minLength": 8, "maxLength": 200},
}
ORDER_ID = {
    "name": "order_id",
    "in": "path",
    "required": True,
    "schema": {"type": "string", "format": "uuid"},
}
ANY_ACT = (Code.KEY_MISPLACED, Code.NO_KEY, Code.SCOPE_MISSING, Code.TOO_OFTEN, Code.OUT_OF_ORDER)


@dataclass(frozen=True, slots=True)
class Act:
    """One act: where, by which method, with what key, what is told then, and what may go wrong."""

    endpoint: str
    method: str
    path: str
    scope: Scope
    summary: str
    told: type[schemas.Told]
    problems: tuple[Code, ...] = ()
    parameters: tuple[dict[str, Any], ...] = ()
    sent: type[schemas.Sent] | None = None
    statuses: tuple[int, ...] = (200,)


ACTS = (
    Act(
        "api.catalogue",
        "get",
        "/api/v1/catalogue",
        Scope.CATALOGUE,
        "The openings that take people now.",
        schemas.Catalogue,
    ),
    Act(
        "api.order",
        "post",
        "/api/v1/orders",
        Scope.ORDER,
        "Invite somebody. 201: invited now. 200: this very request had been heard before.",
        schemas.OrderPlaced,
        problems=(
            Code.NO_NAME_OF_REQUEST,
            Code.NOT_JSON,
            Code.FIELDS,
            Code.REUSED,
            Code.NOT_FOUND,
            Code.NOT_OPEN,
            Code.PRESENT,
            Code.ANSWERED_LATELY,
        ),
        parameters=(NAME_OF_REQUEST,),
        sent=schemas.OrderSent,
        statuses=(201, 200),
    ),
    Act(
        "api.order_status",
        "get",
        "/api/v1/orders/{order_id}",
        Scope.STATUS,
        "Where the candidate stands.",
        schemas.Order,
        problems=(Code.NOT_FOUND,),
        parameters=(ORDER_ID,),
    ),
    Act(
        "api.order_result",
        "get",
        "/api/v1/orders/{order_id}/result",
        Scope.RESULTS,
        "The score with its error and what made it, or why it is kept back.",
        schemas.Result,
        problems=(
            Code.NOT_FOUND,
            Code.WITHDREW,
            Code.TAKEN_BACK,
            Code.BLIND,
            Code.NOT_SENT,
            Code.SEALED,
            Code.NOT_SCORED,
            Code.BEING_RATED,
            Code.TOO_FEW_ANSWERS,
        ),
        parameters=(ORDER_ID,),
    ),
)


@lru_cache(maxsize=2)
def described(public_url: str) -> str:
    """The document as JSON, for the address at which this house is reached."""
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Hiring", "version": VERSION, "description": schemas.NO_DECISION},
        "servers": [{"url": public_url.rstrip("/")}],
        "security": SECURITY,
        "paths": _paths(),
        "components": {"securitySchemes": SCHEMES, "schemas": _schemas()},
    }
    return json.dumps(document, indent=1)


def _paths() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for act in ACTS:
        found.setdefault(act.path, {})[act.method] = _operation(act)
    return found


def _operation(act: Act) -> dict[str, Any]:
    operation = {
        "operationId": act.endpoint.removeprefix("api."),
        "summary": act.summary,
        "description": f"Needs {act.scope.value}.",
        "parameters": list(act.parameters),
        "responses": {
            **{str(status): _answer(act.told.__name__) for status in act.statuses},
            **_problems((*act.problems, *ANY_ACT)),
        },
    }
    if act.sent is None:
        return operation
    body = {"required": True, "content": _content("application/json", act.sent.__name__)}
    return operation | {"requestBody": body}


def _answer(name: str) -> dict[str, Any]:
    return {"description": "Told.", "content": _content("application/json", name)}


def _problems(codes: tuple[Code, ...]) -> dict[str, Any]:
    """Problems by status, each with the codes that a program may meet there."""
    found: dict[str, list[str]] = {}
    for code in codes:
        found.setdefault(str(KINDS[code].status), []).append(code.value)
    return {
        status: {
            "description": f"code: {', '.join(names)}",
            "content": _content(MIME_TYPE, schemas.Problem.__name__),
        }
        for status, names in found.items()
    }


def _content(mime_type: str, name: str) -> dict[str, Any]:
    return {mime_type: {"schema": {"$ref": f"#/components/schemas/{name}"}}}


def _schemas() -> dict[str, Any]:
    sent = [(act.sent, "validation") for act in ACTS if act.sent is not None]
    told = [(act.told, "serialization") for act in ACTS]
    _references, found = models_json_schema(
        [*sent, *told, (schemas.Problem, "serialization")],  # type: ignore[list-item]
        ref_template="#/components/schemas/{model}",
    )
    definitions: dict[str, Any] = found["$defs"]
    return definitions
