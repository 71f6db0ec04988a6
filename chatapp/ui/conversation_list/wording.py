"""What a row of the list says beside its title: to the eye in a tool tip, to the ear in its accessible text."""

from chatapp.domain.conversation import Conversation
from chatapp.ui.colours import colour_name
from chatapp.ui.conversation_list.arrangement import ARCHIVE, Row
from chatapp.ui.conversation_list.signs import Sign
from chatapp.ui.translation_catalogue import tr


def tool_tip(row: Row, sign: Sign | None) -> str:
    """The title, which may be cut in its row, and what is marked there."""
    return "\n".join((row.title, *_meaning(sign), *marks(row)))


def spoken(row: Row, sign: Sign | None) -> str:
    if row.conversation is None and row.folder is None and row.section != ARCHIVE:
        return tr("Heading: {0}").format(row.title)
    if row.conversation is None:
        state = tr("open") if row.is_open else tr("closed")
        kind = tr("Folder {0}, {1}") if row.folder is not None else tr("{0}, {1}")
        return ", ".join((kind.format(row.title, state), *marks(row)))
    return ", ".join((row.title, *_meaning(sign), *marks(row)))


def _meaning(sign: Sign | None) -> tuple[str, ...]:
    if sign is None:
        return ()
    meanings = {
        Sign.BUSY: tr("answer running"),
        Sign.UNREAD: tr("new answer"),
        Sign.CUT: tr("answer cut off: continue or keep it"),
    }
    return (meanings[sign],)


def marks(row: Row) -> tuple[str, ...]:
    if row.folder is not None and row.folder.colour is not None:
        return (colour_name(row.folder.colour),)
    return () if row.conversation is None else _marks(row.conversation)


def _marks(conversation: Conversation) -> tuple[str, ...]:
    found = []
    if conversation.is_document:
        found.append(tr("Document"))
    if conversation.is_incognito:
        found.append(tr("Incognito: never on the disk"))
    if conversation.is_pinned:
        found.append(tr("Pinned"))
    if conversation.is_archived:
        found.append(tr("Archived"))
    if conversation.colour is not None:
        found.append(colour_name(conversation.colour))
    if conversation.tags:
        found.append(tr("Tags: {0}").format(", ".join(conversation.tags)))
    return tuple(found)
