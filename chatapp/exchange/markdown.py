"""Conversations as Markdown, for people and other programs: the shown path. Pure."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime

from chatapp.domain.message import Role
from chatapp.exchange.record import AttachmentRecord, ConversationRecord, MessageRecord, path_of

NAMES = {Role.SYSTEM: "System", Role.USER: "You", Role.ASSISTANT: "Assistant"}
FENCE = re.compile(r"`{3,}")
SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")


def pieces(conversations: Iterable[ConversationRecord]) -> Iterator[str]:
    before = ""
    for conversation in conversations:
        yield before + _conversation(conversation)
        before = "\n---\n\n"


def _conversation(conversation: ConversationRecord) -> str:
    title = SPECIAL.sub(r"\\\1", " ".join(conversation.title.split())) or "Conversation"
    lines = [f"# {title}\n\n", f"{day(conversation.created_at)}\n"]
    if conversation.document is not None:
        lines.append(f"\n{conversation.document.text.rstrip()}\n")
    lines += [_message(message) for message in path_of(conversation)]
    return "".join(lines)


def _message(message: MessageRecord) -> str:
    attached = "".join(_attachment(attachment) for attachment in message.attachments)
    return f"\n## {speaker(message)}\n\n{message.text.rstrip()}\n{attached}"


def _attachment(attachment: AttachmentRecord) -> str:
    fence = "`" * max(3, *(len(found) + 1 for found in FENCE.findall(attachment.text)), 3)
    name = SPECIAL.sub(r"\\\1", attachment.name)
    return f"\n{name}\n\n{fence}\n{attachment.text.rstrip()}\n{fence}\n"


def speaker(message: MessageRecord) -> str:
    """Who speaks: the model by its name where it is known."""
    if message.role is Role.ASSISTANT and message.run is not None and message.run.model_name:
        return SPECIAL.sub(r"\\\1", message.run.model_name)
    return NAMES[message.role]


def day(moment: datetime) -> str:
    return moment.astimezone().strftime("%Y-%m-%d %H:%M")
