"""Search: every word that a person types is found as it stands, whatever it means to SQLite.

Words of three characters and more go through the trigram index, which finds them inside other words and in Chinese.
Shorter ones are the beginning of trigrams, which are looked up first; where those are many the word is common, and
reading the messages from the newest on finds enough of them at once.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from itertools import islice

from sqlalchemy import ColumnElement, func, or_, select, text
from sqlalchemy.orm import Session

from chatapp.domain.conversation import Conversation, Kind
from chatapp.domain.excerpt import excerpt
from chatapp.domain.folder import below
from chatapp.domain.found import Found, FoundDocument
from chatapp.domain.message import Message
from chatapp.domain.query import Query
from chatapp.domain.tag import tag_key
from chatapp.storage import conversation_table, passage_search, trigrams
from chatapp.storage.attachment_search import Attached, attached
from chatapp.storage.columns import storable
from chatapp.storage.database import Database
from chatapp.storage.folders import all_folders
from chatapp.storage.messages import Selected, selected
from chatapp.storage.tables import (
    FINISHED,
    MESSAGE_INDEX,
    MESSAGE_TERMS,
    ConversationRow,
    ConversationTagRow,
    DeletedMessageRow,
    MessageRow,
    RunRow,
    TagRow,
)

FEW_MESSAGES = 20_000
"""So many are sooner read through than a common word's are sorted out of the index."""
AT_ONCE = 64
Condition = ColumnElement[bool]


