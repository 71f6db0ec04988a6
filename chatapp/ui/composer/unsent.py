"""What was written and not sent, for each conversation, while the window is open."""


class UnsentTexts:
    """None stands for the conversation that does not exist yet."""

    def __init__(self) -> None:
        self._texts: dict[int | None, str] = {}

    def keep(self, conversation_id: int | None, text: str) -> None:
        if text:
            self._texts[conversation_id] = text
        else:
            self._texts.pop(conversation_id, None)

    def text(self, conversation_id: int | None) -> str:
        return self._texts.get(conversation_id, "")
