from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatapp.ui.drafting.highlighter import fence_of, state_of
from chatapp.ui.drafting.syntax import Part, Span, fence_after, pieces, spans

SPANS = st.builds(
    lambda one, other, part: Span(min(one, other), max(one, other), part),
    st.integers(0, 12),
    st.integers(0, 12),
    st.sampled_from(Part),
)


class Counted(list[Span]):
    """How often one of them is looked at."""

    looks = 0

    def __getitem__(self, place: int) -> Span:  # type: ignore[override]  # no slices are asked for
        self.looks += 1
        return super().__getitem__(place)


def parts(line: str, fence: str = "") -> list[tuple[str, Part]]:
    return [(line[span.start : span.end], span.part) for span in spans(line, fence)]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("plain words, 2 * 3 * 4 and snake_case_names", []),
        ("# Head", [("# Head", Part.HEADING_1), ("# ", Part.MARK)]),
        ("#### Deep", [("#### Deep", Part.HEADING_3), ("#### ", Part.MARK)]),
        ("#no heading", []),
        ("a *b* c", [("b", Part.EMPHASIS), ("*", Part.MARK), ("*", Part.MARK)]),
        ("**春天**来了", [("春天", Part.STRONG), ("**", Part.MARK), ("**", Part.MARK)]),
        ("~~gone~~", [("gone", Part.STRUCK), ("~~", Part.MARK), ("~~", Part.MARK)]),
        ("`*code*`", [("`*code*`", Part.CODE), ("`", Part.MARK), ("`", Part.MARK)]),
        ("- [x] done", [("- [x] ", Part.MARK)]),
        ("12. twelfth", [("12. ", Part.MARK)]),
        ("> said", [("> said", Part.QUOTE), ("> ", Part.MARK)]),
        ("---", [("---", Part.MARK)]),
        ("[here](https://a.b)", [("[here](https://a.b)", Part.MARK), ("here", Part.LINK)]),
        ("```py", [("```py", Part.FENCED)]),
    ],
)
def test_parts_of_a_line(line: str, expected: list[tuple[str, Part]]) -> None:
    assert parts(line) == expected


def test_emphasis_in_emphasis_is_both() -> None:
    line = "**a *b* c**"
    found = {line[start:end]: set(kinds) for start, end, kinds in pieces(list(spans(line, "")))}
    assert found["b"] == {Part.STRONG, Part.EMPHASIS}
    assert found["a "] == {Part.STRONG}


def test_a_code_block_goes_on_until_its_own_marks() -> None:
    fence = ""
    seen = []
    for line in ("~~~~", "*no emphasis*", "```", "~~~", "~~~~", "*yes*"):
        seen.append([part for _, part in parts(line, fence)][:1])
        fence = fence_after(line, fence)
        assert fence_of(state_of(fence)) == fence
    assert seen == [[Part.FENCED]] * 5 + [[Part.EMPHASIS]]
    assert fence == ""


def test_code_in_a_line_of_three_marks_opens_no_block() -> None:
    assert fence_after("```code``` in a line", "") == ""


@given(st.lists(SPANS, max_size=12))
def test_a_piece_is_everything_that_reaches_over_it(found: list[Span]) -> None:
    borders = sorted({border for span in found for border in (span.start, span.end)})
    plainly = [
        (start, end, tuple(span.part for span in found if span.start <= start and end <= span.end))
        for start, end in pairwise(borders)
    ]
    assert list(pieces(found)) == [piece for piece in plainly if piece[2]]


def test_a_longer_line_costs_no_more_than_its_length() -> None:
    def looks(count: int) -> int:
        found = Counted(spans("some *words* and **more** of them " * count, ""))
        assert len(list(pieces(found))) == 6 * count
        return found.looks

    assert looks(200) < 2.1 * looks(100)
