"""A signed webhook, as Standard Webhooks has it: HMAC-SHA256 over "<id>.<seconds>.<body>", the id the same over all attempts.

The body is {"id", "created_at", …what the trigger gave}. Any 2xx is taken as received; its body is not read.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac

import msgspec

from followthrough.core.rules import instant_text
from followthrough.services import clock
from followthrough.workers.outbound import OutboundError

from .letter import Letter, NotSent, Way, retry_after

_encoder = msgspec.json.Encoder()
GONE = frozenset({404, 410})


def send(way: Way, letter: Letter) -> None:
    """Send it. A redirect is a failure: the address is to be set anew by who knows it."""
    body = _encoder.encode({**letter.payload, "id": letter.id, "created_at": instant_text(letter.created_ms // 1000)})
    at_s = clock.now_ms() // 1000
    headers = {
        "Content-Type": "application/json",
        "webhook-id": letter.id,
        "webhook-timestamp": str(at_s),
        "webhook-signature": f"v1,{signature(letter.secret.get('signing_key', ''), letter.id, at_s, body)}",
    }
    try:
        answer = way.outbound.post(letter.setting("url"), body, headers, read=False)
    except OutboundError as error:
        raise NotSent(error.reason, down=True) from None
    if 200 <= answer.status < 300:
        return
    if answer.status == 429 or answer.status == 503:
        raise NotSent(f"http {answer.status}", rest_s=retry_after(answer))
    # Refusing one is no reason to think that it refuses all; not answering properly is.
    raise NotSent(f"http {answer.status}", permanent=answer.status == 410, down=answer.status >= 500)


def signature(key: str, letter_id: str, at_s: int, body: bytes) -> str:
    """Base64 of the HMAC. A key that begins with `whsec_` is base64 of the key itself."""
    return base64.b64encode(
        hmac.new(_bytes(key), f"{letter_id}.{at_s}.".encode() + body, hashlib.sha256).digest()
    ).decode()


def _bytes(key: str) -> bytes:
    if key.startswith("whsec_"):
        try:
            return base64.b64decode(key.removeprefix("whsec_"), validate=True)
        except binascii.Error:
            pass
    return key.encode()
