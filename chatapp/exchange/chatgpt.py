"""ChatGPT's data export: `conversations.json`, a list of conversations, each with a `mapping` of nodes.

A node is {id, parent, children, message}; the root's message is null. A message has author.role, create_time, and
content {content_type, parts}, where parts are texts or objects that stand for pictures and sounds.
"""

from chatapp.domain.message import Role, Status
from chatapp.exchange.growth import Grown, Node, Plant, grow
from chatapp.exchange.oddity import Oddity, OddityKind
from chatapp.exchange.plain import Object, is_object, mapping, sequence, words
from chatapp.exchange.record import uid_of

NAME = "ChatGPT"
TO_PEOPLE = {None, "", "all"}
PYTHON = "python"
"""A call of the interpreter is code that the person saw; what goes to other tools is meant for them alone."""
THOUGHTS = {"thoughts", "reasoning_recap"}
TEXTS = {"text", "multimodal_text"}
PICTURE = "[picture]"
"""Stands for a part that is no text, so that a message of nothing else stays a turn."""


def recognises(raw: Object) -> bool:
    return is_object(raw.get("mapping"))


def parse(raw: Object) -> Grown:
    oddities: list[Oddity] = []
    nodes = {key: _node(value, oddities) for key, value in mapping(raw["mapping"]).items()}
    key = words(raw.get("conversation_id")) or words(raw.get("id")) or uid_of(*nodes)
    plant = Plant(
        source="chatgpt",
        key=key,
        nodes=nodes,
        title=raw.get("title"),
        current=raw.get("current_node"),
        created=raw.get("create_time"),
        updated=raw.get("update_time"),
        is_archived=raw.get("is_archived") is True,
    )
    return grow(plant, oddities)


def _node(value: object, oddities: list[Oddity]) -> Node:
    if not is_object(value):
        oddities.append(Oddity(OddityKind.ENTRY, repr(value)))
        return Node(None)
    parent = value.get("parent")
    above = parent if isinstance(parent, str) else None
    message = value.get("message")
    if message is None:
        return Node(above)
    if not is_object(message):
        oddities.append(Oddity(OddityKind.ENTRY, repr(message)))
        return Node(above)
    return _message(above, message, oddities)


def _message(above: str | None, message: Object, oddities: list[Oddity]) -> Node:
    named = words(mapping(message.get("author")).get("role"))
    is_hidden = mapping(message.get("metadata")).get("is_visually_hidden_from_conversation") is True
    text = _text(message, oddities)
    if named == "tool":
        oddities.append(Oddity(OddityKind.TOOL, text))
        return Node(above)
    if named not in set(Role):
        oddities.append(Oddity(OddityKind.ROLE, named))
        return Node(above)
    recipient = message.get("recipient")
    if named == Role.ASSISTANT and recipient not in TO_PEOPLE and recipient != PYTHON:
        oddities.append(Oddity(OddityKind.TOOL, text))
        return Node(above)
    if not text.strip():
        if named != Role.SYSTEM and not is_hidden:
            oddities.append(Oddity(OddityKind.EMPTY))
        return Node(above)
    for file in sequence(mapping(message.get("metadata")).get("attachments")):
        oddities.append(Oddity(OddityKind.FILE, words(mapping(file).get("name"))))
    status = Status.INTERRUPTED if message.get("status") == "in_progress" else Status.COMPLETE
    return Node(above, Role(named), text, message.get("create_time"), status)


def _text(message: Object, oddities: list[Oddity]) -> str:
    content = mapping(message.get("content"))
    kind = words(content.get("content_type"))
    if kind == "code":
        language = words(content.get("language"))
        code = words(content.get("text"))
        return f"```{'' if language == 'unknown' else language}\n{code}\n```" if code.strip() else ""
    if kind in TEXTS or (not kind and "parts" in content):
        return "\n\n".join(part for raw in sequence(content.get("parts")) if (part := _part(raw, oddities)))
    if kind in THOUGHTS:
        oddities.append(Oddity(OddityKind.THOUGHT, words(content.get("content"))))
        return ""
    if words(mapping(message.get("author")).get("role")) != "tool":
        oddities.append(Oddity(OddityKind.PART, kind or repr(message.get("content"))))
    return words(content.get("text"))


def _part(raw: object, oddities: list[Oddity]) -> str:
    if isinstance(raw, str):
        return raw
    part = mapping(raw)
    if said := words(part.get("text")):  # what was spoken comes with its transcription
        return said
    kind = words(part.get("content_type"))
    if "pointer" in kind:
        oddities.append(Oddity(OddityKind.IMAGE, kind))
        return PICTURE
    oddities.append(Oddity(OddityKind.PART, kind or repr(raw)))
    return ""
