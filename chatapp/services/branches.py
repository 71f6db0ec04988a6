"""Branches: cut off into the bin and brought back, written by hand, marked for what the model reads. GUI thread."""

from collections.abc import Callable
from functools import partial

from chatapp.domain.attachment import Attachment
from chatapp.domain.branch import DeletedBranch, Tree
from chatapp.domain.changes import Change
from chatapp.domain.mark import ContextMark
from chatapp.domain.message import Message, Role
from chatapp.services.ports import ConversationStore
from chatapp.services.undo import Step, Undo


class Branches:
    def __init__(self, store: ConversationStore, undo: Undo, stop: Callable[[int], None]) -> None:
        """`stop` ends an answer that runs or waits."""
        self._store = store
        self._undo = undo
        self._stop = stop

    def tree(self, conversation_id: int) -> Tree:
        """All messages outside the bin."""
        return self._store.tree(conversation_id)

    def delete(self, message_id: int) -> None:
        """A message with all below it, into the bin. What is shown then is the newest branch beside it."""
        message = self._store.message(message_id)
        for below in self._store.tree(message.conversation_id).below(message_id):
            if not below.status.is_terminal:
                self._stop(below.id)
        self._perform("Delete branch", message, lambda: self._store.branches.delete(message_id))

    def restore(self, root_id: int) -> None:
        """Out of the bin, with the branches that it stands in."""
        root = self._store.message(root_id)
        gone = {branch.root.id: branch for branch in self._store.branches.deleted(root.conversation_id)}
        roots = self._store.branches.restore(root_id)

        def again() -> None:
            for one in reversed(roots):
                self._store.branches.delete(one, gone[one].deleted_at)

        back = partial(self._store.branches.restore, root_id)
        self._undo.remember(Step("Restore branch", again, back, _change(root)))

    def purge(self, root_id: int) -> None:
        """For good, from the bin. What was done before can't be taken back past this."""
        root = self._store.message(root_id)
        self._store.branches.purge(root_id)
        self._undo.clear()
        self._undo.announce(_change(root))

    def deleted(self, conversation_id: int) -> list[DeletedBranch]:
        """Those in the bin, the last deleted first."""
        return self._store.branches.deleted(conversation_id)

    def insert(
        self,
        conversation_id: int,
        parent_id: int | None,
        role: Role,
        text: str,
        attachments: tuple[Attachment, ...] = (),
    ) -> Message:
        """A message of any role below another, or for None where the conversation begins; nothing answers it."""
        head_id = self._store.conversation(conversation_id).head_id
        made = self._store.branches.insert(conversation_id, parent_id, role, text, attachments)
        back, again = self._out_of_bin(made, head_id)
        self._undo.remember(Step("Insert message", back, again, _change(made)))
        return made

    def write_beside(self, message_id: int, text: str) -> Message:
        """Another version of a message of either role, as the person writes it; the old one stays, with what follows
        it. Nothing answers it. An unchanged text makes no version."""
        old = self._store.message(message_id)
        if text == old.text:
            return old
        head_id = self._store.conversation(old.conversation_id).head_id
        made = self._store.branches.insert(old.conversation_id, old.parent_id, old.role, text, old.attachments)
        back, again = self._out_of_bin(made, head_id)
        self._undo.remember(Step("Edit message", back, again, _change(made)))
        return made

    def marks(self, conversation_id: int) -> dict[int, ContextMark]:
        return self._store.branches.marks(conversation_id)

    def mark(self, message_id: int, mark: ContextMark | None) -> None:
        """What the model is to read of this message, whatever else it drops."""
        message = self._store.message(message_id)
        before = self._store.branches.marks(message.conversation_id).get(message_id)
        if before is mark:
            return
        label = {ContextMark.PINNED: "Keep in context", ContextMark.EXCLUDED: "Leave out of context", None: "Unmark"}
        put = self._store.branches.mark
        step = Step(label[mark], lambda: put(message_id, before), lambda: put(message_id, mark), _change(message))
        self._undo.perform(step)

    def _perform(self, label: str, message: Message, act: Callable[[], None]) -> None:
        """A deletion: taken back, the branch returns, and what was shown before, unless something else is by then."""
        home = message.conversation_id
        before = self._store.conversation(home).head_id
        act()
        after = self._store.conversation(home).head_id
        moment = next(found for found in self._store.branches.deleted(home) if found.root.id == message.id).deleted_at

        def back() -> None:
            self._store.branches.restore(message.id)
            if self._store.conversation(home).head_id == after:
                self._store.set_head(home, before)

        again = partial(self._store.branches.delete, message.id, moment)
        self._undo.remember(Step(label, back, again, _change(message)))

    def _out_of_bin(self, made: Message, head_id: int | None) -> tuple[Callable[[], None], Callable[[], None]]:
        """How a message that was written is taken back into the bin, and comes again."""
        home = made.conversation_id

        def back() -> None:
            was_shown = self._store.conversation(home).head_id == made.id
            self._store.branches.delete(made.id)
            if was_shown:
                self._store.set_head(home, head_id)

        def again() -> None:
            self._store.branches.restore(made.id)
            if self._store.conversation(home).head_id == head_id:
                self._store.set_head(home, made.id)

        return back, again


def _change(message: Message) -> Change:
    return Change(list_changed=True, path_of=frozenset((message.conversation_id,)))
