"""Law: whatever a person does in whatever order, no message is lost, every conversation shows one of its own, and undo
and redo lead exactly to where one was; export then import is the identity. On a real database, beside a model in plain
Python: a rule changes the store through the services and `self.model`, and the invariants compare them.
"""

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Event as Flag
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from chatapp.domain.colour import Colour
from chatapp.domain.conversation import Conversation
from chatapp.domain.folder import Folder, below, children
from chatapp.domain.mark import ContextMark
from chatapp.domain.message import Message, Role, Status
from chatapp.exchange.record import ConversationRecord, SettingsRecord
from chatapp.paths import Paths
from chatapp.services.announcement import Announcement
from chatapp.services.branches import Branches
from chatapp.services.folders import Folders
from chatapp.services.order import Order
from chatapp.services.recovery import Recovery
from chatapp.services.undo import Undo
from chatapp.storage.conversations import Conversations as Store
from chatapp.storage.exchange.archive import Archive
from chatapp.storage.opening import open_store
from tests.exchange.trees import conversations as foreign
from tests.fakes import empty_database
from tests.storage.exchange.conftest import exported, import_into

TEXT = st.text("ab 学", max_size=4)
TAGS = st.sampled_from(["a", "A", "b"])


@dataclass
class Model:
    """Everything as it should be. `gone` names for each message in the bin where its branch was cut off."""

    homes: dict[int, Conversation] = field(default_factory=dict)
    folders: dict[int, Folder] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    gone: dict[int, int] = field(default_factory=dict)
    marks: dict[int, ContextMark] = field(default_factory=dict)
    done: list[tuple[Callable[[], None], Callable[[], None]]] = field(default_factory=list)
    undone: list[tuple[Callable[[], None], Callable[[], None]]] = field(default_factory=list)

    def perform(self, undo: Callable[[], None], redo: Callable[[], None]) -> None:
        redo()
        self.done.append((undo, redo))
        self.undone.clear()

    def shown(self, home: int) -> list[Message]:
        return [m for m in self.messages.values() if m.conversation_id == home and m.id not in self.gone]

    def branch(self, root: int) -> set[int]:
        found = {root}
        for message in sorted(self.messages.values(), key=lambda m: m.id):
            if message.parent_id in found:
                found.add(message.id)
        return found

    def newest_leaf(self, message_id: int) -> int:
        inside = self.branch(message_id) - self.gone.keys()
        parents = {self.messages[one].parent_id for one in inside}
        return max(one for one in inside if one not in parents)

    def head(self, home: int) -> int | None:
        return self.homes[home].head_id

    def set_head(self, home: int, head: int | None) -> None:
        self.homes[home] = replace(self.homes[home], head_id=head)

    def cut(self, root: int) -> None:
        message = self.messages[root]
        home = message.conversation_id
        self.gone |= dict.fromkeys(self.branch(root) - self.gone.keys(), root)
        if self.head(home) in self.gone:
            firsts = [m.id for m in self.shown(home) if m.parent_id is None]
            tops = [message.parent_id] if message.parent_id is not None else firsts
            self.set_head(home, max(map(self.newest_leaf, tops), default=None))

    def uncut(self, *roots: int) -> None:
        self.gone = {one: root for one, root in self.gone.items() if root not in roots}

    def line_roots(self, root: int) -> list[int]:
        """Where the branches are cut off in which a message stands, the outermost first."""
        found: set[int] = set()
        here: int | None = root
        while here is not None:
            if here in self.gone:
                found.add(self.gone[here])
            here = self.messages[here].parent_id
        return sorted(found)

    def arrange(self, ids: list[int], **changes: Any) -> None:
        """A step in which these fields change, and no others."""
        pairs = [(self.homes[one], replace(self.homes[one], **changes)) for one in ids]
        self.step([(before, after) for before, after in pairs if before != after])

    def step(self, pairs: list[tuple[Conversation, Conversation]]) -> None:
        names = {
            after.id: [name for name in after.__slots__ if getattr(before, name) != getattr(after, name)]
            for before, after in pairs
        }

        def put(values: list[Conversation]) -> None:
            for value in values:
                changes = {name: getattr(value, name) for name in names[value.id]}
                self.homes[value.id] = replace(self.homes[value.id], **changes)

        if pairs:
            self.perform(lambda: put([before for before, _ in pairs]), lambda: put([after for _, after in pairs]))

    def put_folders(self, after: dict[int, Folder]) -> None:
        before = dict(self.folders)
        if before != after:
            self.perform(lambda: self.set_folders(before), lambda: self.set_folders(after))

    def set_folders(self, folders: dict[int, Folder]) -> None:
        self.folders = dict(folders)


