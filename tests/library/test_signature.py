"""Signatures that minisign made, and those that somebody would like to pass for one."""

import base64

import pytest

from chatapp.library.signature import SignatureError, public_key, verify
from tests.library.publisher import Signer

# Made by minisign itself, for a file that holds "test".
MINISIGNS_KEY = "RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3"
MINISIGNS = b"""untrusted comment: signature from minisign secret key
RWQf6LRCGA9i59SLOFxz6NxvASXDJeRtuZykwQepbDEGt87ig1BNpWaVWuNrm73YiIiJbq71Wi+dP9eKL8OC351vwIasSSbXxwA=
trusted comment: timestamp:1555779966\tfile:test
QtKMXWyYcwdpZAlPF7tE2ENJkRd1ujvKjlj1m9RtHTBnZPa5WKU5uWRs5GoP5M/VqE81QFuMKI5k/SfNQUaOAA==
"""


def test_what_minisign_signed_holds() -> None:
    verify(b"test", MINISIGNS, public_key(MINISIGNS_KEY))
    with pytest.raises(SignatureError, match="does not hold"):
        verify(b"tests", MINISIGNS, public_key(MINISIGNS_KEY))


@pytest.mark.parametrize("is_hashed", [False, True])
def test_both_forms_hold_for_their_content_alone(is_hashed: bool) -> None:
    signer = Signer()
    signature = signer.sign(b"content", is_hashed=is_hashed)
    verify(b"content", signature, public_key(signer.public_key))
    with pytest.raises(SignatureError):
        verify(b"other", signature, public_key(signer.public_key))


def test_another_s_key_is_not_ours_even_under_our_number() -> None:
    ours, theirs = Signer(), Signer()
    with pytest.raises(SignatureError, match="does not hold"):
        verify(b"content", theirs.sign(b"content"), public_key(ours.public_key))
    with pytest.raises(SignatureError, match="another key"):
        verify(b"content", Signer(key_id=b"87654321").sign(b"content"), public_key(ours.public_key))


def test_the_comment_is_signed_too() -> None:
    signer = Signer()
    forged = signer.sign(b"content").replace(b"timestamp:1790000000", b"timestamp:1890000000")
    with pytest.raises(SignatureError, match="does not hold"):
        verify(b"content", forged, public_key(signer.public_key))


@pytest.mark.parametrize(
    "change", [(b"\n", b""), (b"trusted comment: ", b"comment: "), (b"=\n", b"\n"), (b"RU", b"R*")]
)
def test_what_has_another_form_is_no_signature(change: tuple[bytes, bytes]) -> None:
    signer = Signer()
    with pytest.raises(SignatureError):
        verify(b"content", signer.sign(b"content").replace(*change), public_key(signer.public_key))


@pytest.mark.parametrize("signature", [b"", b"<html>\n\n\n\n", b"\xff\n" * 4])
def test_rubbish_is_no_signature(signature: bytes) -> None:
    with pytest.raises(SignatureError):
        verify(b"content", signature, public_key(Signer().public_key))


def test_a_key_of_another_kind_is_refused() -> None:
    raw = bytearray(base64.b64decode(Signer().public_key))
    raw[1:2] = b"x"
    for text in ("", "not base64!", base64.b64encode(raw).decode(), base64.b64encode(raw[:-1]).decode()):
        with pytest.raises(SignatureError):
            public_key(text)
