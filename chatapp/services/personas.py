"""Personas: system prompts and parameters under a name, kept for many conversations, shared as files. GUI thread."""

from dataclasses import replace
from functools import partial

from chatapp.domain.changes import Change
from chatapp.domain.persona import Persona, persona_file, persona_from_file, persona_name
from chatapp.services.ports import PersonaStore
from chatapp.services.undo import Step, Undo

LIST = Change(list_changed=True)


class Personas:
    def __init__(self, store: PersonaStore, undo: Undo) -> None:
        self._store = store
        self._undo = undo

    def all(self) -> list[Persona]:
        """In order of their names."""
        return self._store.all()

    def persona(self, persona_id: int) -> Persona:
        """KeyError for an unknown id."""
        return {persona.id: persona for persona in self._store.all()}[persona_id]

    def create(self, persona: Persona) -> Persona:
        """Its id is given here. ValueError for a name of spaces."""
        made = self._store.create(_named(persona))
        again = partial(self._store.restore, made, ())
        self._undo.remember(Step("New persona", lambda: self._store.remove(made.id), again, LIST))
        return made

    def change(self, persona: Persona) -> None:
        """Conversations that have it follow. ValueError for a name of spaces, KeyError for an unknown id."""
        before, after = self.persona(persona.id), _named(persona)
        if before != after:
            step = Step("Change persona", lambda: self._store.put(before), lambda: self._store.put(after), LIST)
            self._undo.perform(step)

    def delete(self, persona_id: int) -> None:
        """Conversations that had it keep what is their own."""
        gone = self.persona(persona_id)
        had = self._store.remove(persona_id)
        back = partial(self._store.restore, gone, had)
        self._undo.remember(Step("Delete persona", back, lambda: self._store.remove(persona_id), LIST))

    def file_of(self, persona_id: int) -> str:
        """The text of a file to be given to others."""
        return persona_file(self.persona(persona_id))

    def take_file(self, text: str) -> Persona:
        """A persona out of such a file; ValueError, in words for a person, where it is none."""
        return self.create(persona_from_file(text))


def _named(persona: Persona) -> Persona:
    name = persona_name(persona.name)
    if not name:
        raise ValueError("a persona needs a name")
    return replace(persona, name=name)
