from chatapp.ui.composer.unsent import UnsentTexts


def test_each_conversation_keeps_its_own_text() -> None:
    texts = UnsentTexts()
    texts.keep(None, "new")
    texts.keep(1, "one")
    assert (texts.text(None), texts.text(1), texts.text(2)) == ("new", "one", "")
    texts.keep(1, "")
    assert texts.text(1) == ""
