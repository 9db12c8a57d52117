"""Pages, by audience. ``register`` puts them all into the application."""

from flask import Flask

from hiring.web import (
    access,
    errors,
    health,
    language,
    masking,
    origins,
    pages,
    security,
    tracing,
)
from hiring.web.account import bp as account_pages
from hiring.web.analyst.views import bp as analyst_pages
from hiring.web.api import gate
from hiring.web.api.v1 import bp as api
from hiring.web.candidate.views import bp as candidate_pages
from hiring.web.disclosure import bp as disclosure_pages
from hiring.web.interviewer.views import bp as interviewer_pages
from hiring.web.manager.views import bp as manager_pages
from hiring.web.method import bp as method_pages
from hiring.web.monitor.views import bp as monitor_pages
from hiring.web.own.views import bp as own_pages
from hiring.web.public import bp as public_pages
from hiring.web.rater.views import bp as rater_pages
from hiring.web.recruiter.views import bp as recruiter_pages
from hiring.web.verifying import bp as verifying_pages


def register(app: Flask) -> None:
    """Register every page, the access guard, headers, languages, error pages and figures."""
    tracing.register(app)
    origins.register(app)
    health.register(app)
    security.register(app)
    language.register(app)
    gate.register(app)
    access.register(app)
    errors.register(app)
    pages.register(app)
    masking.register(app)
    for part in (
        public_pages,
        health.bp,
        account_pages,
        own_pages,
        disclosure_pages,
        candidate_pages,
        recruiter_pages,
        interviewer_pages,
        analyst_pages,
        rater_pages,
        monitor_pages,
        manager_pages,
        verifying_pages,
        method_pages,
        api,
    ):
        app.register_blueprint(part)
