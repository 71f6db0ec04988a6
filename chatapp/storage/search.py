"""Search within a session: every word that a person types is found as it stands, whatever it means to SQLite.

Words of three characters and more go through the trigram index, which finds them inside other words and in Chinese;
shorter ones, which have no trigram, through LIKE.
"""

from sqlalchemy import ColumnElement, or_, select, text
from sqlalchemy.orm import Session

from chatapp.domain.message import Message
from chatapp.storage.columns import storable
from chatapp.storage.messages import read, selected
from chatapp.storage.tables import FINISHED, MESSAGE_INDEX, ConversationRow, DeletedMessageRow, MessageRow

TRIGRAM = 3


def search(session: Session, words: str, limit: int) -> list[Message]:
    """Finished messages outside the bin that hold all the words, newest first; none for no words."""
    wanted = storable(words).replace("\0", " ").split()
    if not wanted:
        return []
    bin_ = select(ConversationRow.id).where(ConversationRow.deleted_at.is_not(None))
    gone = select(DeletedMessageRow.message_id)
    short = (holds(word) for word in wanted if len(word) < TRIGRAM)
    query = selected().where(MessageRow.conversation_id.not_in(bin_), MessageRow.id.not_in(gone), *short).limit(limit)
    long = [word for word in wanted if len(word) >= TRIGRAM]
    if not long:
        return read(session, query.where(FINISHED).order_by(MessageRow.id.desc()))
    phrases = " ".join('"' + word.replace('"', '""') + '"' for word in long)
    found = query.join(MESSAGE_INDEX, MESSAGE_INDEX.c.rowid == MessageRow.id).where(
        MESSAGE_INDEX.c.message_index.match(phrases)
    )
    return read(session, found.order_by(MESSAGE_INDEX.c.rowid.desc()))


def forget_deleted(session: Session) -> None:
    """Merges the index into one piece: until then pieces of it hold the trigrams of deleted messages as well."""
    session.execute(text("INSERT INTO message_index(message_index) VALUES ('optimize')"))


def holds(word: str) -> ColumnElement[bool]:
    """LIKE knows upper and lower case of ASCII alone, so other letters are asked for in both."""
    spellings = {word, word.lower(), word.upper(), word.title()}
    return or_(*(MessageRow.text.contains(spelling, autoescape=True) for spelling in sorted(spellings)))
