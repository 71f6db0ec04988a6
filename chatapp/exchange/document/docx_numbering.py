"""The lists of a DOCX: which paragraph has which bullet or number. Counts as it is asked, in the document's order."""

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from chatapp.exchange.document.docx_looks import left_of, number, value_of
from chatapp.exchange.document.nesting import Numbered


@dataclass(frozen=True, slots=True)
class Level:
    form: str
    start: int
    left: int | None


@dataclass(slots=True)
class Numbering:
    _levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, tree: Element | None) -> "Numbering":
        if tree is None:
            return cls()
        abstract = {one.get("abstractNumId", ""): _levels(one, {}) for one in tree.findall("abstractNum")}
        levels: dict[str, dict[int, Level]] = {}
        for one in tree.findall("num"):
            known = abstract.get(value_of(one, "abstractNumId") or "", {})
            levels[one.get("numId", "")] = _overridden(one, known)
        return cls(levels)

    def item(self, properties: Element) -> tuple[Numbered | None, int | None]:
        """What a paragraph's numPr makes it, and how far that is indented. One without any sign is no item: it goes on
        with the one before."""
        key = value_of(properties, "numId") or "0"
        depth = max(0, min(8, number(value_of(properties, "ilvl")) or 0))
        level = self._levels.get(key, {}).get(depth)
        if level is None or level.form == "none":
            return None, level.left if level is not None else None
        if level.form == "bullet":
            return Numbered(key, depth, None), level.left
        counts = self._counts.setdefault(key, {})
        counts[depth] = counts[depth] + 1 if depth in counts else level.start
        for deeper in [one for one in counts if one > depth]:
            del counts[deeper]
        return Numbered(key, depth, counts[depth]), level.left


def _levels(tree: Element, known: dict[int, Level]) -> dict[int, Level]:
    return known | {number(one.get("ilvl")) or 0: _level(one) for one in tree.findall("lvl")}


def _overridden(tree: Element, known: dict[int, Level]) -> dict[int, Level]:
    levels = dict(known)
    for one in tree.findall("lvlOverride"):
        depth = number(one.get("ilvl")) or 0
        levels = _levels(one, levels)
        start = number(value_of(one, "startOverride"))
        if start is not None and depth in levels:
            levels[depth] = Level(levels[depth].form, max(0, start), levels[depth].left)
    return levels


def _level(tree: Element) -> Level:
    start = number(value_of(tree, "start"))
    form = value_of(tree, "numFmt") or "decimal"
    if form == "bullet" and (value_of(tree, "lvlText") or "").isspace():
        form = "none"
    return Level(form, 1 if start is None else max(0, start), left_of(tree.find("pPr")))
