"""A short code for each act that its author can keep (ใบรับ): it says nothing to anybody else, and a later log can prove the act by it.

The code is the beginning of a commitment: SHA-256 over a leaf as in a Merkle log (RFC 9162, section 2.1.1: a zero byte first), of a nonce
that only this site can make and the act in one canonical spelling. Who has the code learns nothing of the act; who is given the
nonce and the act can work the code out. It changes when the act does: another choice is another act.
"""

import json
from base64 import b32encode
from datetime import datetime
from hashlib import sha256

from django.utils.crypto import salted_hmac

_SALT = "rabfang.receipts"
LETTERS = 16


def leaf_of(kind: str, pk: int, *content: str | int | datetime) -> bytes:
    """The 32 bytes a log would keep of an act: what it is, the row it stands in, and what it says."""
    spelled = [one.isoformat() if isinstance(one, datetime) else one for one in content]
    act = json.dumps([kind, pk, *spelled], ensure_ascii=False, separators=(",", ":")).encode()
    nonce = salted_hmac(_SALT, f"{kind}:{pk}", algorithm="sha256").digest()
    return sha256(b"\0" + nonce + act).digest()


def receipt_of(kind: str, pk: int, *content: str | int | datetime) -> str:
    """``ABCD-EFGH-IJKL-MNOP``: 80 bits of the leaf in letters and digits that are read out without mistakes (RFC 4648, base 32)."""
    letters = b32encode(leaf_of(kind, pk, *content)).decode()[:LETTERS]
    return "-".join(letters[place : place + 4] for place in range(0, LETTERS, 4))
