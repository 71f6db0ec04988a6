"""Markdown text to tokens, of a whole text or of a block and what it may refer to. GUI thread."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from markdown_it.token import Token

from chatapp.markup.grammar import grammar

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_DEFINITION = re.compile(r" {0,3}\[[^\]\n^][^\]\n]*\]:")


@dataclass(frozen=True, slots=True)
class Parsed:
    """Tokens of a text, and the link definitions that it may use or has made."""

    tokens: list[Token]
    references: dict[str, Any] = field(default_factory=dict)
    has_footnotes: bool = False

    def looks_around(self, known: Mapping[str, Any] | None = None) -> bool:
        """Whether a block may depend on one far from it, which only the whole text settles, or what is known of it."""
        return bool(self.references.keys() - (known or {}).keys()) or self.has_footnotes


def parse(text: str, references: dict[str, Any] | None = None) -> Parsed:
    """Never raises: what the parser can't take comes back as one paragraph of plain text."""
    env: dict[str, Any] = {"references": dict(references or {})}
    try:
        tokens = grammar().parse(text, env)
    except Exception:
        # A model can write anything, and an answer that can't be read as Markdown must still be read.
        return Parsed(_plain(text))
    return Parsed(tokens, env["references"], any(env.get("footnotes", {}).values()))


def definitions_of(text: str) -> dict[str, Any]:
    """The link definitions of a text, found without reading the rest of it."""
    lines = text.split("\n")
    found: list[str] = []
    fence = ""
    for number, line in enumerate(lines):
        mark = _FENCE.match(line)
        if mark is not None and (not fence or mark[1].startswith(fence)):
            fence = "" if fence else mark[1]
        elif not fence and _DEFINITION.match(line):
            found.append("\n".join(lines[number : number + 3]))
    references = parse("\n\n".join(found)).references if found else {}
    return {label: value for label, value in references.items() if not label.startswith("^")}


def _plain(text: str) -> list[Token]:
    lines = text.count("\n") + 1
    content = Token("inline", "", 0, map=[0, lines], level=1, content=text)
    content.children = [Token("text", "", 0, content=text)]
    opening = Token("paragraph_open", "p", 1, map=[0, lines], block=True)
    return [opening, content, Token("paragraph_close", "p", -1, block=True)]
