"""Settings come from the environment, and an unsafe secret is refused outside the demo."""

import os
from datetime import date
from pathlib import Path

import pytest
from pydantic import ValidationError

from hiring.config import DEFAULT_SECRET, FLOORS, MIN_SECRET_CHARS, Settings
from hiring.errors import SettingsError
from hiring.psychometrics.impact.floors import GroupFloors
from hiring.psychometrics.norms.floors import NormFloors


@pytest.fixture(autouse=True)
def empty_environment(monkeypatch):
    for name in [*os.environ]:
        if name.startswith("HIRING_") or name == "DATABASE_URL":
            monkeypatch.delenv(name)


def test_without_an_address_the_embedded_database_is_used(tmp_path):
    settings = Settings(data_dir=tmp_path)

    assert settings.sqlalchemy_url == f"sqlite:///{tmp_path / 'hiring.sqlite'}"
    assert settings.is_sqlite


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_way_to_write_a_postgresql_address_names_the_driver(scheme):
    settings = Settings(database_url=f"{scheme}://me@host/hiring")

    assert settings.sqlalchemy_url == "postgresql+psycopg://me@host/hiring"
    assert not settings.is_sqlite


def test_the_environment_is_read(monkeypatch):
    monkeypatch.setenv("HIRING_EMPLOYER", "Nordic Pumps")

    assert Settings.from_environment().employer == "Nordic Pumps"


def test_the_common_name_of_the_database_address_is_read(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://me@host/common")

    assert Settings.from_environment().sqlalchemy_url.endswith("/common")


def test_our_own_name_of_the_database_address_wins(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://me@host/common")
    monkeypatch.setenv("HIRING_DATABASE_URL", "postgresql://me@host/own")

    assert Settings.from_environment().sqlalchemy_url.endswith("/own")


def test_other_names_in_the_environment_do_no_harm(monkeypatch):
    monkeypatch.setenv("HIRING_NO_SUCH_SETTING", "1")

    assert Settings.from_environment().workers == 2


@pytest.mark.parametrize(
    "secret", ["", DEFAULT_SECRET, "s" * (MIN_SECRET_CHARS - 1)], ids=["none", "shipped", "short"]
)
def test_an_unsafe_secret_is_refused(secret):
    with pytest.raises(SettingsError, match="HIRING_SECRET_KEY"):
        Settings(secret_key=secret).require_safe()


def test_the_refusal_says_how_to_make_a_secret():
    with pytest.raises(SettingsError, match="token_urlsafe"):
        Settings().require_safe()


def test_a_long_secret_is_taken():
    assert Settings(secret_key="s" * MIN_SECRET_CHARS).require_safe() is None


def test_the_demo_may_use_the_shipped_secret():
    assert Settings(demo=True).require_safe() is None


def test_a_secret_does_not_show_when_settings_are_printed():
    secret = "s" * MIN_SECRET_CHARS

    assert secret not in repr(Settings(secret_key=secret))


def test_private_bank_folders_are_separated_like_a_path():
    folders = Settings(bank_dirs=os.pathsep.join(["one", "two"])).private_bank_folders

    assert folders == (Path("one"), Path("two"))


def test_without_private_banks_there_are_no_folders():
    assert Settings().private_bank_folders == ()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("workers", 0),
        ("workers", 65),
        ("reply_days", 0),
        ("retention_days", 0),
        ("workers", "two"),
        ("retire_after", -1),
    ],
)
def test_a_setting_that_makes_no_sense_is_refused(name, value):
    with pytest.raises(ValidationError):
        Settings(**{name: value})


def test_settings_cannot_be_changed_while_running():
    with pytest.raises(ValidationError):
        Settings().workers = 3


def test_every_setting_says_what_it_is_for():
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []


def test_extra_holidays_are_days():
    settings = Settings(extra_holidays="2027-02-12, 2027-11-02,")

    assert settings.closed_days == {date(2027, 2, 12), date(2027, 11, 2)}


@pytest.mark.parametrize("wrong", [{"extra_holidays": "next Monday"}, {"place": "atlantis"}])
def test_what_is_no_day_or_place_is_refused(wrong):
    with pytest.raises(ValidationError):
        Settings(**wrong)


@pytest.mark.parametrize(("name", "least"), FLOORS.items())
def test_a_floor_for_small_numbers_can_only_be_raised(name, least, monkeypatch):
    assert getattr(Settings(), name) == least
    monkeypatch.setenv(f"HIRING_{name.upper()}", str(least - 1))

    sentence = f"HIRING_{name.upper()}: {least - 1} is too few: .* Set {least} or more"
    with pytest.raises(SettingsError, match=sentence):
        Settings.from_environment()


def test_raised_floors_reach_those_who_ask():
    settings = Settings(
        min_for_quarter=50, min_for_rounded=200, min_for_percentile=500, min_group=20,
        min_compared=40,
    )  # fmt: skip

    assert settings.norm_floors == NormFloors(50, 200, 500)
    assert settings.group_floors == GroupFloors(20, 40)


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"min_for_quarter": 150}, "HIRING_MIN_FOR_ROUNDED"),
        ({"min_for_rounded": 301}, "HIRING_MIN_FOR_PERCENTILE"),
        ({"min_group": 31}, "HIRING_MIN_COMPARED"),
    ],
)
def test_floors_that_contradict_each_other_are_refused(wrong, named):
    with pytest.raises(ValidationError, match=named):
        Settings(**wrong)


def test_what_is_wrong_with_the_settings_is_told_without_their_values(monkeypatch):
    monkeypatch.setenv("HIRING_METRICS_TOKEN", "swordfish")
    monkeypatch.setenv("HIRING_WORKERS", "many")

    with pytest.raises(SettingsError) as found:
        Settings.from_environment()

    assert "HIRING_METRICS_TOKEN: a token needs at least 20 random characters." in str(found.value)
    assert "HIRING_WORKERS: " in str(found.value)
    assert "swordfish" not in str(found.value)


def test_the_library_refuses_lower_floors_too():
    with pytest.raises(ValueError, match="only be raised"):
        GroupFloors(show=9)
    with pytest.raises(ValueError, match="only be raised"):
        NormFloors(rounded=99)
