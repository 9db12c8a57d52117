"""What a password must be, and how it is kept.

Length is what counts: fifteen characters where the password stands alone, eight beside a second
factor. No kinds of characters are asked for and nothing runs out, since both make people choose
worse ones. Refused is what everybody tries first: common passwords and words of the house, also
with figures around them or one after another. The list stands in ``common_passwords.txt``.

Passwords are argon2id with the library's parameters (64 MiB, about 150 ms a hash), which is why
sign-in is throttled at the edge. A hash of other parameters is made again at the next sign-in.
"""

import re
from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from hiring.accounts.tokens import new_token

MIN_PASSWORD_CHARS = 15
MIN_WITH_SECOND_CHARS = 8
MAX_PASSWORD_CHARS = 256
# So many characters of a person's own must be left when common words are taken out.
MIN_OWN_CHARS = 4
# Figures and signs count as one's own from the seventh on: a year and a mark are what people add.
N_USUAL_SIGNS = 6
# Shorter words of the house are parts of too many others.
MIN_CONTEXT_CHARS = 3
PRODUCT_WORDS = ("hiring", "screen", "empathy", "candidate", "recruiter", "interviewer")
ROWS = ("abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm", "1234567890")
_NOT_A_LETTER = re.compile(r"[\W\d_]+")
_SIGN = re.compile(r"[^\w\s]|[\d_]")
_REPEATED = re.compile(r"(.)\1{2,}")


class PasswordFault(StrEnum):
    """Why a password is not taken."""

    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    TOO_COMMON = "too_common"


def fault_of(
    password: str, *, context: Iterable[str] = (), has_second: bool = False
) -> PasswordFault | None:
    """Why this password is not taken, or None.

    Args:
        password: As it was typed; nothing is trimmed or cut.
        context: What others know of the person and the house: name, mail address, employer.
        has_second: Whether a second factor stands beside it.
    """
    if len(password) < (MIN_WITH_SECOND_CHARS if has_second else MIN_PASSWORD_CHARS):
        return PasswordFault.TOO_SHORT
    if len(password) > MAX_PASSWORD_CHARS:
        return PasswordFault.TOO_LONG
    return PasswordFault.TOO_COMMON if _is_common(password, context) else None


def require_good(password: str, *, context: Iterable[str] = (), has_second: bool = False) -> None:
    """Refuse a password that is not taken.

    Raises:
        ValueError: The message says what to do.
    """
    fault = fault_of(password, context=context, has_second=has_second)
    least = MIN_WITH_SECOND_CHARS if has_second else MIN_PASSWORD_CHARS
    match fault:
        case PasswordFault.TOO_SHORT | PasswordFault.TOO_LONG:
            raise ValueError(f"a password needs {least} to {MAX_PASSWORD_CHARS} characters")
        case PasswordFault.TOO_COMMON:
            raise ValueError("this password is made of words that many people try first")
        case None:
            return


def hash_password(password: str) -> str:
    """The form in which a password is stored."""
    return _hasher().hash(password)


def matches(stored: str | None, password: str) -> bool:
    """Whether this is the password, to the letter. Without a stored one it takes as long."""
    is_comparable = stored is not None and len(password) <= MAX_PASSWORD_CHARS
    try:
        is_right = _hasher().verify(
            stored if is_comparable and stored is not None else _decoy_hash(),
            password[:MAX_PASSWORD_CHARS],
        )
    except (VerificationError, InvalidHashError):
        return False
    return is_right and is_comparable


def is_outdated(stored: str) -> bool:
    """Whether a hash was made with other parameters than those of today."""
    return _hasher().check_needs_rehash(stored)


def _is_common(password: str, context: Iterable[str]) -> bool:
    """Whether little is left without common words, words of the house and runs of keys."""
    text = password.casefold()
    if text in common_words():
        return True
    left = _REPEATED.sub(" ", text)
    for word in (*_context_words(context), *_longest_first()):
        left = left.replace(word, " ")
    n_letters, n_signs = len(_NOT_A_LETTER.sub("", left)), len(_SIGN.findall(left))
    return n_letters + max(0, n_signs - N_USUAL_SIGNS) < MIN_OWN_CHARS


def _context_words(context: Iterable[str]) -> list[str]:
    words = {one for text in context for one in _NOT_A_LETTER.split(text.casefold())}
    found = {one for one in words if len(one) >= MIN_CONTEXT_CHARS} | {*PRODUCT_WORDS}
    return sorted(found, key=lambda one: (-len(one), one))


@lru_cache(maxsize=1)
def common_words() -> frozenset[str]:
    """What many people try first."""
    text = files("hiring.accounts").joinpath("common_passwords.txt").read_text(encoding="utf-8")
    lines = (line.strip() for line in text.splitlines())
    return frozenset(line for line in lines if line and not line.startswith("#"))


@lru_cache(maxsize=1)
def _longest_first() -> tuple[str, ...]:
    """The common words and runs of keys, so that a long one goes before its parts."""
    runs = {
        row[start:end] for row in ROWS for start in range(len(row)) for end in _ends(row, start)
    }
    backwards = {run[::-1] for run in runs}
    words = {word for word in common_words() if word.isalpha()}
    return tuple(sorted(words | runs | backwards, key=lambda one: (-len(one), one)))


def _ends(row: str, start: int) -> range:
    return range(start + MIN_OWN_CHARS, len(row) + 1)


@lru_cache(maxsize=1)
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@lru_cache(maxsize=1)
def _decoy_hash() -> str:
    return _hasher().hash(new_token())
