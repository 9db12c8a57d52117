"""Staff: who they are, what role they have, and whether a browser is signed in.

``staff`` holds the people, ``passwords`` what a password must be, ``sessions`` the signed-in
browsers, ``admission`` the way from address and password to a session, ``factors``,
``authenticators``, ``recovery`` and ``passkeys`` the second factor, ``browsers`` those that
somebody has used before, ``api_keys`` other programs, ``closing`` how an account ends. The public
verbs are gathered here.
"""

from hiring.accounts.admission import (
    Admitted,
    HalfSignIn,
    find_half_way,
    finish_sign_in,
    note_wrong,
    sign_in,
)
from hiring.accounts.api_keys import ApiKey
from hiring.accounts.authenticators import Authenticator
from hiring.accounts.browsers import KnownBrowser
from hiring.accounts.closing import close_account, reopen_account, require_other_owner
from hiring.accounts.factors import Factors, factors_of, has_second_factor, remove_all_factors
from hiring.accounts.passkeys import Passkey
from hiring.accounts.passwords import (
    MAX_PASSWORD_CHARS,
    MIN_PASSWORD_CHARS,
    MIN_WITH_SECOND_CHARS,
    PasswordFault,
)
from hiring.accounts.recovery import RecoveryCode
from hiring.accounts.sessions import (
    ABSOLUTE_LIMIT,
    IDLE_LIMIT,
    TOUCH_AFTER,
    StaffSession,
    end_all_sessions,
    end_other_sessions,
    end_session,
    find_session,
    find_signed_in,
    list_sessions,
    renew,
    sign_out,
    touch,
)
from hiring.accounts.staff import (
    Role,
    Staff,
    add_staff,
    find_staff,
    get_staff,
    hash_token,
    list_closed,
    list_staff,
    set_password,
    set_sees_names,
)

__all__ = [
    "ABSOLUTE_LIMIT",
    "IDLE_LIMIT",
    "MAX_PASSWORD_CHARS",
    "MIN_PASSWORD_CHARS",
    "MIN_WITH_SECOND_CHARS",
    "TOUCH_AFTER",
    "Admitted",
    "ApiKey",
    "Authenticator",
    "Factors",
    "HalfSignIn",
    "KnownBrowser",
    "Passkey",
    "PasswordFault",
    "RecoveryCode",
    "Role",
    "Staff",
    "StaffSession",
    "add_staff",
    "close_account",
    "end_all_sessions",
    "end_other_sessions",
    "end_session",
    "factors_of",
    "find_half_way",
    "find_session",
    "find_signed_in",
    "find_staff",
    "finish_sign_in",
    "get_staff",
    "has_second_factor",
    "hash_token",
    "list_closed",
    "list_sessions",
    "list_staff",
    "note_wrong",
    "remove_all_factors",
    "renew",
    "reopen_account",
    "require_other_owner",
    "set_password",
    "set_sees_names",
    "sign_in",
    "sign_out",
    "touch",
]
