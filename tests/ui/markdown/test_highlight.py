import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QColor

from chatapp.ui.markdown.formats import Formats
from chatapp.ui.markdown.highlight import PART, READABLE, Highlighter, parts_of, readable
from chatapp.ui.markdown.look import Look
from chatapp.ui.theme import contrast

CODE = """import re


class A(B):  # note
    @property
    def x(self) -> int:
        return 1.5 + "s"
"""


def test_every_colour_can_be_read_on_the_box(look: Look) -> None:
    ground = QColor(look.colours.panel)
    pieces = list(Highlighter(Formats(look)).pieces(CODE, "python"))
    assert len({chars.foreground().color().name() for _, chars in pieces}) > 3
    assert min(contrast(chars.foreground().color(), ground) for _, chars in pieces) >= READABLE


@pytest.mark.parametrize("language", ["", "python", "no-such-language", "html", "bash"])
@given(code=st.text(max_size=200))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_character_is_added_or_lost(light: Look, language: str, code: str) -> None:
    assert "".join(text for text, _ in Highlighter(Formats(light)).pieces(code, language)) == code


def test_much_code_is_coloured_part_by_part(light: Look) -> None:
    code = "x = 1  # a comment\n" * (3 * PART // 18)
    pieces = list(Highlighter(Formats(light)).pieces(code, "python"))
    assert "".join(text for text, _ in pieces) == code
    lines = code.split("\n")
    parts = list(parts_of(lines))
    assert [part.start for part in parts[1:]] == [part.stop for part in parts[:-1]]
    assert max(sum(len(line) + 1 for line in lines[part.start : part.stop]) for part in parts) <= PART
    assert len({chars.foreground().color().name() for _, chars in pieces}) > 2


def test_an_endless_line_stays_plain(light: Look) -> None:
    assert len(list(Highlighter(Formats(light)).pieces("x" * 3 * PART, "python"))) == 1


@pytest.mark.parametrize(("colour", "ground"), [("#ffff00", "#f5f5f3"), ("#000080", "#232528"), ("#888888", "#ffffff")])
def test_a_colour_is_moved_until_it_can_be_read(colour: str, ground: str) -> None:
    assert contrast(readable(QColor(colour), QColor(ground)), QColor(ground)) >= READABLE
