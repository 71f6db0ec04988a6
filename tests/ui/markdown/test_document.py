"""Streaming equals whole; nothing is fetched; nothing makes it raise."""

from itertools import pairwise
from time import perf_counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QUrl
from PySide6.QtGui import QTextDocument, QTextTable

from chatapp.ui.markdown import document as module
from chatapp.ui.markdown.document import AnswerDocument, PlainDocument
from chatapp.ui.markdown.look import Look
from chatapp.ui.markdown.paragraph import LONGEST
from chatapp.ui.markdown.parser import definitions_of
from chatapp.ui.markdown.table_parts import CELLS
from chatapp.ui.plain_text import text_of
from tests.ui.markdown.outline import outline

SAMPLE = """# Title *x*

Some **bold**, `code`, [link](https://a.b) and <b>raw</b> ![alt](http://x/y.png)

- [ ] a
- [x] b
  more

  para
- c
  1. one
  3. two

     ```py
     x = 1
     ```

7. seven
1. eight

3. nine

* other
* list
text

| a | b |
|:-:|--|
| 1 | **2** |

Money $5 and $6, a formula $x^2$, \\(y\\).
$$
a
- b
$$
Text $$
that is no formula

Setext
------

> q
> 1
>> deep
>> - list

```python
def f(x):
    \"\"\"doc

    more\"\"\"
    return x
```
~~~
unknown

~~~

***

    indented

    code
-
- empty
"""
FRAGMENTS = (
    *("a", "b ", " ", "\n", "\n\n", "\r\n", "# ", "- ", "1. ", "2) ", "> ", "```", "```py\n", "~~~\n", "    ", "---"),
    *("===", "*", "**", "_", "`", "[x]", "(https://a.b)", "[x]: https://c.d", "[^1]", "[^1]: n", "![i](j)", "|--|--|"),
    *(
        "| a | b |",
        "<b>",
        "&amp;",
        "\\",
        "\t",
        "中文",
        "مرحبا",
        "😀",
        "\u2029",
        "\ufdd0",
        "\x00",
        "- [x] ",
        "https://e.f",
        "$",
        "$$",
        "$$\n",
        "\\[",
        "\\]",
        "$x$",
    ),
)
MARKDOWN = st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=6)), max_size=40).map("".join)
ROWS = (
    "| 1 | two |\n",
    "| 1 | two |\n",
    "|||\n",
    "x\n",
    "| 1 |\r\n",
    "`a` | **b** | c\n",
    "| 中文 | " + "w " * 40 + "|\n",
)
RELAXED = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def whole(look: Look, text: str) -> AnswerDocument:
    document = AnswerDocument(look)
    document.append(text)
    document.finish()
    return document


def streamed(look: Look, text: str, size: int) -> AnswerDocument:
    document = AnswerDocument(look)
    for start in range(0, len(text), size):
        document.append(text[start : start + size])
    document.finish()
    return document


@pytest.mark.parametrize("size", [1, 2, 3, 7, 40, 300])
def test_a_stream_ends_as_the_whole(light: Look, size: int) -> None:
    assert outline(streamed(light, SAMPLE, size)) == outline(whole(light, SAMPLE))


@RELAXED
@given(text=MARKDOWN, data=st.data())
def test_any_text_cut_anywhere_ends_as_the_whole(light: Look, text: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=12)))
    document = AnswerDocument(light)
    for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True):
        document.append(text[start:end])
    document.finish()
    assert outline(document) == outline(whole(light, text))


@RELAXED
@given(text=st.text(max_size=400))
def test_any_text_can_be_shown(light: Look, text: str) -> None:
    document = whole(light, text)
    assert document.blockCount() >= 1


def test_half_a_surrogate_does_no_harm(light: Look) -> None:
    assert whole(light, "a \ud83d b").toPlainText() == "a \ufffd b"


def test_a_long_paragraph_is_whole_again_at_the_end(light: Look) -> None:
    text = "Words, and some more of them. " * 400
    document = AnswerDocument(light)
    for start in range(0, len(text), 500):
        document.append(text[start : start + 500])
    assert document.blockCount() > 1
    document.finish()
    assert document.blockCount() > 1
    assert text_of(document) == text.strip()
    assert outline(document) == outline(whole(light, text))


