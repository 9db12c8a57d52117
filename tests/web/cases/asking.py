"""How candidates ask and desks answer."""

import re

from tests.builders import BEST_ANSWERS, send

HELP = "/assessment/help"


def ask(client, *wishes, **more):
    return send(client, HELP, wishes=list(wishes), **more)


def answer_first(client):
    ratings = BEST_ANSWERS["late-parts/responses"]
    fields = {f"r_{option}": str(step) for option, step in ratings.items()}
    send(client, "/assessment/1", revision="0", **fields)


def plain(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.text))


def answer(desk, case, **fields):
    return send(desk, f"/requests/{case.id}/answer", **fields)