class Finder:
    """Implements services.ports.FindStore."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def messages(self, query: Query, limit: int = 50, before_id: int | None = None) -> list[Found]:
        words = [word for word in map(_clean, query.words) if word]
        if not query.asks or not query.wants(Kind.CONVERSATION):
            return []
        with self._database.reading() as session:
            conditions = [*_about_messages(session, query)]
            if before_id is not None:
                conditions.append(MessageRow.id < before_id)
            homes = _homes(session, query)
            said = _matching(session, words, conditions, homes, limit)
            files = attached(session, words, [*conditions, *_seen(homes)], limit) if words else []
            where = {message.conversation_id for message in said} | {file.conversation_id for file in files}
            titles = _titles(session, where)
        in_files = {file.message_id: _found_in_file(file, titles, words) for file in files}
        found = in_files | {message.id: _found(message, titles, words) for message in said}
        return [found[message_id] for message_id in sorted(found, reverse=True)[:limit]]

    def conversations(self, query: Query, limit: int = 50) -> list[Conversation]:
        if not query.asks or query.is_about_messages or not query.wants(Kind.CONVERSATION):
            return []
        conditions = _about_rows(query, Kind.CONVERSATION)
        with self._database.reading() as session:
            ids = _titled(session, query.words, [*conditions, *_in_folders(session, query)])
            return conversation_table.listed(session, ConversationRow.id.in_(ids), limit=limit) if ids else []

    def documents(self, query: Query, limit: int = 50) -> list[FoundDocument]:
        if not query.asks or query.is_about_messages or not query.wants(Kind.DOCUMENT):
            return []
        words = [word for word in map(_clean, query.words) if word]
        with self._database.reading() as session:
            conditions = [*_about_rows(query, Kind.DOCUMENT), *_in_folders(session, query)]
            return passage_search.documents(session, words, conditions, limit)


def _found(message: Message, titles: Mapping[int, str], words: Sequence[str]) -> Found:
    title, piece = titles[message.conversation_id], excerpt(message.text, words)
    return Found(message.id, message.conversation_id, title, message.role, message.created_at, piece)


def _found_in_file(file: Attached, titles: Mapping[int, str], words: Sequence[str]) -> Found:
    title, piece = titles[file.conversation_id], excerpt(file.text, words)
    return Found(file.message_id, file.conversation_id, title, file.role, file.created_at, piece, file.name)


def forget_deleted(session: Session) -> None:
    """Merges the index into one piece: until then pieces of it hold the trigrams of deleted messages as well."""
    for index in ("message_index", "passage_index", "attachment_index"):
        session.execute(text(f"INSERT INTO {index}({index}) VALUES ('optimize')"))  # noqa: S608 - our own names


def _clean(words: str) -> str:
    return storable(words).replace("\0", " ").strip()


def _matching(
    session: Session, words: Sequence[str], conditions: Sequence[Condition], homes: Condition | None, limit: int
) -> list[Message]:
    """Finished messages outside the bin, newest first."""
    query = selected().where(*_seen(homes), *conditions)
    if homes is not None and _are_few(session, homes):
        return _first(session, _newest(query.where(*map(_holds, words))), (), limit)
    indexed, plain = _split(session, words)
    query = query.where(*map(_holds, plain))
    if not indexed:
        return _first(session, _newest(query), (), limit)
    if "" in indexed:
        return []
    found = query.join(MESSAGE_INDEX, MESSAGE_INDEX.c.rowid == MessageRow.id).where(
        MESSAGE_INDEX.c.message_index.match(" AND ".join(indexed))
    )
    return _first(session, found.order_by(MESSAGE_INDEX.c.rowid.desc()), words, limit)


def _seen(homes: Condition | None) -> list[Condition]:
    """Outside the bin."""
    gone = select(DeletedMessageRow.message_id)
    bin_ = select(ConversationRow.id).where(ConversationRow.deleted_at.is_not(None))
    place = MessageRow.conversation_id.not_in(bin_) if homes is None else homes
    return [place, MessageRow.id.not_in(gone)]


def _newest(query: Selected) -> Selected:
    return query.where(FINISHED).order_by(MessageRow.id.desc())


def _first(session: Session, query: Selected, words: Sequence[str], limit: int) -> list[Message]:
    """As many as are asked for, of those in which the long ones among the words stand indeed. No more is read."""
    long = [trigrams.folded(word) for word in words if trigrams.is_long(word)]
    if not long:
        return [Message(*row) for row in session.execute(query.limit(limit))]
    with session.execute(query.execution_options(yield_per=AT_ONCE)) as rows:
        found = (message for row in rows if _has(message := Message(*row), long))
        return list(islice(found, limit))


def _has(message: Message, words: Sequence[str]) -> bool:
    text = trigrams.folded(message.text)
    return all(word in text for word in words)


def _split(session: Session, words: Sequence[str]) -> tuple[list[str], list[str]]:
    """What the index is to be asked for, "" for what it holds nowhere; and the words that have to be looked for."""
    indexed, plain = [], []
    for word in words:
        if len(word) >= trigrams.TRIGRAM:
            indexed.append(trigrams.wanted(session, MESSAGE_INDEX, word))
        elif (asked := trigrams.beginnings(session, MESSAGE_TERMS, word)) is not None:
            indexed.append(asked)
        else:
            plain.append(word)
    return indexed, plain


def _holds(word: str) -> Condition:
    """LIKE knows upper and lower case of ASCII alone, so other letters are asked for in both."""
    spellings = {word, word.lower(), word.upper(), word.title()}
    return or_(*(MessageRow.text.contains(spelling, autoescape=True) for spelling in sorted(spellings)))


def _about_messages(session: Session, query: Query) -> list[Condition]:
    conditions: list[Condition] = []
    if query.roles:
        conditions.append(MessageRow.role.in_(sorted(query.roles)))
    if query.models:
        names = (RunRow.model_name.contains(_clean(name), autoescape=True) for name in query.models)
        conditions.append(MessageRow.id.in_(select(RunRow.message_id).where(or_(*names))))
    # The bounds by number spare the index what lies outside them, as messages are mostly as old as their numbers say.
    if query.before is not None:
        is_before = MessageRow.created_at < _begin(query.before)
        last = select(MessageRow.id).where(is_before).order_by(MessageRow.id.desc()).limit(1)
        conditions += [is_before, MessageRow.id <= (session.execute(last).scalar() or 0)]
    if query.after is not None:
        is_after = MessageRow.created_at >= _begin(query.after)
        first = session.execute(select(MessageRow.id).where(is_after).order_by(MessageRow.id).limit(1)).scalar()
        conditions += [is_after, MessageRow.id >= (first or 0)]
    return conditions


def _titled(session: Session, words: Sequence[str], conditions: Sequence[Condition]) -> list[int]:
    """Those whose title holds all the words. All titles come as one text, since a row for each takes longer than
    looking into it; and not by SQL, which knows upper and lower case of ASCII alone."""
    line = func.replace(ConversationRow.title, "\n", " ")
    together = select(func.group_concat(ConversationRow.id, "\n"), func.group_concat(line, "\n"))
    ids, titles = session.execute(together.where(*conditions)).one()
    wanted, folded = [word.replace("\n", " ").casefold() for word in words], (titles or "").casefold()
    if not ids or any(word not in folded for word in wanted):
        return []
    rows = zip(ids.split("\n"), folded.split("\n"), strict=True)
    return [int(id_) for id_, title in rows if all(word in title for word in wanted)]


def _begin(day: date) -> datetime:
    """Midnight where the person is."""
    return datetime.combine(day, time()).astimezone()


def _homes(session: Session, query: Query) -> Condition | None:
    """The conversations asked for; None where all outside the bin are."""
    asked = [*_about_conversations(query), *_in_folders(session, query)]
    if not asked:
        return None
    ids = select(ConversationRow.id).where(ConversationRow.deleted_at.is_(None), *asked)
    return MessageRow.conversation_id.in_(session.execute(ids).scalars().all())


def _about_rows(query: Query, kind: Kind) -> list[Condition]:
    """Of the list, outside the bin, without the folders."""
    conditions = [ConversationRow.deleted_at.is_(None), ConversationRow.kind == kind, *_about_conversations(query)]
    if query.before is not None:
        conditions.append(ConversationRow.updated_at < _begin(query.before))
    if query.after is not None:
        conditions.append(ConversationRow.updated_at >= _begin(query.after))
    return conditions


def _about_conversations(query: Query) -> list[Condition]:
    conditions: list[Condition] = []
    if query.is_pinned is not None:
        conditions.append(ConversationRow.is_pinned.is_(query.is_pinned))
    if query.is_archived is not None:
        archived = ConversationRow.archived_at
        conditions.append(archived.is_not(None) if query.is_archived else archived.is_(None))
    for name in query.tags:
        wearers = select(ConversationTagRow.conversation_id).join(TagRow).where(TagRow.key == tag_key(_clean(name)))
        conditions.append(ConversationRow.id.in_(wearers))
    return conditions


def _in_folders(session: Session, query: Query) -> list[Condition]:
    """In any folder of that name, or in what stands in it."""
    folders = all_folders(session) if query.folders else []
    conditions: list[Condition] = []
    for name in query.folders:
        named = [folder.id for folder in folders if folder.name.casefold() == _clean(name).casefold()]
        inside = {inner for folder_id in named for inner in below(folders, folder_id)}
        conditions.append(ConversationRow.folder_id.in_(sorted(inside)))
    return conditions


def _are_few(session: Session, homes: Condition) -> bool:
    some = select(MessageRow.id).where(homes).limit(FEW_MESSAGES + 1).subquery()
    return session.execute(select(func.count()).select_from(some)).scalar_one() <= FEW_MESSAGES


def _titles(session: Session, ids: set[int]) -> dict[int, str]:
    query = select(ConversationRow.id, ConversationRow.title).where(ConversationRow.id.in_(ids))
    return {row[0]: row[1] for row in session.execute(query)}
