"""Signed tokens for a way out: they name a subscriber and reveal no address."""

from __future__ import annotations

import base64
import binascii
import hmac

from storyhouse.model.subscribers import SubscriberId
from storyhouse.subscribing.secret import Secret

_ID, _SIGNATURE = 16, 16  # bytes
_PURPOSE = "unsubscribe"


def token(secret: Secret, who: SubscriberId) -> str:
    """43 signs that stand in any address as they are."""
    id_ = bytes.fromhex(who)
    signed = id_ + secret.sign(_PURPOSE, id_)[:_SIGNATURE]
    return base64.urlsafe_b64encode(signed).decode().rstrip("=")


def named_by(secret: Secret, written: str) -> SubscriberId | None:
    """Whom a token names; None for one that we did not make."""
    try:
        padded = written + "=" * (-len(written) % 4)
        signed = base64.b64decode(padded, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    id_, signature = signed[:_ID], signed[_ID:]
    if not hmac.compare_digest(secret.sign(_PURPOSE, id_)[:_SIGNATURE], signature):
        return None
    return SubscriberId(id_.hex())
