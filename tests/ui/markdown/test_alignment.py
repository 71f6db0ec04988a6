from hypothesis import given
from hypothesis import strategies as st

from chatapp.ui.markdown.alignment import Alignment
from chatapp.ui.markdown.document import AnswerDocument
from chatapp.ui.markdown.look import Look


def seen(source: str, look: Look, part: str) -> str | None:
    """What the document shows of a part of its source."""
    document = AnswerDocument(look)
    document.append(source)
    document.finish()
    shown = document.toPlainText()
    start = source.index(part)
    found = Alignment(source, shown).shown_range(start, start + len(part))
    return None if found is None else shown[slice(*found)]


@given(st.text(st.sampled_from("ab cd.,;:你好é\n"), max_size=80))
def test_a_text_without_marks_stands_where_it_stood(text: str) -> None:
    alignment = Alignment(text, text)
    for start in range(len(text)):
        for end in range(start + 1, min(len(text), start + 12) + 1):
            stripped = text[start:end].strip()
            found = alignment.shown_range(start, end)
            assert ("" if found is None else text[slice(*found)].strip()) == stripped


@given(st.text(max_size=60), st.text(max_size=60))
def test_whatever_the_texts_are_places_lie_within_them(source: str, shown: str) -> None:
    alignment = Alignment(source, shown)
    for start in range(len(source)):
        found = alignment.shown_range(start, start + 1)
        if found is not None:
            assert shown[slice(*found)] == source[start]
            assert alignment.source_place(found[0]) == start


def test_marks_are_left_out(look: Look) -> None:
    lists = "1. One `x_y` thing\n2. Two [words](https://example.org) more"
    source = f"# The **bold** cat\n\n{lists}\n\n```python\na = 1\n```\n\nEnd."
    assert seen(source, look, "bold") == "bold"
    assert seen(source, look, " **bold") == "bold"
    assert seen(source, look, "**") is None
    assert seen(source, look, "x_y` thing") == "x_y thing"
    assert seen(source, look, "words](https://example.org) more") == "words more"
    assert seen(source, look, "a = 1") == "a = 1"
    assert seen(source, look, "End.") == "End."


def test_tables_and_chinese(look: Look) -> None:
    source = "| 名字 | 年龄 |\n| --- | --- |\n| 小明 | 12 |\n\n**你好**，世界"
    assert seen(source, look, "小明") == "小明"
    assert seen(source, look, "12") == "12"
    assert seen(source, look, "你好**，世") == "你好，世"
