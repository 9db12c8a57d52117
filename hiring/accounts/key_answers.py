"""What browsers are asked for passkeys, and whether what they answer is right.

Apart from the keys themselves: the library is slow to import, every start of the house would wait
for it, and only who uses a passkey needs it.
"""

import json
from typing import Any

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.authentication.verify_authentication_response import VerifiedAuthentication
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)
from webauthn.registration.verify_registration_response import VerifiedRegistration

from hiring.accounts.passkeys import Site
from hiring.accounts.staff import Staff

# The library means to raise its own errors, but trips over some of what can be sent.
NO_ANSWER = (WebAuthnException, LookupError, TypeError, ValueError)


def options_to_make(
    staff: Staff, known: list[bytes], *, site: Site, challenge: str
) -> dict[str, Any]:
    """What the browser is told to make a key; ``known`` are those that are there."""
    options = generate_registration_options(
        rp_id=site.host,
        rp_name=site.name,
        user_id=staff.id.bytes,
        user_name=staff.email,
        user_display_name=staff.name,
        challenge=challenge.encode(),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED,
            user_verification=UserVerificationRequirement.PREFERRED,
        ),
        exclude_credentials=_described(known),
    )
    return _as_dict(options_to_json(options))


def options_to_show(known: list[bytes], *, site: Site, challenge: str) -> dict[str, Any]:
    """What the browser is told to sign with one of these keys."""
    options = generate_authentication_options(
        rp_id=site.host,
        challenge=challenge.encode(),
        allow_credentials=_described(known),
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    return _as_dict(options_to_json(options))


def check_made(answer: dict[str, Any], *, site: Site, challenge: str) -> VerifiedRegistration:
    """The key in a browser's answer.

    Raises:
        ValueError: There is none, or it answers another challenge or site.
    """
    try:
        return verify_registration_response(
            credential=answer,
            expected_challenge=challenge.encode(),
            expected_rp_id=site.host,
            expected_origin=site.origin,
        )
    except NO_ANSWER as error:
        raise ValueError("no key was made in answer to this") from error


def check_shown(
    answer: dict[str, Any], *, site: Site, challenge: str, public_key: bytes, sign_count: int
) -> VerifiedAuthentication:
    """What a browser's answer says that this key has signed.

    Raises:
        ValueError: The key has not signed it, or it answers another challenge or site.
    """
    try:
        return verify_authentication_response(
            credential=answer,
            expected_challenge=challenge.encode(),
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=public_key,
            credential_current_sign_count=sign_count,
        )
    except NO_ANSWER as error:
        raise ValueError("the key has not signed this") from error


def _described(known: list[bytes]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=one) for one in known]


def _as_dict(text: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(text)
    return found
