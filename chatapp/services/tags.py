"""Tags as a whole: which there are, their names and colours. Giving one to conversations is services.order's. GUI
thread."""

from dataclasses import replace

from chatapp.domain.changes import Change
from chatapp.domain.colour import Colour
from chatapp.domain.conversation import Conversation
from chatapp.domain.tag import Tag, tag_key, tag_name, tag_names
from chatapp.services.order import Order
from chatapp.services.ports import TagStore
from chatapp.services.undo import Step, Undo


class Tags:
    def __init__(self, store: TagStore, order: Order, undo: Undo) -> None:
        self._store = store
        self._order = order
        self._undo = undo

    def all(self) -> list[tuple[Tag, int]]:
        """In order of the alphabet, each with how many conversations outside the bin have it."""
        return self._store.all()

    def colour(self, name: str, colour: Colour | None) -> None:
        before = self._tag(name)
        self._change("Colour tag", before, replace(before, colour=colour))

    def rename(self, name: str, new_name: str) -> None:
        """On all conversations that have it; to a name that there is already joins the two."""
        before = self._tag(name)
        new_name = tag_name(new_name)
        if new_name:
            after = self._find(new_name) or replace(before, name=new_name)
            self._change("Rename tag", before, replace(after, name=new_name))

    def delete(self, name: str) -> None:
        """From all conversations that have it."""
        self._change("Delete tag", self._tag(name), None)

    def _find(self, name: str) -> Tag | None:
        return next((tag for tag, _ in self._store.all() if tag_key(tag.name) == tag_key(name)), None)

    def _tag(self, name: str) -> Tag:
        """KeyError for an unknown one."""
        found = self._find(name)
        if found is None:
            raise KeyError(name)
        return found

    def _change(self, label: str, before: Tag, after: Tag | None) -> None:
        if before == after:
            return
        replaced = self._find(after.name) if after is not None else None
        key = tag_key(before.name)

        def worn_by(found: Conversation) -> Conversation:
            instead = () if after is None else (after.name,)
            kept = (tag for tag in found.tags if tag_key(tag) != key)
            return replace(found, tags=tag_names((*kept, *instead)))

        is_other = after is None or tag_key(after.name) != key
        step = self._order.step(label, self._order.changed(self._store.wearers(before.name), worn_by))

        def redo() -> None:
            if after is not None:
                self._store.put(after)
            if is_other:
                step.redo()
                self._store.put(replace(before, colour=None))

        def undo() -> None:
            self._store.put(before)
            if is_other:
                step.undo()
            if after is not None and is_other:
                self._store.put(replaced or replace(after, colour=None))
            self._store.put(before)

        self._undo.perform(Step(label, undo, redo, step.change | Change(list_changed=True)))
