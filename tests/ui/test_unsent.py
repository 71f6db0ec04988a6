from pytestqt.qtbot import QtBot

from chatapp.ui.unsent import UnsentTexts


def test_each_conversation_keeps_its_own_text() -> None:
    texts = UnsentTexts()
    texts.keep(None, "new")
    texts.keep(1, "one")
    assert (texts.text(None), texts.text(1), texts.text(2)) == ("new", "one", "")
    texts.keep(1, "")
    assert texts.text(1) == ""


def test_only_changes_are_told(qtbot: QtBot) -> None:
    texts = UnsentTexts()
    with qtbot.waitSignal(texts.changed):
        texts.keep_edit(1, "one")
    with qtbot.assertNotEmitted(texts.changed):
        texts.keep_edit(1, "one")
        texts.keep(2, "")
        texts.forget_edit(2)
    with qtbot.waitSignal(texts.changed):
        texts.forget_edit(1)
    assert texts.edits == {}
