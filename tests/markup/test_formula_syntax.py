import pytest

from chatapp.markup.formula_syntax import BLOCK, DISPLAY, INLINE, LONGEST
from chatapp.ui.markdown.parser import parse


def formulas(text: str) -> list[tuple[str, str]]:
    found = [(token.type, token.content) for token in parse(text).tokens if token.type == BLOCK and token.markup]
    for token in parse(text).tokens:
        found += [(child.type, child.content) for child in token.children or () if child.type in (INLINE, DISPLAY)]
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a $x^2$ b", [(INLINE, "x^2")]),
        (r"a \(x\) b", [(INLINE, "x")]),
        (r"a \[x\] b", [(DISPLAY, "x")]),
        ("a $$x$$ b", [(DISPLAY, "x")]),
        ("$$ x $$", [(BLOCK, "x")]),
        ("$$\nx\n- y\n= z\n$$\nafter", [(BLOCK, "x\n- y\n= z")]),
        ("para\n\\[\nx\n\\]\nmore", [(BLOCK, "x")]),
        ("- item\n  $$\n  x\n  $$\n- next", [(BLOCK, "x")]),
        ("> $$\n> x\n> $$", [(BLOCK, "x")]),
        ("\\begin{align}\na&=b\n\\end{align}", [(BLOCK, "\\begin{align}\na&=b\n\\end{align}")]),
        (r"a $x\$y$ b", [(INLINE, r"x\$y")]),
        ("| $x$ |\n|---|\n| $y$ |", [(INLINE, "x"), (INLINE, "y")]),
    ],
)
def test_formulas_are_found(text: str, expected: list[tuple[str, str]]) -> None:
    assert formulas(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "It costs $5 or $6.",
        "US$20/month, later US$200/month",
        "from $ 5 to $ 6",
        r"\$x\$",
        "`$x$`",
        "$5 for `x$`",
        "```\n$$\nx\n$$\n```",
        "    $$ x $$",
        "$$\nx\n\ny\n$$",
        r"\(  \)",
        "$",
        "$$",
        "a $" + "x" * LONGEST + "$ b",
        "\\begin{verbatim}\nx\n\\end{verbatim}",
    ],
)
def test_what_is_none(text: str) -> None:
    assert formulas(text) == []


def test_one_that_has_not_ended_is_shown_as_it_is_written() -> None:
    open_one = parse("Text:\n$$\nx\n- y").tokens[-1]
    assert (open_one.type, open_one.markup, open_one.content) == (BLOCK, "", "$$\nx\n- y")
