"""Markdown text to tokens: CommonMark, tables, strikethrough, task lists, footnotes, bare links, formulas.

Raw HTML is text.
"""

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.gfm_autolink import gfm_autolink_plugin
from mdit_py_plugins.tasklists import tasklists_plugin

from chatapp.ui.markdown.formula_syntax import formula_plugin


@dataclass(frozen=True, slots=True)
class Parsed:
    """Tokens of a text, and the link definitions that it may use or has made."""

    tokens: list[Token]
    references: dict[str, Any] = field(default_factory=dict)
    has_footnotes: bool = False

    @property
    def looks_around(self) -> bool:
        """Whether a block may depend on one far from it, which only the whole text settles."""
        return bool(self.references) or self.has_footnotes


@cache
def _markdown() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    return markdown.use(tasklists_plugin).use(footnote_plugin).use(gfm_autolink_plugin).use(formula_plugin)


def parse(text: str, references: dict[str, Any] | None = None) -> Parsed:
    """Never raises: what the parser can't take comes back as one paragraph of plain text."""
    env: dict[str, Any] = {"references": dict(references or {})}
    try:
        tokens = _markdown().parse(text, env)
    except Exception:
        # A model can write anything, and an answer that can't be read as Markdown must still be read.
        return Parsed(_plain(text))
    return Parsed(tokens, env["references"], any(env.get("footnotes", {}).values()))


def _plain(text: str) -> list[Token]:
    lines = text.count("\n") + 1
    content = Token("inline", "", 0, map=[0, lines], level=1, content=text)
    content.children = [Token("text", "", 0, content=text)]
    opening = Token("paragraph_open", "p", 1, map=[0, lines], block=True)
    return [opening, content, Token("paragraph_close", "p", -1, block=True)]
