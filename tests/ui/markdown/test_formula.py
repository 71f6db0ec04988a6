import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatapp.ui.markdown.formula import Drawing, Formula, typeset

PARTS = st.sampled_from(
    ["x", "2", "+", "^", "_", "{", "}", "\\frac", "\\sqrt", "\\left(", "\\right)", "&", "\\\\", " ", "\\text{a}", "中"]
)


def drawn(latex: str, *, is_display: bool = True) -> Drawing:
    drawing = typeset(Formula(latex, is_display))
    assert drawing is not None
    return drawing


@pytest.mark.parametrize(
    "latex",
    [
        r"E = mc^2",
        r"\frac{-b \pm \sqrt{b^2-4ac}}{2a}",
        r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}",
        r"\begin{align} a &= b \\ &= c \end{align}",
        r"\begin{cases} x & \text{if } x>0 \\ -x & \text{otherwise} \end{cases}",
        r"\mathop{\mathrm{argmin}}_x f(x) \tag{1} \label{eq:min}",
        r"\mathbb{E}[X] = \sum_{i} p_i x_i \quad \forall x \in \mathcal{X}",
    ],
)
def test_what_models_write_is_drawn(latex: str) -> None:
    drawing = drawn(latex)
    assert drawing.svg.startswith("<svg")
    assert drawing.width > 0
    assert drawing.ascent > 0


@pytest.mark.parametrize(
    "latex", ["", r"\frac{a", "x^", r"\unheard{x}", r"\text{中文}", r"\ce{H2O}", "{" * 400, "\x00"]
)
def test_what_can_not_be_drawn_is_none(latex: str) -> None:
    assert typeset(Formula(latex, is_display=False)) is None


def test_limits_stand_above_and_below_only_in_a_formula_of_its_own() -> None:
    inline, display = drawn(r"\sum_{i=1}^n", is_display=False), drawn(r"\sum_{i=1}^n")
    assert display.ascent + display.depth > inline.ascent + inline.depth


def test_a_fraction_reaches_below_the_line() -> None:
    assert drawn(r"\frac{1}{2}").depth > 0.4 > drawn("x").depth


@given(st.lists(PARTS, max_size=12).map("".join))
@settings(max_examples=60, deadline=None)
def test_it_never_raises(latex: str) -> None:
    drawing = typeset(Formula(latex, is_display=True))
    assert drawing is None or drawing.width > 0
