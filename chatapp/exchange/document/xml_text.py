"""XML as it is written: elements from names, attributes and content, with everything escaped. Pure."""

import re
import unicodedata
from xml.sax.saxutils import escape, quoteattr

HEADER = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
IMPOSSIBLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
STRETCH = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]+")
"""Letters that are written from right to left."""


def element(name: str, attributes: dict[str, str] | None = None, *content: str) -> str:
    """`content` is XML already."""
    listed = "".join(f" {key}={quoteattr(possible(value))}" for key, value in (attributes or {}).items())
    inside = "".join(content)
    return f"<{name}{listed}>{inside}</{name}>" if inside else f"<{name}{listed}/>"


def possible(text: str) -> str:
    """Without the characters that XML has no way to hold."""
    return IMPOSSIBLE.sub("\ufffd", text)


def text_content(text: str) -> str:
    return escape(possible(text))


def is_right_to_left(text: str) -> bool:
    """As the first letter that has a direction says."""
    for sign in text:
        direction = unicodedata.bidirectional(sign)
        if direction in ("L", "R", "AL"):
            return direction != "L"
    return False
