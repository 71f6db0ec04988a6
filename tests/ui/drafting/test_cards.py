"""Several proposals for one place, in the real window."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from chatapp.domain.document import Splice
from chatapp.engine.scripted import Script
from chatapp.ui.drafting.hunks import Decision
from tests.ui.desktop import Desktop, Plan, desktop

ALT = Qt.KeyboardModifier.AltModifier
ANSWERS = ("the end came soon", "the end came late", "nothing came", "it rained", "they slept")


def several(desk: Desktop, text: str = "At last ") -> int:
    """A document, and five ways to go on at its end."""
    desk.ready()
    generation = desk.services.settings.current.generation
    desk.services.settings.change(generation=generation.model_copy(update={"seed": 3}))
    made = desk.services.documents.create("", text)
    desk.window.open_to_write(made.id)
    desk.window.drafting.page.editor.select(len(text), len(text))
    desk.window.commands.alternatives.trigger()
    desk.until(lambda: not desk.services.drafting.is_running)
    return made.id


def plan() -> Plan:
    return Plan(Script(lambda _prompt: ANSWERS[0], others=lambda _prompt: ANSWERS[1:]))


def shown(desk: Desktop) -> list[str]:
    return [card.text.toPlainText() for card in desk.window.drafting.cards.cards.cards]


def test_one_of_several_is_taken_and_the_others_stay(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot, plan()) as desk:
        document_id = several(desk)
        cards = desk.window.drafting.cards.cards
        words = shown(desk)
        assert len(words) == 5
        assert words[0] != words[2]
        assert desk.has_keyboard(cards)
        QTest.keyClick(cards.cards[2].text, Qt.Key.Key_3, ALT)
        assert desk.services.documents.text(document_id) == f"At last {words[2]}"
        assert len(shown(desk)) == 5
        assert not cards.cards[0].take.isEnabled()
        assert not cards.cards[2].take.isEnabled()  # it stands there
        QTest.keyClick(cards.cards[2].text, Qt.Key.Key_3, ALT)
        desk.window.commands.undo.trigger()
        assert desk.services.documents.text(document_id) == "At last "
        assert cards.cards[2].take.isEnabled()
        QTest.keyClick(cards.cards[2].text, Qt.Key.Key_1, ALT)
        assert desk.services.documents.text(document_id) == f"At last {words[0]}"
        desk.window.commands.undo.trigger()
        QTest.keyClick(cards.cards[0].text, Qt.Key.Key_Escape)
        assert cards.isHidden()
        assert desk.services.drafting.proposals(document_id) == ()


def test_the_card_that_has_the_keyboard_shows_it(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot, plan()) as desk:
        several(desk)
        one, other = desk.window.drafting.cards.cards.cards[:2]
        edges = []
        for focused in (one, other):
            focused.text.setFocus()
            edges.append(tuple(card.grab().toImage().pixelColor(card.width() // 2, 0).name() for card in (one, other)))
        assert edges[0] == edges[1][::-1]
        assert edges[0][0] != edges[0][1]


def test_one_is_dismissed_alone(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot, plan()) as desk:
        several(desk)
        words = shown(desk)
        card = desk.window.drafting.cards.cards.cards[1]
        card.dismissed.emit()
        assert shown(desk) == [words[0], *words[2:]]


def test_two_are_compared_and_merged(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot, plan()) as desk:
        document_id = several(desk)
        cards, merge = desk.window.drafting.cards.cards, desk.window.drafting.cards.merge
        assert not cards.compare.isEnabled()
        for card in cards.cards[:2]:
            card.mark.setChecked(True)
        cards.compare.click()
        assert merge.isVisible()
        merge.decide(Decision.TAKEN, *range(len(merge.hunks)))
        merged = merge.outcome
        assert cards.isVisible()
        assert shown(desk)[0] == merged
        cards.cards[0].take.click()
        assert desk.services.documents.text(document_id) == f"At last {merged}"


def test_they_stay_with_their_document_until_they_are_dismissed(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot, plan()) as desk:
        document_id = several(desk)
        cards, merge = desk.window.drafting.cards.cards, desk.window.drafting.cards.merge
        for card in cards.cards[:2]:
            card.mark.setChecked(True)
        cards.compare.click()
        merge.decide(Decision.TAKEN, *range(len(merge.hunks)))
        words = shown(desk)
        desk.window.open_to_write(desk.services.documents.create("", "Another").id)
        assert cards.isHidden()
        desk.window.open_to_write(None)
        desk.services.documents.edit(document_id, Splice(0, "", "So: "))
        desk.window.open_to_write(document_id)
        assert cards.isVisible()
        assert shown(desk) == words
        cards.cards[0].take.click()
        assert desk.services.documents.text(document_id) == f"So: At last {words[0]}"


def test_more_are_written_beside_them_as_many_as_are_wanted(tmp_path: Path, qtbot: QtBot) -> None:
    with desktop(tmp_path, qtbot, plan()) as desk:
        several(desk)
        cards = desk.window.drafting.cards.cards
        cards.cards[1].dismissed.emit()
        cards.count.setValue(3)
        cards.more.click()
        desk.until(lambda: not desk.services.drafting.is_running)
        assert [card.mark.text() for card in cards.cards] == list("1234567")
        assert desk.has_keyboard(cards.cards[4])
        assert desk.services.settings.current.drafts.alternatives == 3
        desk.press(Qt.Key.Key_7, ALT)
        assert desk.window.drafting.page.editor.text == f"At last {shown(desk)[6]}"
        assert not cards.more.isEnabled()
