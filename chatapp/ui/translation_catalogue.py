"""A catalogue of Qt Linguist, read as it is edited: no compiled copy that could be an older one. GUI thread.

Beside what the window says itself it holds, in the context "Sentences", what other parts of the program say in plain
English, which know no Qt: `said` finds such a sentence again, with the names and numbers that were put into it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from xml.etree import ElementTree

from PySide6.QtCore import QCoreApplication, QObject, QTranslator

SENTENCES = "Sentences"
_PLACE = re.compile(r"\{(\d)\}")
_DEEPEST = 4  # a sentence may hold a clause that was made of another


@dataclass(frozen=True)
class Template:
    """An English sentence with places for what differs, and its translation."""

    source: str
    translation: str

    @cached_property
    def literals(self) -> tuple[str, ...]:
        return tuple(_PLACE.split(self.source)[::2])

    @cached_property
    def weight(self) -> int:
        return sum(map(len, self.literals))

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile("(.+?)".join(map(re.escape, self.literals)), re.DOTALL)

    def parts(self, text: str) -> tuple[str, ...] | None:
        """What stands in its places, None if the text was not made of it."""
        if max(self.literals, key=len) not in text:
            return None
        found = self._pattern.fullmatch(text)
        return None if found is None else found.groups()


class Catalogue(QTranslator):
    def __init__(self, path: Path, parent: QObject | None = None) -> None:
        """Raises OSError or ElementTree.ParseError where there is no such catalogue."""
        super().__init__(parent)
        self._texts = dict(_read(path))
        templates = (Template(source, text) for (context, source), text in self._texts.items() if context == SENTENCES)
        self._templates = sorted(
            (template for template in templates if len(template.literals) > 1), key=lambda template: -template.weight
        )

    def isEmpty(self) -> bool:
        return not self._texts

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str | None:
        """None lets the next translator answer."""
        del disambiguation, n
        return self._texts.get((context, source))

    def sentence(self, text: str, depth: int = 0) -> str:
        """The same in this language; as it stands where nobody has translated it: a name, a number, a library's own
        words."""
        exact = self._texts.get((SENTENCES, text))
        if exact is not None or depth > _DEEPEST:
            return exact or text
        for template in self._templates:
            parts = template.parts(text)
            if parts is not None:
                return template.translation.format(*(self.sentence(part, depth + 1) for part in parts))
        return text


def tr(text: str) -> str:
    """For functions that belong to no object; lupdate gives their texts no context."""
    return QCoreApplication.translate("", text)


def said(text: str) -> str:
    """A sentence that was made outside the window, in the language that was chosen."""
    app = QCoreApplication.instance()
    catalogue = None if app is None else app.findChild(Catalogue)
    return text if catalogue is None else catalogue.sentence(text)


def _read(path: Path) -> Iterator[tuple[tuple[str, str], str]]:
    """What is finished; the rest stays English."""
    for context in ElementTree.parse(path).iter("context"):  # noqa: S314 - a file of our own program
        name = context.findtext("name", "")
        for message in context.iter("message"):
            translation = message.find("translation")
            if translation is not None and translation.text and not translation.get("type"):
                yield (name, message.findtext("source", "")), translation.text
