"""Keeps unsent texts on the disk, so that neither a quit nor a crash loses what was typed. GUI thread."""

import json
import logging
import os
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from chatapp.domain.attachment import Attachment
from chatapp.domain.conversation import INCOGNITO_FROM
from chatapp.domain.errors import Problem, ProblemKind
from chatapp.ui.unsent import UnsentTexts

log = logging.getLogger(__name__)

PAUSE_MS = 1_000
LONGEST_MS = 5_000


class UnsentFile(QObject):
    """Written when typing rests for a second, and every five seconds while it does not."""

    refused = Signal(object)  # a Problem, told once until the disk takes the texts again

    def __init__(self, path: Path, texts: UnsentTexts) -> None:
        super().__init__(texts)
        self._path = path
        self._texts = texts
        self._is_due = False
        self._is_refused = False
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._longest = QTimer(self, singleShot=True, interval=LONGEST_MS)
        self._pause.timeout.connect(self.save)
        self._longest.timeout.connect(self.save)
        self._restore()
        self._texts.changed.connect(self._on_changed)

    def save(self) -> None:
        """Nothing where nothing changed."""
        if not self._is_due:
            return
        self._pause.stop()
        self._longest.stop()
        try:
            _write(self._path, _packed(self._texts))
        except OSError as error:
            self._tell(error)
            return
        self._is_due = False
        self._is_refused = False

    def set_aside(self) -> None:
        """The conversations are others from now on, under the same ids: what was written for the old ones is kept in a
        file beside this one, and what stands on the page of a new one stays."""
        self._is_due = True
        self.save()
        _keep_aside(self._path, ".before-restore.json")
        kept = self._texts.messages.get(None)
        self._texts.messages = {} if kept is None else {None: kept}
        self._texts.edits = {}
        self._texts.attachments = {id_: held for id_, held in self._texts.attachments.items() if id_ is None}
        self._on_changed()

    def _on_changed(self) -> None:
        self._is_due = True
        self._pause.start()
        if not self._longest.isActive():
            self._longest.start()

    def _restore(self) -> None:
        """A file that can't be read is kept aside, and passed over."""
        try:
            _unpack(json.loads(self._path.read_bytes()), self._texts)
        except FileNotFoundError:
            return
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            log.warning("unsent texts could not be read: %s", error)
            _keep_aside(self._path)

    def _tell(self, error: OSError) -> None:
        log.warning("unsent texts were not saved: %s", error)
        self._longest.start()
        if not self._is_refused:
            self._is_refused = True
            sentence = self.tr("What you are writing could not be saved yet; it is kept while the window is open.")
            remedies = (self.tr("Make room on the disk"), self.tr("Send the message"))
            self.refused.emit(Problem(ProblemKind.DISK_FULL, sentence, remedies, str(error)))


def _packed(texts: UnsentTexts) -> bytes:
    """Escaped, so that it holds whatever a field can hold. What belongs to an incognito conversation stays out."""
    conversations = {str(id_): text for id_, text in texts.messages.items() if id_ is not None and id_ < INCOGNITO_FROM}
    edits = {str(id_): text for id_, text in texts.edits.items() if id_ < INCOGNITO_FROM}
    attached = [
        [id_, attachment.name, attachment.text, attachment.media_type]
        for id_, attachments in texts.attachments.items()
        for attachment in attachments
        if id_ is None or id_ < INCOGNITO_FROM
    ]
    content = {"new": texts.text(None), "conversations": conversations, "edits": edits, "attachments": attached}
    return json.dumps(content).encode("ascii")


def _unpack(raw: object, texts: UnsentTexts) -> None:
    """All or nothing; ValueError, KeyError, TypeError or AttributeError for what is not of this form."""
    if not isinstance(raw, dict):
        raise TypeError("not an object")
    messages: dict[int | None, str] = {None: _text(raw["new"])} if raw.get("new") else {}
    messages |= {int(id_): _text(text) for id_, text in raw["conversations"].items()}
    edits = {int(id_): _text(text) for id_, text in raw["edits"].items()}
    attachments: dict[int | None, tuple[Attachment, ...]] = {}
    for id_, *parts in raw.get("attachments", []):
        place = None if id_ is None else int(id_)
        attachments[place] = (*attachments.get(place, ()), Attachment(*map(_text, parts)))
    texts.messages, texts.edits, texts.attachments = messages, edits, attachments


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value


def _write(path: Path, content: bytes) -> None:
    """In the old one's place at once, or not at all."""
    beside = path.with_suffix(f".{os.getpid()}.tmp")
    try:
        with beside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _keep_aside(path: Path, ending: str = ".unreadable.json") -> None:
    aside = path.with_suffix(ending)
    try:
        path.replace(aside)
    except OSError as error:
        log.warning("it could not be kept as %s either: %s", aside.name, error)
