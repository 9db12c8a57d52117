"""Logs tell where something went wrong, never what people wrote or which link they hold."""

import json
import logging

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from hiring.db import db
from hiring.logs import quiet_trace, quiet_words

SECRET_LINK = "Ada-and-her-secret-link"


def test_a_plain_error_keeps_its_sentence():
    assert quiet_words(ValueError("no such step")) == "ValueError: no such step"


def test_a_database_error_loses_its_values():
    error = OperationalError("SELECT :name", {"name": "Ada"}, Exception("Ada"))
    assert quiet_words(error) == "OperationalError"


def test_a_trace_names_the_place():
    with pytest.raises(ValueError, match="here") as caught:
        raise ValueError("here")

    assert "test_a_trace_names_the_place" in quiet_trace(caught.value)


def test_an_unforeseen_error_does_not_write_the_link_to_the_log(app, client, caplog, capsys):
    with app.app_context():
        db.session.execute(text("ALTER TABLE invitation RENAME TO gone"))
        db.session.commit()
    try:
        with caplog.at_level(logging.DEBUG):
            assert client.get(f"/c/{SECRET_LINK}").status_code == 500
    finally:
        with app.app_context():
            db.session.execute(text("ALTER TABLE gone RENAME TO invitation"))
            db.session.commit()

    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (told["event"], told["route"]) == ("unforeseen error", "candidate.invitation")
    assert SECRET_LINK not in caplog.text + str(told)


@pytest.mark.parametrize("setting", ["hide_parameters"])
def test_the_database_is_told_to_hide_values(app, setting):
    assert app.config["SQLALCHEMY_ENGINES"]["default"][setting] is True
