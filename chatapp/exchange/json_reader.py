"""Reads JSON value by value from a stream of bytes, so that a file of any size needs the memory of its largest value.

Python's own decoder does the work, on a window of text: where a value does not end within it, the window doubles. What
is wrong in the file is told with its place: byte and line.
"""

import codecs
import json
from collections.abc import Callable, Iterator
from typing import IO

from chatapp.domain.errors import Problem, ProblemError
from chatapp.exchange import problems

WINDOW = 1 << 20  # characters
LARGEST = 1 << 28  # of one value; a conversation of more is no conversation
SPACE = " \t\n\r"
NEAR_THE_END = 16  # characters: no token that the decoder rejects as a whole is longer, but for strings
DIGITS = frozenset("0123456789")
EXPONENTS = (".", "e", "E", "e+", "e-", "E+", "E-")  # what a number that was cut off can leave behind its whole part
LONGEST_EXPONENT = 2
LONGEST_ESCAPE = 6
WORDS = ("true", "false", "null", "NaN", "Infinity", "-Infinity")


class JsonReader:
    """`advanced` is told how many bytes have been taken from the file so far."""

    def __init__(self, file: IO[bytes], name: str, advanced: Callable[[int], None] | None = None) -> None:
        self._file = file
        self._name = name
        self._advanced = advanced
        self._decode = codecs.getincrementaldecoder("utf-8-sig")("replace").decode
        self._scan = json.JSONDecoder().raw_decode
        self._text = ""
        self._at = 0
        self._is_over = False
        self._taken = 0
        self._byte, self._line = 0, 1  # of the beginning of the window

    def peek(self) -> str:
        """The next character that is no space, "" at the end of the file."""
        while True:
            while self._at < len(self._text) and self._text[self._at] in SPACE:
                self._at += 1
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._refill(1):
                return ""

    def value(self, reading: str) -> object:
        """The next value as a whole. `reading` says what it is, for the case that it is not there."""
        self.peek()
        while True:
            try:
                value, end = self._scan(self._text, self._at)
                if not self._may_go_on(end):
                    self._at = end
                    return value
            except json.JSONDecodeError as error:
                if not self._is_cut(error):
                    raise ProblemError(self._malformed(reading, error.pos, error.msg)) from error
            except (ValueError, RecursionError) as error:
                raise ProblemError(self._malformed(reading, self._at, str(error))) from error
            length = len(self._text) - self._at
            if length > LARGEST:
                raise ProblemError(self._malformed(reading, self._at, f"no end within {LARGEST:,} characters"))
            if self._is_over:
                raise ProblemError(self._cut_short(reading))
            self._refill(length)

    def elements(self, reading: Callable[[int], str]) -> Iterator[object]:
        """The elements of the array that begins here; `reading` names one by its number, from 1."""
        self._expect("[", reading(1))
        number = 1
        if self.peek() == "]":
            self._at += 1
            return
        while True:
            yield self.value(reading(number))
            if not self._goes_on("]", reading(number)):
                return
            number += 1

    def keys(self, reading: str) -> Iterator[str]:
        """The keys of the object that begins here; the value of each has to be taken before the next is asked for."""
        self._expect("{", reading)
        if self.peek() == "}":
            self._at += 1
            return
        while True:
            key = self.value(reading)
            self._expect(":", reading)
            yield str(key)
            if not self._goes_on("}", reading):
                return

    def end(self, reading: str) -> None:
        """Nothing may follow."""
        if self.peek():
            raise ProblemError(self._malformed(reading, self._at, "something follows the end"))

    def _expect(self, character: str, reading: str) -> None:
        found = self.peek()
        if not found:
            raise ProblemError(self._cut_short(reading))
        if found != character:
            raise ProblemError(self._malformed(reading, self._at, f"{found!r} where {character!r} belongs"))
        self._at += 1

    def _goes_on(self, last: str, reading: str) -> bool:
        """Past the comma or the end; False for the end."""
        if self.peek() == last:
            self._at += 1
            return False
        self._expect(",", f"what follows {reading}")
        return True

    def _may_go_on(self, end: int) -> bool:
        """Whether what was decoded may be the beginning of a longer number."""
        if self._text[end - 1] not in DIGITS:
            return False
        rest = self._text[end:]
        return rest in EXPONENTS if self._is_over else len(rest) < LONGEST_EXPONENT + 1

    def _is_cut(self, error: json.JSONDecodeError) -> bool:
        """Whether more of the file could make it right."""
        if error.msg.startswith("Unterminated string"):
            return True
        if not self._is_over:
            return len(self._text) - error.pos <= NEAR_THE_END
        rest = self._text[error.pos :].strip(SPACE)
        is_escape = "escape" in error.msg and len(rest) <= LONGEST_ESCAPE and '"' not in rest
        is_number = rest in EXPONENTS and self._text[error.pos - 1] in DIGITS
        return is_escape or is_number or any(word.startswith(rest) for word in WORDS)

    def _refill(self, wanted: int) -> bool:
        """Drops what was read and takes at least one character more; False at the end of the file."""
        dropped = self._text[: self._at]
        self._byte += len(dropped) if dropped.isascii() else len(dropped.encode("utf-8", "replace"))
        self._line += dropped.count("\n")
        self._text, self._at = self._text[self._at :], 0
        added = ""
        while not added and not self._is_over:
            raw = self._file.read(max(WINDOW, wanted))
            self._is_over = not raw
            added = self._decode(raw, final=self._is_over)
            self._taken += len(raw)
        self._text += added
        if self._advanced is not None:
            self._advanced(self._taken)
        return bool(added)

    def _place(self, at: int) -> str:
        before = self._text[:at]
        byte = self._byte + len(before.encode("utf-8", "replace"))
        return f"byte {byte:,}, line {self._line + before.count(chr(10)):,}"

    def _cut_short(self, reading: str) -> Problem:
        return problems.cut_short(self._name, reading, self._place(len(self._text)))

    def _malformed(self, reading: str, at: int, details: str) -> Problem:
        return problems.malformed(self._name, reading, self._place(at), details)
