"""Conversations for training: JSON Lines, the shown path of each as `messages` of role and content. Pure."""

import json
from collections.abc import Iterable, Iterator

from chatapp.domain.message import Role, Status
from chatapp.exchange.record import ConversationRecord, MessageRecord, path_of


def pieces(conversations: Iterable[ConversationRecord]) -> Iterator[str]:
    """A line for each in which the model says something; what failed or was left empty is no example."""
    for conversation in conversations:
        messages = [_said(message) for message in path_of(conversation) if _is_example(message)]
        prompt = conversation.settings.system_prompt
        if prompt and (not messages or messages[0]["role"] != Role.SYSTEM):
            messages.insert(0, {"role": Role.SYSTEM.value, "content": prompt})
        if any(message["role"] == Role.ASSISTANT for message in messages):
            yield json.dumps({"messages": messages}, ensure_ascii=False) + "\n"


def _is_example(message: MessageRecord) -> bool:
    return message.status is not Status.FAILED and bool(message.text.strip() or message.attachments)


def _said(message: MessageRecord) -> dict[str, str]:
    parts = (message.text, *(f"{attachment.name}\n{attachment.text}".strip() for attachment in message.attachments))
    return {"role": message.role.value, "content": "\n\n".join(part for part in parts if part)}
