"""The reader's language: the sitting's for candidates, the browser's for everybody else."""

from flask import Flask, g, request
from flask_babel import Babel, format_date, format_datetime, get_translations, refresh

from hiring import places
from hiring.words import Translator

SUPPORTED = ("en", "fr")
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})
NAMES = {"en": "English", "fr": "Français"}

babel = Babel()


def register(app: Flask) -> None:
    """Let every page find its words and its reading direction."""
    app.config.setdefault("BABEL_TRANSLATION_DIRECTORIES", str(places.TRANSLATIONS))
    babel.init_app(app, locale_selector=current_language)
    app.context_processor(_page_language)
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda message: _catalogue().gettext(message),
        lambda one, many, n: _catalogue().ngettext(one, many, n),
        newstyle=True,
    )
    app.add_template_filter(format_date, "dateformat")
    app.add_template_filter(format_datetime, "datetimeformat")


def speak(language: str) -> None:
    """Use this language for the rest of the request, if the interface has it."""
    g.language = language if language in SUPPORTED else SUPPORTED[0]
    g.pop("catalogue", None)
    refresh()


def current_language() -> str:
    """The interface language of this request."""
    chosen = g.get("language")
    return chosen or request.accept_languages.best_match(SUPPORTED) or SUPPORTED[0]


def translator() -> Translator:
    """The catalogue of this request, to hand to whoever writes sentences."""
    return get_translations()  # type: ignore[no-any-return]


def _catalogue() -> Translator:
    """The catalogue, looked up once a page: the extension asks for the language at every string."""
    found: Translator | None = g.get("catalogue")
    if found is None:
        found = g.catalogue = translator()
    return found


def _page_language() -> dict[str, str]:
    language = current_language()
    return {
        "locale": language,
        "direction": "rtl" if language in RIGHT_TO_LEFT else "ltr",
    }
