"""Tags: which there are, which conversation has which. Unused ones go, unless they were given a colour."""

from collections import defaultdict

from sqlalchemy import delete, exists, func, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session

from chatapp.domain.tag import Tag, tag_key, tag_name, tag_names
from chatapp.storage.columns import storable
from chatapp.storage.database import Database
from chatapp.storage.tables import ConversationRow, ConversationTagRow, TagRow


class Tags:
    """Implements services.ports.TagStore."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[tuple[Tag, int]]:
        worn = (
            select(ConversationTagRow.tag_id, func.count().label("times"))
            .join(ConversationRow, ConversationRow.id == ConversationTagRow.conversation_id)
            .where(ConversationRow.deleted_at.is_(None))
            .group_by(ConversationTagRow.tag_id)
            .subquery()
        )
        times = func.coalesce(worn.c.times, 0)
        query = select(TagRow.name, TagRow.colour, times).outerjoin(worn, worn.c.tag_id == TagRow.id)
        with self._database.reading() as session:
            found = session.execute(query.order_by(TagRow.key)).all()
        return [(Tag(name, colour), count) for name, colour, count in found]

    def wearers(self, name: str) -> tuple[int, ...]:
        query = select(ConversationTagRow.conversation_id).join(TagRow).where(TagRow.key == tag_key(storable(name)))
        with self._database.reading() as session:
            return tuple(session.execute(query.order_by(ConversationTagRow.conversation_id)).scalars())

    def put(self, tag: Tag) -> None:
        """Its spelling and colour; a new one is made."""
        name = tag_name(storable(tag.name))
        if not name:
            raise ValueError("a tag without a name")
        values = {"name": name, "colour": tag.colour}
        statement = insert(TagRow).values(key=tag_key(name), **values)
        with self._database.writing() as session:
            session.execute(statement.on_conflict_do_update(index_elements=[TagRow.key], set_=values))
            _sweep(session)


def worn(session: Session, conversation_id: int | None = None) -> dict[int, tuple[str, ...]]:
    """The tags of every conversation that has some, or of one alone, in order of the alphabet."""
    query = select(ConversationTagRow.conversation_id, TagRow.name).join(TagRow).order_by(TagRow.key)
    if conversation_id is not None:
        query = query.where(ConversationTagRow.conversation_id == conversation_id)
    found: dict[int, list[str]] = defaultdict(list)
    for wearer, name in session.execute(query):
        found[wearer].append(name)
    return {wearer: tuple(names) for wearer, names in found.items()}


def wear(session: Session, conversation_id: int, names: tuple[str, ...]) -> None:
    """These tags and no others; a tag that is there already keeps its spelling."""
    mine = ConversationTagRow.conversation_id == conversation_id
    before = worn(session, conversation_id).get(conversation_id, ())
    wanted = tag_names(tuple(storable(name) for name in names))
    if [tag_key(name) for name in before] == [tag_key(name) for name in wanted]:
        return
    session.execute(delete(ConversationTagRow).where(mine))
    for name in wanted:
        key = tag_key(name)
        session.execute(insert(TagRow).values(key=key, name=name).on_conflict_do_nothing())
        tag_id = session.execute(select(TagRow.id).where(TagRow.key == key)).scalar_one()
        session.execute(insert(ConversationTagRow).values(conversation_id=conversation_id, tag_id=tag_id))
    _sweep(session)


def _sweep(session: Session) -> None:
    is_worn = exists().where(ConversationTagRow.tag_id == TagRow.id)
    session.execute(delete(TagRow).where(TagRow.colour.is_(None), ~is_worn))
