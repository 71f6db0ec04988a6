"""A long text in parts, so that a change copies one part and not all of it. Pure."""

PART = 16_384
"""Characters of a part when it is cut; one may grow to twice as many."""


class Rope:
    def __init__(self, text: str = "") -> None:
        self._parts = _cut(text)
        self._whole: str | None = text

    @property
    def text(self) -> str:
        """Put together when it is asked for, and kept until the next change."""
        if self._whole is None:
            self._whole = "".join(self._parts)
        return self._whole

    def part(self, start: int, end: int) -> str:
        if start >= end:
            return ""
        first, before = self._find(start)
        last, _ = self._find(end)
        return "".join(self._parts[first : last + 1])[start - before : end - before]

    def replace(self, start: int, end: int, inserted: str) -> None:
        first, before = self._find(start)
        last, _ = self._find(end)
        joined = "".join(self._parts[first : last + 1])
        joined = joined[: start - before] + inserted + joined[end - before :]
        self._parts[first : last + 1] = _cut(joined) if len(joined) > 2 * PART else [joined]
        self._whole = None

    def _find(self, place: int) -> tuple[int, int]:
        """The part that has it, or that ends there, and where that part begins."""
        before = 0
        for number, part in enumerate(self._parts):
            if place <= before + len(part):
                return number, before
            before += len(part)
        return len(self._parts) - 1, before - len(self._parts[-1])


def _cut(text: str) -> list[str]:
    return [text[start : start + PART] for start in range(0, len(text), PART)] or [""]
