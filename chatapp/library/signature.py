"""Signatures as minisign makes them: Ed25519 over a file, or over its BLAKE2b hash, and over a comment beside it.

Only verifies; the secret key and the tool are with whoever publishes.
"""

import base64
import hashlib
from dataclasses import dataclass

PURE, HASHED = b"Ed", b"ED"
KEY_LENGTH, SIGNATURE_LENGTH, ID_LENGTH = 42, 74, 8
TRUSTED = b"trusted comment: "


class SignatureError(Exception):
    """Not signed by this key, or no signature at all; the message says which."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    key_id: bytes
    key: bytes


def public_key(text: str) -> PublicKey:
    """The last line of a .pub file; SignatureError for anything else."""
    raw = _decoded(text.encode(), KEY_LENGTH, "key")
    if raw[:2] != PURE:
        raise SignatureError("the public key is of another kind")
    return PublicKey(raw[2 : 2 + ID_LENGTH], raw[2 + ID_LENGTH :])


def verify(content: bytes, signature: bytes, key: PublicKey) -> None:
    """`signature` is a .minisig file; SignatureError unless it holds for this content and this key."""
    lines = signature.splitlines()
    if len(lines) != 4 or not lines[2].startswith(TRUSTED):
        raise SignatureError("the signature has another form")
    raw = _decoded(lines[1], SIGNATURE_LENGTH, "signature")
    kind, key_id, signed = raw[:2], raw[2 : 2 + ID_LENGTH], raw[2 + ID_LENGTH :]
    if key_id != key.key_id:
        raise SignatureError("it is signed with another key")
    if kind not in (PURE, HASHED):
        raise SignatureError("the signature is of another kind")
    _check(content if kind == PURE else hashlib.blake2b(content).digest(), signed, key)
    _check(signed + lines[2].removeprefix(TRUSTED), _decoded(lines[3], len(signed), "comment"), key)


def _check(message: bytes, signed: bytes, key: PublicKey) -> None:
    from nacl.exceptions import BadSignatureError
    from nacl.signing import VerifyKey

    try:
        VerifyKey(key.key).verify(message, signed)
    except BadSignatureError as error:
        raise SignatureError("the signature does not hold") from error


def _decoded(text: bytes, length: int, what: str) -> bytes:
    try:
        raw = base64.b64decode(text.strip(), validate=True)
    except ValueError as error:
        raise SignatureError(f"the {what} is not base64") from error
    if len(raw) != length:
        raise SignatureError(f"the {what} has another length")
    return raw
