"""Open WebUI's chat export: a list of {id, title, chat}, where chat.history has the messages as a tree.

history is {messages: {id: {id, parentId, childrenIds, role, content, timestamp, model}}, currentId}; old exports have
a plain list `chat.messages` alone.
"""

from chatapp.domain.message import Role, Status
from chatapp.exchange.growth import Grown, Node, Plant, grow
from chatapp.exchange.oddity import Oddity, OddityKind
from chatapp.exchange.plain import Object, is_object, mapping, sequence, words
from chatapp.exchange.record import AttachmentRecord, NamedRecord, uid_of

NAME = "Open WebUI"
PICTURE = "[picture]"


def recognises(raw: Object) -> bool:
    chat = raw.get("chat")
    return is_object(chat) and ("history" in chat or "messages" in chat)


def parse(raw: Object) -> Grown:
    oddities: list[Oddity] = []
    chat = mapping(raw["chat"])
    history = mapping(chat.get("history"))
    listed = mapping(history.get("messages")) or _as_tree(sequence(chat.get("messages")))
    nodes = {key: _node(value, oddities) for key, value in listed.items()}
    plant = Plant(
        source="open-webui",
        key=words(raw.get("id")) or words(chat.get("id")) or uid_of(*nodes),
        nodes=nodes,
        title=raw.get("title") or chat.get("title"),
        current=history.get("currentId"),
        created=raw.get("created_at") or chat.get("timestamp"),
        updated=raw.get("updated_at"),
        is_pinned=raw.get("pinned") is True,
        is_archived=raw.get("archived") is True,
        system_prompt=words(chat.get("system")) or words(mapping(chat.get("params")).get("system")),
    )
    grown = grow(plant, oddities)
    if grown.record is None:
        return grown
    return Grown(grown.record.model_copy(update={"tags": _tags(raw, chat)}), grown.oddities)


def _as_tree(messages: object) -> dict[str, object]:
    """A list as a chain; a message without an id gets its place for one."""
    tree: dict[str, object] = {}
    above: str | None = None
    for place, message in enumerate(sequence(messages)):
        plain = mapping(message)
        key = words(plain.get("id")) or str(place)
        tree[key] = {"parentId": above, **plain}
        above = key
    return tree


def _tags(raw: Object, chat: Object) -> tuple[NamedRecord, ...]:
    listed = sequence(mapping(raw.get("meta")).get("tags")) or sequence(chat.get("tags"))
    return tuple(NamedRecord(name=name) for tag in listed if (name := words(tag) or words(mapping(tag).get("name"))))


def _node(value: object, oddities: list[Oddity]) -> Node:
    if not is_object(value):
        oddities.append(Oddity(OddityKind.ENTRY, repr(value)))
        return Node(None)
    parent = value.get("parentId")
    above = parent if isinstance(parent, str) else None
    named = words(value.get("role"))
    text = _text(value.get("content"), oddities)
    if named == "tool":
        oddities.append(Oddity(OddityKind.TOOL, text))
        return Node(above)
    if named not in set(Role):
        oddities.append(Oddity(OddityKind.ROLE, named))
        return Node(above)
    attachments = tuple(_attachments(sequence(value.get("files")), oddities))
    status, note = _end_of(value)
    if not text.strip() and not attachments and not note:
        oddities.append(Oddity(OddityKind.EMPTY))
        return Node(above)
    return Node(above, Role(named), text, value.get("timestamp"), status, note, attachments)


def _end_of(value: Object) -> tuple[Status, str]:
    error = value.get("error")
    if error and value.get("role") == "assistant":
        return Status.FAILED, words(error) or words(mapping(error).get("content")) or "failed"
    return (Status.INTERRUPTED if value.get("done") is False else Status.COMPLETE), ""


def _text(content: object, oddities: list[Oddity]) -> str:
    if isinstance(content, str):
        return content
    texts: list[str] = []
    for part in sequence(content):
        plain = mapping(part)
        kind = words(plain.get("type"))
        if kind == "text" or isinstance(part, str):
            texts.append(words(part) or words(plain.get("text")))
        elif "image" in kind:
            oddities.append(Oddity(OddityKind.IMAGE, kind))
            texts.append(PICTURE)
        else:
            oddities.append(Oddity(OddityKind.PART, kind or repr(part)))
    return "\n\n".join(text for text in texts if text)


def _attachments(files: object, oddities: list[Oddity]) -> list[AttachmentRecord]:
    """The text of a file comes with it where Open WebUI had read it."""
    found: list[AttachmentRecord] = []
    for raw in sequence(files):
        plain = mapping(raw)
        inner = mapping(plain.get("file"))
        name = words(plain.get("name")) or words(inner.get("filename"))
        text = words(mapping(inner.get("data")).get("content"))
        if text:
            found.append(AttachmentRecord(name=name, text=text))
        else:
            oddities.append(Oddity(OddityKind.FILE, name or words(plain.get("type"))))
    return found
