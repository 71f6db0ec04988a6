"""One small file from the network: no redirection, no cookies, nothing told of who asks, an end to size and time.

Proxies and certificates are the system's. Blocks.
"""

import ssl
import time
from http.client import HTTPException, HTTPResponse
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, HTTPSHandler, Request, build_opener

from chatapp.domain.errors import Problem, ProblemError, ProblemKind

WAIT_SECONDS = 10.0
WHOLE_SECONDS = 30.0
PIECE = 16 << 10
OWN_COMPUTER = {"127.0.0.1", "::1", "localhost"}


class _NoRedirection(HTTPRedirectHandler):
    """The address that a build names is the only one that is asked."""

    def redirect_request(self, *_: object) -> Request | None:
        return None


def fetch(address: str, most_bytes: int) -> bytes:
    """ProblemError of the kind NETWORK for everything that can go wrong on the way."""
    try:
        secured = [HTTPSHandler(context=_certificates())] if _is_https(address) else []
        request = Request(address, headers={"User-Agent": "Causerie", "Cache-Control": "no-cache"})  # noqa: S310 - checked
        with build_opener(_NoRedirection, *secured).open(request, timeout=WAIT_SECONDS) as answer:
            return _read(answer, most_bytes)
    except HTTPError as error:
        error.close()
        raise ProblemError(_no_answer(f"{error.code} {error.reason}")) from error
    except (URLError, HTTPException, OSError, ValueError) as error:
        raise ProblemError(_no_answer(str(error))) from error


def _read(answer: HTTPResponse, most_bytes: int) -> bytes:
    """OSError where it is too much, too slow or cut off."""
    read, ends_at = bytearray(), time.monotonic() + WHOLE_SECONDS
    while piece := answer.read(PIECE):
        read += piece
        if len(read) > most_bytes:
            raise OSError(f"more than {most_bytes} bytes")
        if time.monotonic() > ends_at:
            raise OSError(f"not whole after {WHOLE_SECONDS:.0f} s")
    if answer.length:
        raise OSError(f"{answer.length} bytes are missing")
    return bytes(read)


def _is_https(address: str) -> bool:
    """In plain http only this computer is asked, which is how it is tried out; OSError for all else."""
    parts = urlsplit(address)
    is_own = parts.scheme == "http" and parts.hostname in OWN_COMPUTER
    if parts.scheme != "https" and not is_own:
        raise OSError("only https is asked")
    return not is_own


def _certificates() -> ssl.SSLContext:
    """The system's; in a bundle on a system that keeps them elsewhere, those that it brings."""
    context = ssl.create_default_context()
    places = ssl.get_default_verify_paths()
    if not (places.cafile or places.capath or context.cert_store_stats()["x509_ca"]):
        import certifi

        context.load_verify_locations(certifi.where())
    return context


def _no_answer(details: str) -> Problem:
    return Problem(
        ProblemKind.NETWORK,
        "Nobody could say whether there is a new version.",
        ("Check the connection and try again",),
        details,
    )
