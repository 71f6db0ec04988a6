import pytest

from chatapp.ui.drafting.highlighter import fence_of, state_of
from chatapp.ui.drafting.syntax import Part, fence_after, pieces, spans


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
