"""Text to token ids and back for one model, out of its folder's tokenizer.json; needs neither torch nor transformers.

Runs on the engine thread. What a person wrote can never act as a control token: see `encode`.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Any

import tokenizers

from chatapp.domain.message import Role
from chatapp.domain.prompt import Passage, Prompt, PromptTurn
from chatapp.engine.ports import Spelt, TextStream
from chatapp.lm.chat_template import ChatTemplate
from chatapp.lm.encoder import Encoder
from chatapp.lm.fill_tokens import ENDS, fill_tokens
from chatapp.lm.problems import model_file_error
from chatapp.lm.text_stream import TextStreams
from chatapp.lm.tokenizer_file import read_backend

TOKENIZER_FILE = "tokenizer.json"
CONFIG_FILE = "tokenizer_config.json"
TEMPLATE_FILE = "chat_template.jinja"
TOKEN_ROLES = ("bos_token", "eos_token", "unk_token", "pad_token")
COUNTS = 2000
"""Texts whose length in tokens is remembered, the latest ones: the turns of some conversations."""
NONCHARACTERS = "\ufdd0\ufdd1"
"""Code points that Unicode keeps out of texts for good: what cuts are marked with while a template is rendered."""


class FolderTokenizer:
    """An engine.ports.Tokenizer."""

    def __init__(self, backend: tokenizers.Tokenizer, template: ChatTemplate, roles: Mapping[str, str]) -> None:
        self._backend = backend
        self._template = template
        self._roles = dict(roles)
        special = [token.content for token in backend.get_added_tokens_decoder().values() if token.special]
        self._control = [word for word in special if len(word) > 1]
        self._encoder = Encoder(backend)
        self._streams = TextStreams(backend)
        self._counts: dict[bytes, int] = {}
        self._fill = fill_tokens(self._control_id)

    @property
    def can_fill(self) -> bool:
        return self._fill is not None

    @property
    def has_chat_template(self) -> bool:
        return self._template.is_own

    @property
    def template_fingerprint(self) -> str:
        return self._template.fingerprint

    @property
    def end_tokens(self) -> frozenset[int]:
        """The end-of-text token, and what the template writes after an assistant's turn if that is a special token."""
        found = {self._backend.token_to_id(self._roles.get("eos_token", ""))}
        if self._template.is_own:
            found.add(self._turn_end())
        return frozenset(token for token in found if token is not None)

    @property
    def text_ends(self) -> frozenset[int]:
        """What ends a text in training, where no turn does."""
        return frozenset(token for word in ENDS if (token := self._control_id(word)) is not None)

    def encode(self, prompt: Prompt) -> list[int]:
        """Control tokens spelt out in a turn's text are cut in two by a mark before the template sees them. The
        rendered text is then encoded in pieces between the marks, so that no piece holds one, and everything else,
        merges across turn and template included, is as in training."""
        if prompt.passage is not None and not prompt.turns:
            return self._passage(prompt.passage)
        start = prompt.passage.head + prompt.passage.before if prompt.passage is not None else prompt.answer_start
        mark = _mark_outside([*(turn.text for turn in prompt.turns), start])
        turns = [PromptTurn(turn.role, self._cut(turn.text, mark)) for turn in prompt.turns]
        text = self._template.render(turns) + self._answer_start(start, mark)
        ids = [] if self._template.is_own else self._text_start()
        for piece in text.split(mark):
            ids += self._encoder.ids(piece)
        return ids

    def spelt(self, text: str) -> Spelt:
        ids: list[int] = []
        ends: list[int] = []
        mark, begin = _mark_outside([text]), 0
        for piece in self._cut(text, mark).split(mark):
            found = self._backend.encode(piece, add_special_tokens=False)
            ids += found.ids
            ends += [begin + end for _, end in found.offsets]
            begin += len(piece)
        return Spelt(tuple(self._opening()), tuple(ids), tuple(ends))

    def decode(self, tokens: Sequence[int]) -> str:
        stream = self.text_stream()
        return "".join([*map(stream.push, tokens), stream.flush()])

    def piece(self, token: int) -> bytes:
        return self._streams.piece(token)

    def count(self, text: str) -> int:
        """Those of the texts asked for lately are known, by what tells them apart and not by themselves."""
        key = blake2b(text.encode(errors="surrogatepass"), digest_size=16).digest()
        count = self._counts.pop(key, None)
        if count is None:
            count = len(self._ids(text))
        self._counts[key] = count
        if len(self._counts) > COUNTS:
            del self._counts[next(iter(self._counts))]
        return count

    def forget(self) -> None:
        """What prompts were made of goes; what texts count is known by no text."""
        self._encoder.forget()

    def text_stream(self, *, continues: bool = False) -> TextStream:
        """`continues`: the text goes on from another one, so a space at its front is kept."""
        return self._streams.open(continues=continues)

    def _passage(self, passage: Passage) -> list[int]:
        """As it stands; with text behind it where the model knows tokens for that."""
        opening, before = self._text_start(), self._plain(passage.head + passage.before)
        if self._fill is None or not passage.after:
            return [*(opening or ([] if before else self._opening())), *before]
        fill = self._fill
        return [*opening, fill.before, *before, fill.after, *self._plain(passage.after), fill.gap]

    def _plain(self, text: str) -> list[int]:
        mark = _mark_outside([text])
        return [token for piece in self._cut(text, mark).split(mark) for token in self._encoder.ids(piece)]

    def _opening(self) -> list[int]:
        """What stands before a text, in training at the least: its start, or the end of another."""
        ends = (*ENDS[:2], self._roles.get("bos_token", ""), self._roles.get("eos_token", ""))
        found = [token for word in ends if (token := self._control_id(word)) is not None]
        return self._text_start() or found[:1] or [0]

    def _control_id(self, word: str) -> int | None:
        return self._backend.token_to_id(word) if word in self._control else None

    def _ids(self, text: str) -> list[int]:
        return list(self._backend.encode(text, add_special_tokens=False).ids)

    def _answer_start(self, text: str, mark: str) -> str:
        if not text:
            return ""
        # The plain transcript's "Assistant:" ends without the space that a text after it begins with.
        return self._cut(text if self._template.is_own else f" {text}", mark)

    def _cut(self, text: str, mark: str) -> str:
        """The mark after the first character of each control token spelt in the text, overlapping ones too."""
        starts = {start for word in self._control for start in _places(text, word)}
        for start in sorted(starts, reverse=True):
            text = text[: start + 1] + mark + text[start + 1 :]
        return text

    def _text_start(self) -> list[int]:
        """What the tokenizer itself puts before any text: BOS or nothing. A chat template writes its own."""
        with_start, plain = self._backend.encode("a").ids, self._ids("a")
        for place in range(len(with_start)):
            if with_start[place : place + len(plain)] == plain:
                return list(with_start[:place])
        return []

    def _turn_end(self) -> int | None:
        answer = NONCHARACTERS
        turns = (PromptTurn(Role.USER, "a"), PromptTurn(Role.ASSISTANT, answer))
        after = self._template.render(turns, is_open=False).rpartition(answer)[2].lstrip()
        found = [word for word in self._control if after.startswith(word)]
        return self._backend.token_to_id(max(found, key=len)) if found else None


