"""The reader's language: the sitting's for candidates, the browser's for everybody else."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from functools import lru_cache
from gettext import NullTranslations

from babel.support import Translations
from flask import Flask, current_app, g, request
from flask_babel import Babel, format_date, refresh

from hiring import places, words
from hiring.config import Settings
from hiring.openings.days import day_of
from hiring.words import RIGHT_TO_LEFT, Translator, set_apart

SUPPORTED = ("en", "fr", "es", "ar")
# Pages for staff are not translated into Arabic: candidates' pages are.
FOR_STAFF = ("en", "fr", "es")
NAMES = {"en": "English", "fr": "Français", "es": "Español", "ar": "العربية"}


@dataclass(frozen=True, slots=True)
class ContentLanguage:
    """The language of a part of the page that differs from the rest, and how it is read."""

    code: str
    name: str
    direction: str
    is_other: bool


babel = Babel()


def register(app: Flask) -> None:
    """Let every page find its words and its reading direction."""
    app.config.setdefault("BABEL_TRANSLATION_DIRECTORIES", str(places.TRANSLATIONS))
    babel.init_app(app, locale_selector=lambda: words.locale_of(current_language()))
    app.context_processor(_page_language)
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda message: _catalogue().gettext(message),
        lambda one, many, n: _catalogue().ngettext(one, many, n),
        newstyle=True,
    )
    app.add_template_filter(in_days, "dateformat")
    app.add_template_filter(to_the_minute, "minuteformat")
    app.add_template_filter(day_here, "day_here")
    app.add_template_filter(apart, "apart")
    app.add_template_filter(words.parts_of, "parted")


def speak(language: str) -> None:
    """Use this language for the rest of the request, if the interface has it."""
    wanted = language if language in SUPPORTED else SUPPORTED[0]
    if g.get("language") == wanted:
        return
    g.language = wanted
    g.pop("catalogue", None)
    refresh()


def current_language() -> str:
    """The interface language of this request."""
    chosen = g.get("language")
    return chosen or request.accept_languages.best_match(_of_audience()) or SUPPORTED[0]


def _of_audience() -> tuple[str, ...]:
    """The languages in which there is every page that this reader may come to."""
    is_candidates = request.blueprint in {None, "candidate", "public"}
    return SUPPORTED if is_candidates else FOR_STAFF


def to_the_minute(moment: datetime) -> str:
    """Day and time in this request's language."""
    return words.to_the_minute(moment, current_language())


def zone_here() -> tzinfo:
    """The time zone of the house."""
    settings: Settings = current_app.extensions["hiring_settings"]
    return settings.zone


def day_here(moment: datetime) -> date:
    """The day that a moment belongs to where the house is."""
    return day_of(moment, zone_here())


def in_days(moment: date, form: str = "long") -> str:
    """A day in this request's language; of a moment, the day where the house is."""
    day = day_here(moment) if isinstance(moment, datetime) else moment
    return str(format_date(day, form))


def apart(text: str) -> str:
    """A name or somebody's words for a sentence of this request's language."""
    return set_apart(text, current_language())


def content_language(code: str) -> ContentLanguage:
    """How a page marks scenarios in this language: its own, or another one where it must."""
    return ContentLanguage(
        code=code,
        name=NAMES.get(code, code),
        direction="rtl" if code in RIGHT_TO_LEFT else "ltr",
        is_other=code != current_language(),
    )


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Use another language for a while: for controls inside scenarios of that language."""
    before = current_language()
    speak(language)
    try:
        yield
    finally:
        speak(before)


def translator() -> Translator:
    """The catalogue of this request, to hand to whoever writes sentences."""
    return _load(current_language())


def _catalogue() -> Translator:
    """The catalogue, looked up once a page: the extension asks for the language at every string."""
    found: Translator | None = g.get("catalogue")
    if found is None:
        found = g.catalogue = translator()
    return found


@lru_cache(maxsize=len(SUPPORTED))
def _load(language: str) -> Translator:
    """A catalogue, read once per process; the first language is that of the messages themselves."""
    if language == SUPPORTED[0]:
        return NullTranslations()
    found: Translator = Translations.load(str(places.TRANSLATIONS), [language])
    return found


def _page_language() -> dict[str, str]:
    language = current_language()
    return {
        "locale": language,
        "direction": "rtl" if language in RIGHT_TO_LEFT else "ltr",
    }
