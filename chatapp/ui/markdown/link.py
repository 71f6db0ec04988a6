"""Which addresses a reader may click, and that nothing else in a document is ever fetched. Pure."""

from urllib.parse import urlsplit

ALLOWED_SCHEMES = frozenset(("http", "https", "mailto"))


def is_clickable(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme.lower() in ALLOWED_SCHEMES and bool(parts.netloc or parts.path)
