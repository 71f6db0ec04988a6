"""Sets a formula of LaTeX as lines and curves. Pure, on any thread; the first one loads the mathematical font."""

import re
from dataclasses import dataclass
from functools import cache
from html import unescape
from types import ModuleType

EM = 32.0  # pixels for one em of a drawing
INK = "black"  # of what has no colour of its own

_UNKNOWN = re.compile(r">\s*\\[A-Za-z]")
_TEXT = re.compile(r"<m(?:i|n|o|text|s)\b[^>]*>([^<]*)<")
_NUMBERED = re.compile(r"\\(begin|end)\{(align|alignat|gather|equation|multline|eqnarray)\}")
_WITHOUT_LOOK = re.compile(r"\\(?:label\{[^{}]*\}|nonumber\b|notag\b)")
_TAG = re.compile(r"\\tag\*?\{([^{}]*)\}")
_OPERATOR = re.compile(r"\\mathop\s*\{\s*(?:\\(?:mathrm|text|rm)\s*)?\{?([A-Za-z ]+)\}?\s*\}")
_VIEW_BOX = re.compile(r'viewBox="([^"]*)"')
_LARGEST = 400.0  # em; a larger one is nonsense


@dataclass(frozen=True, slots=True)
class Formula:
    latex: str
    is_display: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """SVG, and its size in em: the line it stands on is `ascent` below the top and `depth` above the bottom."""

    svg: str
    width: float
    ascent: float
    depth: float


def typeset(formula: Formula) -> Drawing | None:
    """None for what is no LaTeX, or has a command or a character that nobody here can draw."""
    try:
        library = _library()
        mathml = library.tex.tex2mml(_plainer(formula.latex), inline=not formula.is_display)
        if _UNKNOWN.search(mathml) or not _can_draw(mathml):
            return None
        svg = library.Math(mathml, size=EM).svg()
        _, top, width, height = (float(number) / EM for number in _VIEW_BOX.findall(svg)[0].split())
    except Exception:
        # A model can write anything; what is no formula is shown as it was written.
        return None
    if not (0 < width < _LARGEST and 0 < height < _LARGEST):
        return None
    return Drawing(svg, width, -top, height + top)


def _plainer(latex: str) -> str:
    """The same to the eye, in words that the library knows."""
    latex = _WITHOUT_LOOK.sub("", latex)
    latex = _NUMBERED.sub(r"\\\1{\2*}", latex)
    latex = _TAG.sub(r"\\qquad(\\text{\1})", latex)
    return _OPERATOR.sub(r"\\operatorname{\1}", latex)


def _can_draw(mathml: str) -> bool:
    font = _library().zmath.loadedfonts["default"]
    characters = {character for text in _TEXT.findall(mathml) for character in unescape(text)}
    return all(character.isspace() or font.glyphindex(character) > 0 for character in characters)


@cache
def _library() -> ModuleType:
    """Loaded with the first formula: it reads a font of 1.5 MB."""
    import ziamath
    from ziamath.config import config

    config.svg2 = False  # Qt knows no symbols that have a view box
    return ziamath
