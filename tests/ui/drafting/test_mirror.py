import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QTextCursor, QTextDocument
from PySide6.QtWidgets import QPlainTextDocumentLayout
from pytestqt.qtbot import QtBot

from chatapp.domain.document import PlaceGoneError, Splice, applied
from chatapp.ui.drafting.mirror import Mirror, trimmed
from chatapp.ui.drafting.places import units_of
from chatapp.ui.plain_text import text_of

TEXT = st.text(alphabet="ab \n中é😀\u00a0", max_size=12)
STEP = st.tuples(st.integers(0, 40), st.integers(0, 8), TEXT)


def document_of(text: str) -> tuple[QTextDocument, Mirror, list[Splice]]:
    document = QTextDocument()
    document.setDocumentLayout(QPlainTextDocumentLayout(document))
    document.setUndoRedoEnabled(False)
    mirror = Mirror(document)
    told: list[Splice] = []
    mirror.spliced.connect(told.append)
    mirror.show(text)
    return document, mirror, told


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TEXT, st.lists(STEP, max_size=6), st.booleans())
def test_what_is_told_leads_from_one_text_to_the_next(
    qtbot: QtBot, text: str, steps: list[tuple[int, int, str]], is_block: bool
) -> None:
    document, mirror, told = document_of(text)
    cursor = QTextCursor(document)
    if is_block:  # many changes that Qt tells of as one
        cursor.beginEditBlock()
    for start, length, inserted in steps:
        text_now = text_of(document)
        first, last = text_now[:start], text_now[: start + length]
        cursor.setPosition(units_of(first))
        cursor.setPosition(units_of(last), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(inserted)
    if is_block:
        cursor.endEditBlock()
    assert mirror.text == text_of(document)
    assert applied(text, told) == mirror.text


def test_what_is_applied_from_outside_is_not_told(qtbot: QtBot) -> None:
    document, mirror, told = document_of("one 😀 two")
    mirror.apply((Splice(6, "two", "three\nfour"), Splice(0, "one", "")))
    assert mirror.text == text_of(document) == " 😀 three\nfour"
    assert told == []
    with pytest.raises(PlaceGoneError):
        mirror.apply((Splice(0, "one", ""),))
    assert mirror.text == text_of(document)


def test_formats_are_no_change(qtbot: QtBot) -> None:
    document, _, told = document_of("one")
    document.markContentsDirty(0, 3)
    assert told == []


def test_only_what_differs_is_told() -> None:
    assert trimmed(Splice(3, "abcd", "abXd")) == Splice(5, "c", "X")
    assert trimmed(Splice(3, "aa", "aaa")) == Splice(5, "", "a")
    assert trimmed(Splice(3, "same", "same")) == Splice(3)
