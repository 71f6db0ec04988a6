"""A text that goes with a message: a long paste, a file that was dropped. Immutable like the message."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Attachment:
    """`media_type` is as in MIME, "text/plain" where nothing better is known."""

    name: str
    text: str
    media_type: str = "text/plain"

    @property
    def said(self) -> str:
        """As the model reads it: under its name, in a fence longer than any in it."""
        fence = "```"
        while fence in self.text:
            fence += "`"
        return f"{self.name}\n{fence}\n{self.text}\n{fence}" if self.name else self.text