class History(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.starts = 0
        self.model = Model()
        (self.folder / "0").mkdir()
        Paths(self.folder / "0").database.write_bytes(empty_database())
        self.open()

    def open(self) -> None:
        opened = open_store(Paths(self.folder / str(self.starts)))
        assert opened.notices == ()
        self.store: Store = opened.store
        self.undo = Undo(Announcement())
        self.order = Order(self.store, self.undo, lambda _id: None)
        self.folders = Folders(self.store.folders, self.undo)
        self.branches = Branches(self.store, self.undo, lambda _id: None)

    def teardown(self) -> None:
        """What it all came to is the same after a way through the exchange form into an empty profile."""
        try:
            before = exported(self.store.archive)
            (self.folder / "other").mkdir()
            Paths(self.folder / "other").database.write_bytes(empty_database())
            other = Archive(Paths(self.folder / "other").database, Flag())
            assert all(is_new for is_new, _ in import_into(other, before))
            assert {record.uid: record for record in exported(other)} == {record.uid: record for record in before}
        finally:
            self.store.close()
            shutil.rmtree(self.folder)

    def pick(self, data: st.DataObject, *, deleted: bool = False) -> list[int]:
        ids = [home.id for home in self.model.homes.values() if home.is_deleted == deleted]
        return data.draw(st.lists(st.sampled_from(ids), min_size=1, max_size=2, unique=True)) if ids else []

    def pick_message(self, data: st.DataObject, role: Role | None = None) -> Message | None:
        shown = [m for home in self.model.homes for m in self.model.shown(home)]
        fitting = [m for m in shown if role in (None, m.role) and not self.model.homes[m.conversation_id].is_deleted]
        return data.draw(st.sampled_from(fitting)) if fitting else None

    def wrote(self, *messages: Message) -> None:
        """Messages that are written are no step; the last one is shown."""
        for message in messages:
            self.model.messages[message.id] = self.store.message(message.id)
        self.model.set_head(messages[-1].conversation_id, messages[-1].id)

    # Writing: no steps.

    @rule(text=TEXT, status=st.sampled_from([Status.COMPLETE, Status.FAILED, Status.STREAMING]))
    def start(self, text: str, status: Status) -> None:
        asked, answer = self.store.start(text, text)
        self.model.homes[asked.conversation_id] = self.store.conversation(asked.conversation_id)
        self.end(answer, text, status)
        self.wrote(asked, answer)

    @rule(text=TEXT, data=st.data())
    def send(self, text: str, data: st.DataObject) -> None:
        for home in self.pick(data)[:1]:
            asked, answer = self.store.add_turn(home, self.model.head(home), text)
            self.end(answer, text, Status.COMPLETE)
            self.wrote(asked, answer)

    @rule(text=TEXT, data=st.data())
    def regenerate(self, text: str, data: st.DataObject) -> None:
        if (asked := self.pick_message(data, Role.USER)) is not None:
            answer = self.store.add_answer(asked.id)
            beside = self.store.add_beside(answer.id, 1)
            for one in (answer, *beside):
                self.end(one, text, Status.STOPPED)
            self.wrote(*beside, answer)

    @rule(text=TEXT, data=st.data())
    def edit(self, text: str, data: st.DataObject) -> None:
        if (old := self.pick_message(data, Role.USER)) is not None:
            asked, answer = self.store.add_turn(old.conversation_id, old.parent_id, text)
            self.end(answer, text, Status.COMPLETE)
            self.wrote(asked, answer)

    def end(self, answer: Message, text: str, status: Status) -> None:
        self.store.checkpoint(answer.id, text)
        if status.is_terminal:
            self.store.finish(answer.id, text, status)

    @rule(data=st.data())
    def show_version(self, data: st.DataObject) -> None:
        if (message := self.pick_message(data)) is not None:
            leaf = self.model.newest_leaf(message.id)
            assert self.store.tree(message.conversation_id).newest_leaf(message.id) == leaf
            self.store.set_head(message.conversation_id, leaf)
            self.model.set_head(message.conversation_id, leaf)

    # Out and in: no steps.

    @rule(record=foreign())
    def import_one(self, record: ConversationRecord) -> None:
        """Without what has a place beside conversations, which would be found or made by its name."""
        kept = {"mark": None, "deleted_at": None, "deleted_with": None}
        messages = tuple(message.model_copy(update=kept) for message in record.messages)
        alone = {"messages": messages, "folder": (), "tags": (), "settings": SettingsRecord(), "deleted_at": None}
        assert import_into(self.store.archive, [record.model_copy(update=alone)]) == [(True, len(messages))]
        (made,) = {home.id for home in self.store.conversations()} - self.model.homes.keys()
        self.model.homes[made] = self.store.conversation(made)
        self.model.messages |= self.store.tree(made).messages
        assert sorted(message.text for message in self.model.shown(made)) == sorted(one.text for one in messages)

    @rule(is_broken_off=st.booleans())
    def export_and_import_again(self, is_broken_off: bool) -> None:
        """Nothing is new, and what is broken off leaves nothing."""
        records = exported(self.store.archive)
        with self.store.archive.intake() as intake:
            assert [intake.add(record) for record in records] == [(False, 0)] * len(records)
            if not is_broken_off:
                assert intake.finish() == frozenset()

    # Branches.

    @rule(text=TEXT, role=st.sampled_from(Role), data=st.data())
    def insert(self, text: str, role: Role, data: st.DataObject) -> None:
        if (above := self.pick_message(data)) is not None:
            before = self.model.head(above.conversation_id)
            made = self.branches.insert(above.conversation_id, above.id, role, text)
            self.inserted(made, before)

    @rule(text=TEXT, data=st.data())
    def write_beside(self, text: str, data: st.DataObject) -> None:
        if (old := self.pick_message(data)) is not None and old.text != text:
            before = self.model.head(old.conversation_id)
            self.inserted(self.branches.write_beside(old.id, text), before)

    def inserted(self, made: Message, before: int | None) -> None:
        model, home = self.model, made.conversation_id

        def redo() -> None:
            model.uncut(made.id)
            if model.head(home) == before:
                model.set_head(home, made.id)

        def undo() -> None:
            was_shown = model.head(home) == made.id
            model.cut(made.id)
            if was_shown:
                model.set_head(home, before)

        model.messages[made.id] = made
        model.perform(undo, redo)

    @rule(data=st.data())
    def delete_branch(self, data: st.DataObject) -> None:
        if (root := self.pick_message(data)) is None:
            return
        model, home = self.model, root.conversation_id
        before = model.head(home)
        self.branches.delete(root.id)
        model.cut(root.id)
        after = model.head(home)

        def undo() -> None:
            model.uncut(root.id)
            if model.head(home) == after:
                model.set_head(home, before)

        model.uncut(root.id)
        model.set_head(home, before)
        model.perform(undo, lambda: model.cut(root.id))

    @rule(data=st.data())
    def restore_branch(self, data: st.DataObject) -> None:
        model = self.model
        if model.gone:
            root = data.draw(st.sampled_from(sorted(set(model.gone.values()))))
            roots = model.line_roots(root)
            self.branches.restore(root)

            def undo() -> None:
                for one in reversed(roots):
                    model.cut(one)

            model.perform(undo, lambda: model.uncut(*roots))

    @rule(data=st.data())
    def purge_branch(self, data: st.DataObject) -> None:
        model = self.model
        if model.gone:
            root = data.draw(st.sampled_from(sorted(set(model.gone.values()))))
            self.branches.purge(root)
            for one in model.branch(root):
                del model.messages[one]
                model.gone.pop(one)
                model.marks.pop(one, None)
            model.done.clear()
            model.undone.clear()

    @rule(mark=st.none() | st.sampled_from(ContextMark), data=st.data())
    def mark(self, mark: ContextMark | None, data: st.DataObject) -> None:
        message = self.pick_message(data)
        if message is None or self.model.marks.get(message.id) is mark:
            return
        before, marks = self.model.marks.get(message.id), self.model.marks

        def put(value: ContextMark | None) -> None:
            marks.pop(message.id, None)
            if value is not None:
                marks[message.id] = value

        self.branches.mark(message.id, mark)
        self.model.perform(lambda: put(before), lambda: put(mark))

    # The list.

    @rule(title=st.sampled_from(["x", "y"]), data=st.data())
    def rename(self, title: str, data: st.DataObject) -> None:
        for home in self.pick(data)[:1]:
            self.order.rename(home, title)
            if self.model.homes[home].title != title:
                self.model.arrange([home], title=title, has_own_title=True)

    @rule(is_pinned=st.booleans(), data=st.data())
    def pin(self, is_pinned: bool, data: st.DataObject) -> None:
        ids = self.pick(data)
        self.order.pin(ids, is_pinned=is_pinned)
        self.model.arrange(ids, is_pinned=is_pinned)

    @rule(colour=st.none() | st.sampled_from(Colour), data=st.data())
    def colour(self, colour: Colour | None, data: st.DataObject) -> None:
        ids = self.pick(data)
        self.order.colour(ids, colour)
        self.model.arrange(ids, colour=colour)

    @rule(is_archived=st.booleans(), data=st.data())
    def archive(self, is_archived: bool, data: st.DataObject) -> None:
        ids = self.pick(data)
        self.order.archive(ids, is_archived=is_archived)
        self.take_times(ids, "archived_at")

    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        ids = self.pick(data)
        self.order.delete(ids)
        assert all(self.store.conversation(one).is_deleted for one in ids)
        self.take_times(ids, "deleted_at")

    @rule(data=st.data())
    def restore(self, data: st.DataObject) -> None:
        ids = self.pick(data, deleted=True)
        self.order.restore(ids)
        self.model.arrange(ids, deleted_at=None)

    def take_times(self, ids: list[int], name: str) -> None:
        """Of what moved just now the store alone knows the time; from then on it has to stay."""
        before = [self.model.homes[one] for one in ids]
        after = [replace(home, **{name: getattr(self.store.conversation(home.id), name)}) for home in before]
        self.model.step([pair for pair in zip(before, after, strict=True) if pair[0] != pair[1]])

    @rule(data=st.data())
    def purge(self, data: st.DataObject) -> None:
        for home in self.pick(data, deleted=True)[:1]:
            self.store.purge(home)
            self.undo.clear()
            model = self.model
            del model.homes[home]
            lost = [m.id for m in model.messages.values() if m.conversation_id == home]
            for one in lost:
                del model.messages[one]
                model.gone.pop(one, None)
                model.marks.pop(one, None)
            model.done.clear()
            model.undone.clear()

    @rule(name=TAGS, data=st.data())
    def tag(self, name: str, data: st.DataObject) -> None:
        ids = self.pick(data)[:1]
        self.order.tag(ids, name)
        for home in ids:
            tags = self.model.homes[home].tags
            if name.casefold() not in [tag.casefold() for tag in tags]:
                spelled = {tag.casefold(): tag for other in self.model.homes.values() for tag in other.tags}
                worn = (*tags, spelled.get(name.casefold(), name))
                self.model.arrange([home], tags=tuple(sorted(worn, key=str.casefold)))

    @rule(name=TAGS, data=st.data())
    def untag(self, name: str, data: st.DataObject) -> None:
        ids = self.pick(data)[:1]
        self.order.untag(ids, name)
        for home in ids:
            tags = self.model.homes[home].tags
            self.model.arrange([home], tags=tuple(tag for tag in tags if tag.casefold() != name.casefold()))

    # Folders.

    @rule(name=st.sampled_from(["f", "g"]), data=st.data())
    def create_folder(self, name: str, data: st.DataObject) -> None:
        model = self.model
        made = self.folders.create(name, data.draw(st.sampled_from([None, *model.folders])))
        model.perform(
            lambda: model.set_folders(without(model.folders, made.id)), lambda: model.folders.update({made.id: made})
        )

    @precondition(lambda self: self.model.folders)
    @rule(data=st.data())
    def move_into_folder(self, data: st.DataObject) -> None:
        ids, folder_id = self.pick(data), data.draw(st.sampled_from([None, *self.model.folders]))
        self.order.move(ids, folder_id)
        self.model.arrange(ids, folder_id=folder_id)

    @precondition(lambda self: self.model.folders)
    @rule(data=st.data())
    def move_folder(self, data: st.DataObject) -> None:
        folders = self.model.folders
        moved, into = data.draw(st.sampled_from([*folders])), data.draw(st.sampled_from([None, *folders]))
        if into in below([*folders.values()], moved):
            with pytest.raises(ValueError, match="itself"):
                self.folders.move(moved, into, 0)
            return
        self.folders.move(moved, into, 0)
        beside = [folder for folder in children(folders.values(), into) if folder.id != moved]
        row = [replace(folders[moved], parent_id=into), *beside]
        self.model.put_folders(folders | {folder.id: replace(folder, position=at) for at, folder in enumerate(row)})

    @precondition(lambda self: self.model.folders)
    @rule(data=st.data())
    def delete_folder(self, data: st.DataObject) -> None:
        model = self.model
        gone = model.folders[data.draw(st.sampled_from([*model.folders]))]
        inside = [folder.id for folder in model.folders.values() if folder.parent_id == gone.id]
        homes = [home.id for home in model.homes.values() if home.folder_id == gone.id]
        self.folders.delete(gone.id)

        def rehouse(where: int | None) -> None:
            model.set_folders(
                {key: replace(one, parent_id=where) if key in inside else one for key, one in model.folders.items()}
            )
            for home in homes:
                model.homes[home] = replace(model.homes[home], folder_id=where)

        def redo() -> None:
            rehouse(gone.parent_id)
            model.set_folders(without(model.folders, gone.id))

        def undo() -> None:
            model.folders[gone.id] = gone
            rehouse(gone.id)

        model.perform(undo, redo)

    # Back, forth, and away.

    @rule(times=st.integers(1, 4))
    def take_back(self, times: int) -> None:
        for _ in range(times):
            if self.model.done:
                step = self.model.done.pop()
                step[0]()
                self.model.undone.append(step)
            self.undo.undo()

    @rule(times=st.integers(1, 4))
    def do_again(self, times: int) -> None:
        for _ in range(times):
            if self.model.undone:
                step = self.model.undone.pop()
                step[1]()
                self.model.done.append(step)
            self.undo.redo()

    @rule()
    def crash(self) -> None:
        """What is on the disk at this moment is all that the next start finds: no file was closed."""
        self.starts += 1
        shutil.copytree(self.folder / str(self.starts - 1), self.folder / str(self.starts))
        self.store.close()
        self.open()
        Recovery(self.store, lambda: True).look()
        for message in self.model.messages.values():
            if message.status is Status.STREAMING:
                self.model.messages[message.id] = replace(message, status=Status.INTERRUPTED)
        self.model.done.clear()
        self.model.undone.clear()

    @invariant()
    def no_message_is_lost_or_changed(self) -> None:
        assert {one: self.store.message(one) for one in self.model.messages} == self.model.messages

    @invariant()
    def every_conversation_is_as_it_should_be_and_shows_its_own(self) -> None:
        listed = [*self.store.conversations(), *self.store.conversations(deleted=True)]
        assert {home.id: home for home in listed} == {
            home.id: replace(self.model.homes[home.id], updated_at=home.updated_at) for home in listed
        }
        assert len(listed) == len(self.model.homes)
        for home in listed:
            tree = self.store.tree(home.id)
            assert tree.messages.keys() == {message.id for message in self.model.shown(home.id)}
            path = tree.path(home.head_id)
            assert all(turn.message.id in turn.versions for turn in path)
            assert (home.head_id is None) == (not path)
            mine = {one: root for one, root in self.model.gone.items() if self.at_home(one, home.id)}
            found = {branch.root.id: branch.count for branch in self.store.branches.deleted(home.id)}
            assert found == {root: [*mine.values()].count(root) for root in mine.values()}
            marks = {one: mark for one, mark in self.model.marks.items() if self.at_home(one, home.id)}
            assert self.store.branches.marks(home.id) == marks

    def at_home(self, message_id: int, home: int) -> bool:
        return self.model.messages[message_id].conversation_id == home

    @invariant()
    def folders_are_as_they_should_be(self) -> None:
        assert {folder.id: folder for folder in self.store.folders.all()} == self.model.folders


def without(folders: dict[int, Folder], gone: int) -> dict[int, Folder]:
    return {key: folder for key, folder in folders.items() if key != gone}


TestHistory = History.TestCase
TestHistory.settings = settings(max_examples=8, stateful_step_count=25, deadline=None)
