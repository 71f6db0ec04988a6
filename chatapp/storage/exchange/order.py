"""Where a conversation that comes in belongs: folders, tags and personas are found by their names, else made."""

from sqlalchemy import insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.orm import Session

from chatapp.domain.folder import folder_name
from chatapp.domain.persona import persona_name
from chatapp.domain.tag import tag_key, tag_name
from chatapp.exchange.record import ConversationRecord, NamedRecord, PersonaRecord
from chatapp.storage.exchange.rows import colour_of, parameters_column
from chatapp.storage.tables import ConversationRow, ConversationTagRow, FolderRow, PersonaRow, TagRow


class Order:
    """Within one session."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._folders: dict[tuple[str, ...], int] = {}
        self._personas: dict[str, int] = {}

    def place(self, conversation_id: int, record: ConversationRecord) -> None:
        """Its folder, persona, tags and, if it lay in the bin, its place there."""
        columns: dict[str, object] = {}
        if record.folder:
            columns["folder_id"] = self._folder(record.folder)
        if record.settings.persona is not None:
            columns["persona_id"] = self._persona(record.settings.persona)
        if record.deleted_at is not None:
            columns["deleted_at"] = record.deleted_at
        if columns:
            mine = ConversationRow.id == conversation_id
            self._session.execute(update(ConversationRow).where(mine).values(columns))
        for tag in record.tags:
            if tag_name(tag.name):
                self._wear(conversation_id, tag)

    def _folder(self, trail: tuple[NamedRecord, ...]) -> int | None:
        parent_id: int | None = None
        way: tuple[str, ...] = ()
        for step in trail:
            name = folder_name(step.name)
            way = (*way, name)
            if way not in self._folders:
                self._folders[way] = self._found_folder(name, parent_id) or self._made_folder(name, parent_id, step)
            parent_id = self._folders[way]
        return parent_id

    def _found_folder(self, name: str, parent_id: int | None) -> int | None:
        here = select(FolderRow.id).where(FolderRow.name == name, FolderRow.parent_id.is_(parent_id))
        return self._session.execute(here.order_by(FolderRow.id).limit(1)).scalar()

    def _made_folder(self, name: str, parent_id: int | None, step: NamedRecord) -> int:
        row = {"name": name, "parent_id": parent_id, "colour": colour_of(step.colour)}
        return self._session.execute(insert(FolderRow).values(row).returning(FolderRow.id)).scalar_one()

    def _persona(self, wanted: PersonaRecord) -> int:
        key = wanted.model_dump_json()
        if key not in self._personas:
            name, parameters = persona_name(wanted.name), parameters_column(wanted.parameters)
            same = select(PersonaRow.id, PersonaRow.system_prompt, PersonaRow.parameters)
            found = self._session.execute(same.where(PersonaRow.name == name)).all()
            equal = [id_ for id_, prompt, own in found if (prompt, own) == (wanted.system_prompt, parameters)]
            row = {"name": name, "system_prompt": wanted.system_prompt, "parameters": parameters}
            made = insert(PersonaRow).values(row).returning(PersonaRow.id)
            self._personas[key] = equal[0] if equal else self._session.execute(made).scalar_one()
        return self._personas[key]

    def _wear(self, conversation_id: int, tag: NamedRecord) -> None:
        """A tag that is there already keeps its spelling and colour."""
        key, colour = tag_key(tag.name), colour_of(tag.colour)
        row = {"key": key, "name": tag_name(tag.name), "colour": colour}
        self._session.execute(upsert(TagRow).values(row).on_conflict_do_nothing())
        tag_id = self._session.execute(select(TagRow.id).where(TagRow.key == key)).scalar_one()
        worn = {"conversation_id": conversation_id, "tag_id": tag_id}
        self._session.execute(upsert(ConversationTagRow).values(worn).on_conflict_do_nothing())
