"""All use cases on one desk, wired: what a front end holds. GUI thread; a front end of its own drains it."""

from collections.abc import Callable

from chatapp.domain.attachment import Attachment
from chatapp.domain.changes import Change
from chatapp.domain.errors import Problem
from chatapp.engine.client import EngineClient, nothing_on_disk
from chatapp.engine.messages import Event
from chatapp.engine.outbox import Outbox, merge_text
from chatapp.engine.ports import Loader
from chatapp.services.announcement import Announcement
from chatapp.services.answers import AnswerParts, Answers
from chatapp.services.backups import BackupParts, Backups
from chatapp.services.beginning import Beginning
from chatapp.services.branches import Branches
from chatapp.services.conversations import Conversations, ListParts
from chatapp.services.document_exchange import DocumentExchange
from chatapp.services.documents import Documents
from chatapp.services.drafting import Drafting, DraftingParts
from chatapp.services.errand import Errands
from chatapp.services.exchange import Exchange
from chatapp.services.folders import Folders
from chatapp.services.incognito import TwoStores
from chatapp.services.models import ModelParts, Models
from chatapp.services.order import Order
from chatapp.services.personas import Personas
from chatapp.services.ports import ConversationStore, ModelLibrary
from chatapp.services.search import Search
from chatapp.services.section_series import SectionSeries
from chatapp.services.surprise import Surprise, SurpriseParts
from chatapp.services.tags import Tags
from chatapp.services.token_views import TokenViews
from chatapp.services.undo import Undo
from chatapp.services.updates import Updates
from chatapp.services.warm_ups import WarmUps
from chatapp.settings import SettingsFile

CLOSE_SECONDS = 3.0


class Services:
    """`notices` are what opening the data found, to be told to the person. `forget_on_disk` is the engine client's."""

    def __init__(
        self,
        store: ConversationStore,
        library: ModelLibrary,
        load: Loader,
        settings: SettingsFile,
        forget_on_disk: Callable[[], None] = nothing_on_disk,
    ) -> None:
        self._announcement = Announcement()
        self._outbox: Outbox[Event] = Outbox(merge_text)
        self._engine = EngineClient(load, self._outbox, forget_on_disk)
        store = self._store = TwoStores(store)
        self.settings = settings
        self.notices: tuple[Problem, ...] = ()
        self.models = Models(ModelParts(library, self._engine, settings, self._announcement))
        self.answers = Answers(
            AnswerParts(store, self._engine, settings, self.models.info, self.models.prefer, self._announcement)
        )
        self.token_views = TokenViews(
            store, lambda answer_id, start: self.answers.regenerate(answer_id, answer_start=start)
        )
        self.warm_ups = WarmUps(store, self._engine, settings, self.models.info)
        self.undo = Undo(self._announcement)
        self.order = Order(store, self.undo, self.answers.stop_conversation)
        self.folders = Folders(store.folders, self.undo)
        self.tags = Tags(store.tags, self.order, self.undo)
        self.search = Search(store.finder)
        self.personas = Personas(store.personas, self.undo)
        self.beginning = Beginning(settings, store.personas, self.undo)
        self.branches = Branches(store, self.undo, self.answers.stop)
        self.conversations = Conversations(
            ListParts(store, self.order, self.undo, self.answers, self._announcement, self._engine.forget)
        )
        self.documents = Documents(store.documents, self._announcement)
        self.drafting = Drafting(
            DraftingParts(self.documents, self.answers, self._engine, settings, self.models.info, self._announcement)
        )
        self.sections = SectionSeries(self.drafting, self.documents, self._announcement)
        self.surprise = Surprise(self._surprise_parts())
        self.errands = Errands()
        self.exchange = Exchange(store.archive, self.errands, self._announcement.announce, self.documents.flush_all)
        self.document_exchange = DocumentExchange(
            store.archive, self.errands, self.documents.flush_all, self._announcement.announce
        )
        self.backups = Backups(self._backup_parts(store))
        self.updates = Updates(settings)

    def _surprise_parts(self) -> SurpriseParts:
        return SurpriseParts(
            self.documents,
            self.answers,
            self._engine,
            self.models.info,
            lambda: self.answers.running is not None or not self.drafting.is_idle,
            self._announcement,
        )

    def _backup_parts(self, store: ConversationStore) -> BackupParts:
        return BackupParts(
            store.archive,
            store.vault,
            self.errands,
            self.settings,
            self._announcement,
            self._is_answering,
            self._renew,
            self.documents.flush_all,
        )

    def subscribe(self, listener: Callable[[Change], None]) -> Callable[[], None]:
        """Returns what ends it."""
        return self._announcement.subscribe(listener)

    def watch(self, wake: Callable[[], None]) -> None:
        """`wake` is called on other threads whenever there is something to drain; it must only signal."""
        self._outbox.watch(wake)
        self.models.reports.watch(wake)
        self.errands.reports.watch(wake)
        self.updates.reports.watch(wake)
        self.documents.watch(wake)

    def drain(self) -> None:
        """Handles all that the engine and the library posted, and saves what is due.

        A front end calls it on every wake-up and, while an answer runs, every quarter of a second.
        """
        for event in self._outbox.drain():
            self.models.handle(event)
            self.answers.handle(event)
            self.drafting.handle(event)
            self.surprise.handle(event)
        self.models.take_reports()
        self.errands.take_reports()
        self.updates.take_reports()
        self.answers.save_due()
        self.documents.save_due()
        self.answers.pump()
        self.drafting.pump()
        self.sections.pump()
        self.surprise.pump()
        self.warm_ups.pump(is_busy=self._is_busy)

    def begin(self, text: str, attachments: tuple[Attachment, ...]) -> int:
        """A conversation by its first message, with what was chosen for it before; its id."""
        made = self.answers.begin(text, attachments, self.beginning.settings)
        self.beginning.forget()
        return made

    def begin_incognito(self) -> int:
        """A conversation that is never on the disk and is gone when the program ends; its id."""
        made = self._store.create_incognito()
        self._announcement.announce(Change(list_changed=True))
        return made.id

    def open(self, conversation_id: int | None) -> None:
        """A conversation is on the screen from now on, or an empty page: the engine is made ready for it."""
        self.warm_ups.open(conversation_id)
        self.warm_ups.pump(is_busy=self._is_busy)

    def close(self) -> None:
        """Stores what is under way and ends the threads; an engine deep in native code is given a few seconds."""
        self.drain()
        self.surprise.leave()
        self.sections.stop()
        self.drafting.close()
        self.answers.close()
        self.documents.close_all()
        self._engine.shutdown()
        self.models.close()
        self.errands.close()
        self.updates.close()
        self._engine.join(CLOSE_SECONDS)
        self._store.close()

    @property
    def is_pending(self) -> bool:
        """Whether a front end is to drain every quarter of a second, even if nobody wakes it."""
        is_answering = self.answers.running is not None or self.answers.problem is not None
        return is_answering or self.documents.is_pending

    def _renew(self) -> None:
        """All data is another."""
        self.undo.clear()
        self.surprise.leave()
        self.sections.forget()
        self.drafting.forget()
        self.documents.forget()

    def _is_answering(self) -> bool:
        return self.answers.running is not None

    @property
    def _is_busy(self) -> bool:
        return self.answers.running is not None or self.drafting.is_running or self.surprise.is_running
