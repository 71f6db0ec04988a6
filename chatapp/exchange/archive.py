"""Our own JSON: a header, then the conversations one after the other, so that any number is written and read singly.

    {"format": "causerie-conversations", "version": 1, "program": …, "exported_at": …, "conversations": [ … ]}

Each conversation is a record.ConversationRecord. A reader passes over names that it does not know and refuses a newer
version. The format's name and version stand first.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime

from pydantic import ValidationError

from chatapp import __version__
from chatapp.domain.message import Role, Status
from chatapp.exchange.document_record import sound as sound_document
from chatapp.exchange.growth import Grown
from chatapp.exchange.moment import BEGINNING
from chatapp.exchange.oddity import Oddity, OddityKind
from chatapp.exchange.plain import Object, is_object, sequence, words
from chatapp.exchange.record import UID_LENGTH, ConversationRecord, uid_of

NAME = "Causerie"
FORMAT = "causerie-conversations"
ENDING = ".causerie.json"
"""By which a desktop knows such a file among all others in JSON; it is read under any name."""
VERSION = 1
MENDINGS = 8  # one fault can hide behind another
HEXADECIMAL = frozenset("0123456789abcdef")


def recognises(raw: Object) -> bool:
    """Whether it is a conversation of ours, taken out of its file or not."""
    return {"uid", "messages", "created_at"} <= raw.keys()


def pieces(conversations: Iterable[ConversationRecord], now: datetime) -> Iterator[str]:
    """The text of the file, a piece for each conversation."""
    header = {"format": FORMAT, "version": VERSION, "program": f"Causerie {__version__}", "exported_at": str(now)}
    yield json.dumps(header)[:-1] + ', "conversations": ['
    before = "\n"
    for conversation in conversations:
        yield before + conversation.model_dump_json()
        before = ",\n"
    yield "\n]}\n"


def parse(raw: Object) -> Grown:
    """What does not fit the schema is left out where something else of the conversation can be kept without it."""
    sound = _Sound()
    messages = [kept for message in sequence(raw.get("messages")) if (kept := sound.message(message)) is not None]
    head = sound.place_of(raw.get("head")) or (words(messages[-1]["uid"]) if messages else None)
    whole: dict[str, object] = {**raw, "uid": _uid(raw.get("uid")), "head": head, "messages": messages}
    _keep_document(whole, sound.oddities)
    for _ in range(MENDINGS):
        try:
            return Grown(ConversationRecord.model_validate(whole), tuple(sound.oddities))
        except ValidationError as error:
            if not _mend(whole, messages, error, sound.oddities):
                break
    sound.oddities.append(Oddity(OddityKind.ENTRY, words(raw.get("title"))))
    return Grown(None, tuple(sound.oddities))


def _keep_document(whole: dict[str, object], oddities: list[Oddity]) -> None:
    """Its text in any case; the history where that fits it."""
    raw = whole.get("document")
    if not is_object(raw):
        whole.pop("document", None)
        return
    whole["document"], is_whole = sound_document(raw)
    if not is_whole:
        oddities.append(Oddity(OddityKind.PART, "document: its history does not fit its text"))


def _uid(value: object) -> str:
    """One that is not of our form gets one that is, always the same."""
    text = words(value)
    return text if len(text) == UID_LENGTH and set(text) <= HEXADECIMAL else uid_of(text or repr(value))


class _Sound:
    """Lets the messages through of which a tree can be made."""

    def __init__(self) -> None:
        self.oddities: list[Oddity] = []
        self._places: dict[str, str | None] = {}  # of each uid that was met, the message that stands for it

    def message(self, raw: object) -> dict[str, object] | None:
        if not is_object(raw) or "uid" not in raw:
            self.oddities.append(Oddity(OddityKind.ENTRY, repr(raw)))
            return None
        uid, text = _uid(raw["uid"]), raw.get("text")
        if uid in self._places:
            self.oddities.append(Oddity(OddityKind.DUPLICATE, words(text)))
            return None
        parent = raw.get("parent")
        above = self.place_of(parent)
        if parent is not None and _uid(parent) not in self._places:
            self.oddities.append(Oddity(OddityKind.PARENT, words(text)))
        if raw.get("role") not in set(Role) or raw.get("status") not in set(Status) or not isinstance(text, str):
            self.oddities.append(Oddity(OddityKind.ROLE, words(raw.get("role"))))
            self._places[uid] = above
            return None
        self._places[uid] = uid
        return {**raw, "uid": uid, "parent": above}

    def place_of(self, uid: object) -> str | None:
        return None if uid is None else self._places.get(_uid(uid))


def _mend(
    whole: dict[str, object], messages: list[dict[str, object]], error: ValidationError, oddities: list[Oddity]
) -> bool:
    """Takes out what is at fault, times become the conversation's; False where nothing can be done."""
    has_mended = False
    for fault in error.errors():
        field, *below = fault["loc"]
        at_fault = messages[int(below[0])] if field == "messages" and len(below) > 1 else whole
        name = str(below[1] if at_fault is not whole else field)
        if name not in at_fault:
            continue  # mended just now, for another fault in it
        at_fault.pop(name)
        has_mended = True
        if name == "created_at":
            at_fault[name] = whole.get(name, BEGINNING)
        elif name == "updated_at":
            at_fault[name] = whole.get("created_at", BEGINNING)
        kind = {"run": OddityKind.RUN, "created_at": OddityKind.DATE, "updated_at": OddityKind.DATE}
        oddities.append(Oddity(kind.get(name, OddityKind.PART), f"{name}: {fault['msg']}"))
    return has_mended
