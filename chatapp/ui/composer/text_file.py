"""Reads a file as text to go with a message: its encoding found, its size bounded, anything else refused."""

import codecs
from pathlib import Path

from chatapp.domain.attachment import Attachment

LARGEST = 2_000_000  # bytes; more than any window of a model that runs at home
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS = frozenset(range(32)) - frozenset(b"\t\n\r\x0c\x1b\x08")
_TYPES = {".md": "text/markdown", ".html": "text/html", ".csv": "text/csv", ".json": "application/json"}


class NotReadableError(Exception):
    """`reason` is one of TOO_LARGE, NOT_TEXT, NOT_THERE, EMPTY; whoever shows it has the words."""

    def __init__(self, reason: str, name: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.reason = reason
        self.name = name


TOO_LARGE, NOT_TEXT, NOT_THERE, EMPTY = "too large", "not text", "not there", "empty"


def read_text_file(path: Path) -> Attachment:
    """NotReadableError for what can't go with a message."""
    try:
        if not path.is_file():
            raise NotReadableError(NOT_THERE, path.name)
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
    except OSError as error:
        raise NotReadableError(NOT_THERE, path.name) from error
    if len(raw) > LARGEST:
        raise NotReadableError(TOO_LARGE, path.name)
    text = decoded(raw)
    if text is None:
        raise NotReadableError(NOT_TEXT, path.name)
    if not text.strip():
        raise NotReadableError(EMPTY, path.name)
    return Attachment(path.name, text, _TYPES.get(path.suffix.lower(), "text/plain"))


def decoded(raw: bytes) -> str | None:
    """The text with newlines alone; None for what is no text in any encoding that is tried."""
    for encoding in _encodings(raw):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        return text.replace("\r\n", "\n").replace("\r", "\n") if "\x00" not in text else None
    return None


def _encodings(raw: bytes) -> list[str]:
    """Those that may fit, the surest first."""
    marked = next((encoding for mark, encoding in _MARKS if raw.startswith(mark)), None)
    if marked is not None:
        return [marked]
    if b"\x00" in raw:
        return _wide(raw)
    if sum(byte in _CONTROLS for byte in raw[:8192]) > len(raw[:8192]) // 50:
        return []
    return ["utf-8", "gb18030", "cp1252", "latin-1"] if _looks_chinese(raw) else ["utf-8", "cp1252", "latin-1"]


def _wide(raw: bytes) -> list[str]:
    """UTF-16 without a mark: every other byte of western text is zero."""
    even, odd = raw[:4096:2].count(0), raw[1:4096:2].count(0)
    half = max(1, min(len(raw), 4096) // 2)
    if odd > 0.6 * half and not even:
        return ["utf-16-le"]
    return ["utf-16-be"] if even > 0.6 * half and not odd else []


def _looks_chinese(raw: bytes) -> bool:
    """Bytes beyond ASCII stand mostly in pairs, as in GBK; in western text mostly alone."""
    high = [byte >= 0x80 for byte in raw[:8192]]
    neighbours = zip([False, *high], high, [*high[1:], False], strict=False)
    alone = sum(here and not before and not after for before, here, after in neighbours)
    return sum(high) > 4 * alone
