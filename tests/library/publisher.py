"""Who publishes versions, on this machine: signs as minisign does, and answers on http."""

import base64
import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from nacl.signing import SigningKey

PLACE = "/version.json"
COMMENT = b"timestamp:1790000000\tfile:version.json"


@dataclass(frozen=True)
class Signer:
    secret: SigningKey = field(default_factory=SigningKey.generate)
    key_id: bytes = b"12345678"

    @property
    def public_key(self) -> str:
        return base64.b64encode(b"Ed" + self.key_id + bytes(self.secret.verify_key)).decode()

    def sign(self, content: bytes, *, is_hashed: bool = True, comment: bytes = COMMENT) -> bytes:
        kind = b"ED" if is_hashed else b"Ed"
        signed = self.secret.sign(hashlib.blake2b(content).digest() if is_hashed else content).signature
        whole = self.secret.sign(signed + comment).signature
        first = base64.b64encode(kind + self.key_id + signed)
        return b"\n".join(
            (b"untrusted comment: a test's", first, b"trusted comment: " + comment, base64.b64encode(whole), b"")
        )


def version_file(version: str = "9.0.0", **more: object) -> bytes:
    told = {"version": version, "page": "https://example.org/causerie", "notes": {"en": "All is new."}}
    return json.dumps(told | more).encode()


@dataclass
class Publisher:
    """`files` by path; a redirection is the address that it leads to, and `cuts` are paths whose answer ends early."""

    files: dict[str, bytes] = field(default_factory=dict)
    redirections: dict[str, str] = field(default_factory=dict)
    cuts: set[str] = field(default_factory=set)
    requests: list[str] = field(default_factory=list)
    headers: list[Mapping[str, str]] = field(default_factory=list)
    port: int = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}{PLACE}"

    def publish(self, content: bytes, signature: bytes) -> None:
        self.files = {PLACE: content, f"{PLACE}.minisig": signature}


@contextmanager
def publishing() -> Iterator[Publisher]:
    publisher = Publisher()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            publisher.requests.append(self.path)
            publisher.headers.append(dict(self.headers))
            if target := publisher.redirections.get(self.path):
                self.send_response(302)
                self.send_header("Location", target)
                self.end_headers()
            elif (content := publisher.files.get(self.path)) is None:
                self.send_error(404)
            else:
                self.send_response(200)
                self.send_header("Content-Length", str(len(content) + (self.path in publisher.cuts)))
                self.end_headers()
                self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing on the terminal of the tests."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    publisher.port = server.server_address[1]
    thread = Thread(target=lambda: server.serve_forever(0.01), daemon=True)
    thread.start()
    try:
        yield publisher
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