@pytest.mark.parametrize("size", [7, 600])
def test_long_code_ends_as_the_whole(light: Look, size: int) -> None:
    code = 'def f(x):\n    """One.\n\n    Two.\n    """\n    return x  # three\n\n' * 90
    for text in (f"```python\n{code}```\nAfter it.\n", f"```python\n{code}", f"Before\n\n```python\n{code}```"):
        assert outline(streamed(light, text, size)) == outline(whole(light, text))


def test_a_long_paragraph_that_turns_out_to_be_a_title(light: Look) -> None:
    text = "Words and more words. " * 300 + "\n===\n\nThen."
    assert outline(streamed(light, text, 300)) == outline(whole(light, text))


def test_definitions_that_are_known_leave_nothing_to_do_at_the_end(light: Look) -> None:
    text = "See [here][1] and [there].\n\n```\n[no]: https://c.d\n```\n\n[1]: https://a.b\n[there]:\n  https://e.f\n"
    known = definitions_of(text)
    assert set(known) == {"1", "THERE"}
    document = AnswerDocument(light, known=known)
    for start in range(0, len(text), 9):
        document.append(text[start : start + 9])
    assert not document.must_start_over
    document.finish()
    assert outline(document) == outline(whole(light, text))


def test_long_paragraphs_among_others(light: Look) -> None:
    long = "A sentence with **marks** in it. " * 160
    text = f"# Title\n\n{long}\n- item\n\n[a]: https://a.b\n{long}\n\n1. one\n2. two\n\n{long}"
    assert outline(streamed(light, text, 500)) == outline(whole(light, text))


@pytest.mark.parametrize(
    "text",
    [
        "| a | b |\n|---|---|\n" + "| cell | other |\n" * 400 + "\nEnd.\n",
        "> quoted words\n>\n" * 400 + "\nEnd.\n",
        "```python\n" + "x = f(1)  # note\n" * 300 + "```\nEnd.\n",
        "- item\n  ```py\n" + "  x = 1\n" * 300 + "  ```\n- next\n",
    ],
    ids=["table", "quotation", "code", "code in a list"],
)
def test_large_blocks_end_as_the_whole(light: Look, text: str) -> None:
    assert outline(streamed(light, text, 37)) == outline(whole(light, text))


@settings(RELAXED, max_examples=12)
@given(
    rows=st.lists(st.sampled_from(ROWS), min_size=40, max_size=110).map("".join),
    end=st.one_of(st.sampled_from(FRAGMENTS), st.just("")),
    size=st.integers(40, 400),
)
def test_a_long_table_cut_anywhere_ends_as_the_whole(light: Look, rows: str, end: str, size: int) -> None:
    text = f"Before\n\n| a | b |\n|--:|---|\n{rows}{end}"
    assert outline(streamed(light, text, size)) == outline(whole(light, text))


def test_parts_of_a_long_table_are_small_and_stand_as_one(light: Look) -> None:
    """What one part costs has a limit, whatever the table's length; the columns and rows go on across the parts."""
    text = "| a | b |\n|---|---|\n" + "".join(f"| {row} | words |\n" for row in range(200)) + "\nEnd."
    document = whole(light, text)
    document.setTextWidth(600)
    assert document.height > 0
    tables = [frame for frame in document.rootFrame().childFrames() if isinstance(frame, QTextTable)]
    assert len(tables) > 3
    assert max(table.rows() * table.columns() for table in tables) <= CELLS + 2
    assert text_of(document).split() == text.replace("|", " ").replace("---", "").split()
    layout = document.documentLayout()
    lefts = {layout.blockBoundingRect(table.cellAt(0, 1).firstCursorPosition().block()).left() for table in tables}
    assert len(lefts) == 1
    tops = [
        layout.blockBoundingRect(table.cellAt(row, 0).firstCursorPosition().block()).top()
        for table in tables
        for row in range(table.rows())
    ]
    steps = [round(below - above) for above, below in pairwise(tops[1:])]
    assert max(steps) - min(steps) <= 1


def test_two_tables_stay_two(light: Look) -> None:
    one = "| a |\n|---|\n| 1 |\n"
    assert "1\n\na" in text_of(whole(light, f"{one}\n{one}"))
    assert "1\n1\n1" in text_of(whole(light, one + "| 1 |\n" * 200))


