"""Turns token ids into text as they come, a whole character at a time, at a constant cost per token.

Knows tokens as bytes: what a token stands for does not depend on its neighbours, and UTF-8 says where a character
ends. Decoders that this does not describe (WordPiece and rarer ones) are asked again over a short window.
"""

import codecs
import json
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import tokenizers

from chatapp.engine.ports import TextStream

SPACE_MARK = "▁"
WINDOW = 64


class TokenBytes(dict[int, bytes]):
    """The bytes of every token, worked out when first asked for: a whole vocabulary takes a tenth of a second. Ids that
    stand for no text (special tokens, holes in the vocabulary) have none.

    `stripped_spaces` is how many spaces the decoder takes from the front of a text, -1 for all of its first token.
    """

    def __init__(
        self, backend: tokenizers.Tokenizer, bytes_of: Callable[[str], bytes], stripped_spaces: int = 0
    ) -> None:
        super().__init__()
        self._backend = backend
        self._bytes_of = bytes_of
        self._special = {index for index, token in backend.get_added_tokens_decoder().items() if token.special}
        self.stripped_spaces = stripped_spaces

    def __missing__(self, token: int) -> bytes:
        word = None if token in self._special else self._backend.id_to_token(token)
        found = self[token] = self._bytes_of(word) if word is not None else b""
        return found


class ByteStream:
    """A TextStream over TokenBytes. `continues` keeps a space at the front: the text goes on from another."""

    def __init__(self, table: TokenBytes, *, continues: bool = False) -> None:
        self._of = table
        self._strip = 0 if continues else table.stripped_spaces
        self._utf8 = codecs.getincrementaldecoder("utf-8")("replace")

    def push(self, token: int) -> str:
        data = self._of[token]
        if not data:
            return ""
        if self._strip:
            data = self._stripped(data)
        return self._utf8.decode(data)

    def flush(self) -> str:
        return self._utf8.decode(b"", final=True)

    def _stripped(self, data: bytes) -> bytes:
        if self._strip < 0:
            self._strip = 0
            return data.replace(b" ", b"")
        spaces = min(self._strip, len(data) - len(data.lstrip(b" ")))
        # A text that starts with fewer spaces than may be taken keeps the rest of its spaces.
        self._strip = self._strip - spaces if spaces == len(data) else 0
        return data[spaces:]


class WindowStream:
    """A TextStream for any decoder: the last tokens are decoded again with each new one, and what grew is given out.

    The window slides on at a character's end, so that its length does not depend on the length of the text.
    """

    def __init__(self, backend: tokenizers.Tokenizer) -> None:
        self._backend = backend
        self._tokens: list[int] = []
        self._given = 0

    def push(self, token: int) -> str:
        self._tokens.append(token)
        text = self._decoded(self._tokens)
        if text.endswith("�") and len(self._tokens) < WINDOW:
            return ""
        new, self._given = text[self._given :], len(text)
        if len(self._tokens) >= WINDOW:
            self._tokens = self._tokens[-WINDOW // 4 :]
            self._given = len(self._decoded(self._tokens))
        return new

    def flush(self) -> str:
        text = self._decoded(self._tokens)
        new, self._given = text[self._given :], len(text)
        return new

    def _decoded(self, tokens: Sequence[int]) -> str:
        return str(self._backend.decode(list(tokens), skip_special_tokens=True))


class TextStreams:
    """Makes streams for one tokenizer, which share a table of bytes."""

    def __init__(self, backend: tokenizers.Tokenizer) -> None:
        self._backend = backend
        self._table = token_bytes(backend)

    def open(self, *, continues: bool = False) -> TextStream:
        if self._table is None:
            return WindowStream(self._backend)
        return ByteStream(self._table, continues=continues)

    def piece(self, token: int) -> bytes:
        """The bytes of one token by itself; b"" for a special one."""
        if self._table is not None:
            return self._table[token]
        return str(self._backend.decode([token], skip_special_tokens=True)).encode()


def token_bytes(backend: tokenizers.Tokenizer) -> TokenBytes | None:
    """None where the decoder does more than put bytes beside each other."""
    # The whole tokenizer as text would take long, and nobody else could run meanwhile.
    steps = _decoder_steps(json.loads(backend.decoder.__getstate__()) if backend.decoder is not None else None)
    kinds = [step["type"] for step in steps]
    if kinds == ["ByteLevel"]:
        return TokenBytes(backend, partial(_byte_level, spelling=_spelling()))
    if kinds and set(kinds) <= {"Replace", "ByteFallback", "Fuse", "Strip", "Metaspace"}:
        last = kinds.index("Fuse") if "Fuse" in kinds else len(kinds)
        if not all(_is_space_mark(step) for step in steps) or "Strip" in kinds[:last]:
            return None
        bytes_of = partial(_sentencepiece, falls_back="ByteFallback" in kinds)
        return TokenBytes(backend, bytes_of, _stripped_spaces(steps))
    return None


def _decoder_steps(decoder: dict[str, Any] | None) -> list[dict[str, Any]]:
    if decoder is None:
        return []
    return list(decoder["decoders"]) if decoder["type"] == "Sequence" else [decoder]


def _is_space_mark(step: dict[str, Any]) -> bool:
    """Whether `_sentencepiece` and `_stripped_spaces` do the work of this step."""
    match step["type"]:
        case "Replace":
            return bool(step["pattern"] == {"String": SPACE_MARK} and step["content"] == " ")
        case "Metaspace":
            return bool(step["replacement"] == SPACE_MARK)
        case "Strip":
            return bool(step["content"] == " " and step["stop"] == 0)
    return True


def _stripped_spaces(steps: Sequence[dict[str, Any]]) -> int:
    for step in steps:
        if step["type"] == "Strip":
            return int(step["start"])
        if step["type"] == "Metaspace" and step.get("prepend_scheme", "always") != "never":
            return -1
    return 0


def _spelling() -> dict[int, str]:
    """For str.translate: each character of the alphabet to that of its byte, what is not in it out of Latin-1."""
    alphabet = byte_level_alphabet()
    foreign = {byte: "\uffff" for byte in range(256) if chr(byte) not in alphabet.values()}
    return foreign | {ord(character): chr(byte) for byte, character in alphabet.items()}


def _byte_level(word: str, spelling: Mapping[int, str]) -> bytes:
    """A word with a character outside the alphabet is an added token, spelt as it is."""
    try:
        return word.translate(spelling).encode("latin-1")
    except UnicodeEncodeError:
        return word.encode()


def _sentencepiece(word: str, *, falls_back: bool) -> bytes:
    if falls_back and len(word) == 6 and word.startswith("<0x") and word.endswith(">"):
        try:
            return bytes([int(word[3:5], 16)])
        except ValueError:
            pass
    return word.replace(SPACE_MARK, " ").encode()


def byte_level_alphabet() -> dict[int, str]:
    """GPT-2's printable character for each byte: itself where it is visible, else one from U+0100 on."""
    visible = {*range(ord("!"), ord("~") + 1), *range(ord("¡"), ord("¬") + 1), *range(ord("®"), ord("ÿ") + 1)}
    hidden = [byte for byte in range(256) if byte not in visible]
    return {byte: chr(byte) for byte in visible} | {byte: chr(256 + place) for place, byte in enumerate(hidden)}