def _mark_outside(texts: Iterable[str]) -> str:
    everything = "".join(texts)
    mark = NONCHARACTERS[0]
    while mark in everything:
        mark += NONCHARACTERS[1]
    return mark


def _places(text: str, word: str) -> Iterable[int]:
    place = text.find(word)
    while place >= 0:
        yield place
        place = text.find(word, place + 1)


def read_tokenizer(folder: Path, name: str) -> FolderTokenizer:
    """ProblemError naming `name` and the file that is missing or damaged."""
    path = folder / TOKENIZER_FILE
    if not path.is_file():
        raise model_file_error(name, f"it has no {TOKENIZER_FILE}, so text cannot be turned into tokens")
    try:
        backend = read_backend(path)
    except Exception as error:  # the library raises Exception itself
        raise model_file_error(name, f"{TOKENIZER_FILE} is damaged", str(error)) from error
    backend.no_truncation()
    backend.no_padding()
    config = read_json(folder / CONFIG_FILE, name) if (folder / CONFIG_FILE).is_file() else {}
    roles = {role: word for role in TOKEN_ROLES if (word := _spelling(config.get(role))) is not None}
    source = template_source(folder, config)
    return FolderTokenizer(backend, ChatTemplate(source, roles, name), roles)


def read_json(path: Path, name: str) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise model_file_error(name, f"{path.name} is missing or damaged", str(error)) from error
    if not isinstance(content, dict):
        raise model_file_error(name, f"{path.name} does not hold what it should")
    return content


def _spelling(token: object) -> str | None:
    """A special token stands in the configuration as a string or as an object around one."""
    if isinstance(token, dict):
        token = token.get("content")
    return token if isinstance(token, str) else None


def template_source(folder: Path, config: Mapping[str, Any]) -> str | None:
    """The chat template, out of its own file or the configuration; None for a base model."""
    path = folder / TEMPLATE_FILE
    if path.is_file():
        return path.read_text(encoding="utf-8")
    source = config.get("chat_template")
    if isinstance(source, list):  # several, by name
        by_name = {entry.get("name"): entry.get("template") for entry in source if isinstance(entry, dict)}
        source = by_name.get("default")
    return source if isinstance(source, str) and source.strip() else None
