"""All pages about one's own account: importing them registers their routes."""

from hiring.web.own import (
    app_views,
    passkey_views,
    password_views,
    security_views,
    session_views,
)
from hiring.web.own.desk import bp

__all__ = ["app_views", "bp", "passkey_views", "password_views", "security_views", "session_views"]
