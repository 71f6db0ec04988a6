"""Personas in and out of their table; conversations that had one which goes are told of, so that it can come back."""

from collections.abc import Sequence

from sqlalchemy import delete, insert, select, update

from chatapp.domain.parameters import parameters_to
from chatapp.domain.persona import Persona
from chatapp.storage.columns import storable
from chatapp.storage.conversation_table import parameters_of
from chatapp.storage.database import Database
from chatapp.storage.tables import ConversationRow, PersonaRow


class Personas:
    """Implements services.ports.PersonaStore."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[Persona]:
        columns = (PersonaRow.id, PersonaRow.name, PersonaRow.system_prompt, PersonaRow.parameters)
        with self._database.reading() as session:
            found = session.execute(select(*columns)).all()
        personas = [Persona(id_, name, prompt, parameters_of(own)) for id_, name, prompt, own in found]
        return sorted(personas, key=lambda persona: (persona.name.casefold(), persona.id))

    def create(self, persona: Persona) -> Persona:
        with self._database.writing() as session:
            statement = insert(PersonaRow).values(_columns(persona)).returning(PersonaRow.id)
            added = session.execute(statement).scalar_one()
        return _stored(persona, added)

    def put(self, persona: Persona) -> None:
        statement = update(PersonaRow).where(PersonaRow.id == persona.id).values(_columns(persona))
        with self._database.writing() as session:
            if session.execute(statement.returning(PersonaRow.id)).first() is None:
                raise KeyError(persona.id)

    def remove(self, persona_id: int) -> tuple[int, ...]:
        with self._database.writing() as session:
            having = (
                update(ConversationRow)
                .where(ConversationRow.persona_id == persona_id)
                .values(persona_id=None)
                .returning(ConversationRow.id)
            )
            conversation_ids = tuple(sorted(session.execute(having).scalars()))
            gone = session.execute(delete(PersonaRow).where(PersonaRow.id == persona_id).returning(PersonaRow.id))
            if gone.first() is None:
                raise KeyError(persona_id)
        return conversation_ids

    def restore(self, persona: Persona, conversation_ids: Sequence[int]) -> None:
        with self._database.writing() as session:
            session.execute(insert(PersonaRow).values({**_columns(persona), "id": persona.id}))
            session.execute(
                update(ConversationRow).where(ConversationRow.id.in_(conversation_ids)).values(persona_id=persona.id)
            )


def _columns(persona: Persona) -> dict[str, object]:
    return {
        "name": persona.name,
        "system_prompt": persona.system_prompt,
        "parameters": parameters_to(persona.parameters),
    }


def _stored(persona: Persona, persona_id: int) -> Persona:
    prompt = persona.system_prompt
    return Persona(persona_id, storable(persona.name), None if prompt is None else storable(prompt), persona.parameters)
