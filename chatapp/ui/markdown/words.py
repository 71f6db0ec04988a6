"""What an answer says, block by block, without laying it out. GUI thread; a pure function of the text.

The same words in the same order as its document shows: what is out of view can be searched and copied.
"""

from collections.abc import Callable, Mapping, Sequence

from markdown_it.token import Token

from chatapp.markup.formula_syntax import BLOCK, DISPLAY, INLINE
from chatapp.ui.markdown.document import clean
from chatapp.ui.markdown.inline import CHECKED, UNCHECKED, footnote_mark, words_of_image
from chatapp.ui.markdown.parser import parse

_CODE = ("fence", "code_block")


def blocks_of(text: str) -> list[str]:
    """Each as one text; a block of code line by line, a table cell by cell."""
    found: list[str] = []
    for token in parse(clean(text)).tokens:
        if token.type == "inline":
            found.append(_inline(token.children or ()))
        elif token.type in _CODE:
            found += token.content.removesuffix("\n").split("\n")
        elif token.type == BLOCK:
            found.append(token.markup or token.content)
        elif token.type in ("hr", "footnote_block_open"):
            found.append("")
    return found


def _inline(tokens: Sequence[Token]) -> str:
    return "".join(_leaf(token) for token in tokens)


def _leaf(token: Token) -> str:
    say = _LEAVES.get(token.type)
    if say is not None:
        return say(token)
    return token.content if token.nesting == 0 else ""


_LEAVES: Mapping[str, Callable[[Token], str]] = {
    "hardbreak": lambda _: "\n",
    "softbreak": lambda _: "\n",
    "image": lambda token: words_of_image(token) or str(token.attrs.get("src", "")),
    "footnote_ref": footnote_mark,
    "footnote_anchor": lambda _: "",
    "html_inline": lambda token: CHECKED if 'checked="' in token.content else UNCHECKED,
    INLINE: lambda token: token.markup,
    DISPLAY: lambda token: token.markup,
}