def test_open_code_is_shown_as_it_comes(light: Look) -> None:
    document = AnswerDocument(light)
    document.append("```python\ndef f():\n    return")
    document.append(" 1\n\nprint(f())\n")
    assert document.toPlainText() == "def f():\n    return 1\n\nprint(f())"


def test_links_made_later_work_everywhere(light: Look) -> None:
    document = AnswerDocument(light)
    for piece in ("See [here][1].\n\n", "More.\n\n", "[1]: https://a.b\n"):
        document.append(piece)
    document.finish()
    assert [piece[3] for piece in outline(document)[0].pieces] == ["", "https://a.b", ""]


def test_a_footnote_stands_at_the_end(light: Look) -> None:
    document = streamed(light, "A claim[^1].\n\nMore.\n\n[^1]: The source.\n", 5)
    assert document.toPlainText().splitlines() == ["A claim[1].", "More.", "", "The source."]
    assert outline(document)[-1].marker == "1."


def test_only_web_and_mail_can_be_clicked(light: Look) -> None:
    text = "[a](https://a.b) [b](javascript:x) [c](file:///etc) [d](mailto:d@e.f) [e](/relative) <ftp://x.y>"
    links = {piece[3] for block in outline(whole(light, text)) for piece in block.pieces}
    assert links == {"", "https://a.b", "mailto:d@e.f"}


def test_a_picture_is_its_words(light: Look) -> None:
    document = whole(light, "![the *alps*](https://a.b/c.png) ![](https://a.b/d.png)")
    assert document.toPlainText() == "the alps https://a.b/d.png"


@pytest.mark.parametrize("kind", [QTextDocument.ResourceType.ImageResource, QTextDocument.ResourceType.HtmlResource])
def test_nothing_is_fetched(light: Look, kind: QTextDocument.ResourceType) -> None:
    assert whole(light, "x").resource(kind.value, QUrl("https://a.b/c.png")) is None


def test_html_is_text(light: Look) -> None:
    assert whole(light, "<img src=x> <script>y</script>").toPlainText() == "<img src=x> <script>y</script>"


def test_plain_text_stays_as_it_was_typed(look: Look) -> None:
    text = "# no *heading*\n\n  spaces <b>"
    document = PlainDocument(look)
    document.append(text)
    assert document.toPlainText() == text


def test_each_paragraph_has_its_direction(light: Look) -> None:
    document = whole(light, "English words.\n\nكلمات عربية.\n\n```\nقيمة = 1\n```\n")
    directions = [document.findBlockByNumber(number).textDirection().name for number in range(3)]
    assert directions == ["LeftToRight", "RightToLeft", "LeftToRight"]


def test_lines_of_verse_stand_as_they_were_written(light: Look) -> None:
    assert (
        whole(light, "The sea\n*sings*\n\n床前明月光\n疑是地上霜").toPlainText()
        == "The sea\nsings\n床前明月光\n疑是地上霜"
    )


def test_what_is_settled_is_not_written_again(light: Look) -> None:
    document = AnswerDocument(light)
    document.append("First.\n\n" + "Second.\n\n" * 50)
    document.size()
    changes: list[int] = []
    document.contentsChange.connect(lambda position, _removed, _added: changes.append(position))
    document.append("Third **word")
    document.append("** and on.")
    assert min(changes) >= document.toPlainText().index("Third") - 2 * len("Second.\n")


def test_the_cost_of_a_delta_does_not_grow_with_the_answer(light: Look) -> None:
    """Compares two halves of one run, so that the machine's speed doesn't matter."""
    document = AnswerDocument(light)
    document.setTextWidth(720)
    costs = []
    text = (SAMPLE + "\n\nA paragraph of a few **words** to read.\n\n") * 60
    for start in range(0, len(text), 50):
        begin = perf_counter()
        document.append(text[start : start + 50])
        document.size()
        costs.append(perf_counter() - begin)
    third = len(costs) // 3
    early, late = sorted(costs[:third])[third // 2], sorted(costs[-third:])[third // 2]
    assert late < 3 * early


def test_limits_are_ordered() -> None:
    assert module.LARGE < LONGEST < module.VERY_LARGE
