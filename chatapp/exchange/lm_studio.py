"""LM Studio's conversations: one JSON file each, `messages` of `versions` with the one that is shown.

What follows a message follows its selected version. A version is {role, content} or, of an answer, {role, steps}.
"""

from chatapp.domain.message import Role
from chatapp.exchange.growth import Grown, Node, Plant, grow
from chatapp.exchange.oddity import Oddity, OddityKind
from chatapp.exchange.plain import Object, is_object, mapping, sequence, words
from chatapp.exchange.record import uid_of

NAME = "LM Studio"
PICTURE = "[picture]"
SILENT_STEPS = {"debugInfoBlock", "statusBlock"}


def recognises(raw: Object) -> bool:
    messages = sequence(raw.get("messages"))
    return isinstance(raw.get("messages"), list) and all("versions" in mapping(message) for message in messages)


def parse(raw: Object) -> Grown:
    oddities: list[Oddity] = []
    nodes: dict[str, Node] = {}
    above: str | None = None
    for place, message in enumerate(sequence(raw["messages"])):
        versions = sequence(mapping(message).get("versions"))
        keys = [f"{place}.{number}" for number in range(len(versions))]
        for key, version in zip(keys, versions, strict=True):
            nodes[key] = _node(above, version, oddities)
        above = _selected(mapping(message), keys) or above
    texts = (node.text for node in nodes.values())
    plant = Plant(
        source="lm-studio",
        key=uid_of(str(raw.get("createdAt")), next(texts, "")),
        nodes=nodes,
        title=raw.get("name"),
        current=above,
        created=raw.get("createdAt"),
        updated=raw.get("assistantLastMessagedAt") or raw.get("userLastMessagedAt"),
        is_pinned=raw.get("pinned") is True,
        system_prompt=words(raw.get("systemPrompt")),
    )
    return grow(plant, oddities)


def _selected(message: Object, keys: list[str]) -> str | None:
    chosen = message.get("currentlySelected")
    if isinstance(chosen, int) and 0 <= chosen < len(keys):
        return keys[chosen]
    return keys[-1] if keys else None


def _node(above: str | None, value: object, oddities: list[Oddity]) -> Node:
    if not is_object(value):
        oddities.append(Oddity(OddityKind.ENTRY, repr(value)))
        return Node(above)
    named = words(value.get("role"))
    if named not in set(Role):
        oddities.append(Oddity(OddityKind.ROLE, named))
        return Node(above)
    steps = sequence(value.get("steps"))
    pieces = [_step(mapping(step), oddities) for step in steps] if steps else [_content(value, oddities)]
    text = "\n\n".join(piece for piece in pieces if piece.strip())
    if not text:
        oddities.append(Oddity(OddityKind.EMPTY))
        return Node(above)
    return Node(above, Role(named), text)


def _step(step: Object, oddities: list[Oddity]) -> str:
    kind = words(step.get("type"))
    if kind in SILENT_STEPS:
        return ""
    if kind != "contentBlock":
        oddities.append(Oddity(OddityKind.TOOL if "tool" in kind.lower() else OddityKind.PART, kind))
        return ""
    text = _content(step, oddities)
    if words(mapping(step.get("style")).get("type")) == "thinking":
        return f"<think>\n{text.strip()}\n</think>"
    return text


def _content(value: Object, oddities: list[Oddity]) -> str:
    content = value.get("content")
    if isinstance(content, str):
        return content
    texts: list[str] = []
    for part in sequence(content):
        plain = mapping(part)
        kind = words(plain.get("type"))
        if kind == "text":
            texts.append(words(plain.get("text")))
        elif kind == "file":
            is_picture = words(plain.get("fileType")) == "image"
            name = words(plain.get("fileIdentifier")) or kind
            oddities.append(Oddity(OddityKind.IMAGE if is_picture else OddityKind.FILE, name))
            texts.append(PICTURE if is_picture else "")
        elif "toolcall" in kind.lower():
            oddities.append(Oddity(OddityKind.TOOL, kind))
        else:
            oddities.append(Oddity(OddityKind.PART, kind or repr(part)))
    return "".join(texts)
