"""What the styles of an ODT say: marks, kinds of paragraphs, lists. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from chatapp.exchange.document.docx_looks import number
from chatapp.markup.flow import Alignment, Mark

SIDES = {"start": Alignment.LEFT, "left": Alignment.LEFT, "center": Alignment.CENTRE} | {
    "end": Alignment.RIGHT,
    "right": Alignment.RIGHT,
}
WORDS = {"Formula": Mark.FORMULA} | dict.fromkeys(
    ["Source_20_Text", "Source_Text", "Teletype", "Verbatim_20_Char", "HTML_20_Code", "Inline_20_Code"], Mark.CODE
)
BOLD = ("bold", "600", "700", "800", "900")


@dataclass(frozen=True, slots=True)
class OdtStyle:
    name: str
    parent: str
    words: Element | None
    paragraph: Element | None
    is_own: bool  # made for a stretch or a paragraph, not chosen from the menu


class OdtLooks:
    def __init__(self, *trees: Element | None) -> None:
        self._styles: dict[tuple[str, str], OdtStyle] = {}
        self._lists: dict[str, Element] = {}
        for tree in trees:
            for group in ("styles", "automatic-styles"):
                for one in tree.iterfind(group + "/*") if tree is not None else ():
                    self._take(one, is_own=group != "styles")

    def _take(self, one: Element, *, is_own: bool) -> None:
        name = one.get("name", "")
        if one.tag == "list-style":
            self._lists[name] = one
        elif one.tag == "style":
            words, paragraph = one.find("text-properties"), one.find("paragraph-properties")
            found = OdtStyle(name, one.get("parent-style-name", ""), words, paragraph, is_own)
            self._styles[one.get("family", ""), name] = found

    def chain(self, family: str, name: str) -> Iterator[OdtStyle]:
        seen = set[str]()
        while (family, name) in self._styles and name not in seen:
            seen.add(name)
            yield self._styles[family, name]
            name = self._styles[family, name].parent

    def names(self, name: str) -> list[str]:
        """Of a paragraph's style and those it is made from."""
        return [name, *(style.parent for style in self.chain("paragraph", name))]

    def marks(self, name: str) -> dict[Mark, bool]:
        """What a stretch's style says of each mark."""
        found: dict[Mark, bool] = {}
        for style in self.chain("text", name):
            if style.name in WORDS:
                found.setdefault(WORDS[style.name], True)
            _add_marks(found, style)
        if name in WORDS:
            found[WORDS[name]] = True
        return found

    def paragraph_marks(self, name: str) -> dict[Mark, bool]:
        """Of its own style alone: how headings and quotations look goes without saying."""
        found: dict[Mark, bool] = {}
        for style in self.chain("paragraph", name):
            if style.is_own:
                _add_marks(found, style)
        return found

    def alignment(self, name: str) -> Alignment:
        for style in self.chain("paragraph", name):
            side = style.paragraph.get("text-align") if style.paragraph is not None and style.is_own else None
            if side is not None:
                return SIDES.get(side, Alignment.NONE)
        return Alignment.NONE

    def is_fancy(self, name: str) -> bool:
        words = [style.words for style in self.chain("text", name) if style.is_own and style.words is not None]
        return any(
            one.get("text-underline-style", "none") != "none"
            or one.get("text-position", "0%").split("%")[0] not in ("", "0")
            or one.get("color", "#000000") not in ("#000000", "inherit")
            for one in words
        )

    def start(self, style: str, level: int) -> int | None:
        """Where a list of that style begins at a level; None for bullets."""
        tree = self._lists.get(style)
        for one in tree if tree is not None else ():
            if one.get("level") == str(level):
                is_number = one.tag == "list-level-style-number" and bool(one.get("num-format"))
                return (number(one.get("start-value")) or 1) if is_number else None
        return None


def _add_marks(found: dict[Mark, bool], style: OdtStyle) -> None:
    if style.words is None:
        return
    weight, slant = style.words.get("font-weight"), style.words.get("font-style")
    through = style.words.get("text-line-through-style")
    if weight is not None:
        found.setdefault(Mark.STRONG, weight in BOLD)
    if slant is not None:
        found.setdefault(Mark.EMPHASIS, slant in ("italic", "oblique"))
    if through is not None:
        found.setdefault(Mark.STRIKE, through != "none")
