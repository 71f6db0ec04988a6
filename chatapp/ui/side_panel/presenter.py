"""Between the side panel and the use cases: fills the page that is seen, carries out what it asks. GUI thread."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal

from chatapp.domain.attachment import Attachment
from chatapp.domain.branch import Turn
from chatapp.domain.context import TurnShare
from chatapp.domain.mark import ContextMark
from chatapp.domain.model import ModelCard
from chatapp.services.desk import Services
from chatapp.ui.asking import Asking
from chatapp.ui.chat.presenter import ChatPresenter
from chatapp.ui.purge_question import ask_before_branch_purge
from chatapp.ui.side_panel.branch_tree import BranchTree
from chatapp.ui.side_panel.chat_settings import ChatSettingsPage
from chatapp.ui.side_panel.comparison import show_comparison
from chatapp.ui.side_panel.context_map import ContextMap
from chatapp.ui.side_panel.context_rows import Shown
from chatapp.ui.side_panel.panel import Page, SidePanel
from chatapp.ui.side_panel.persona_files import PersonaFiles
from chatapp.ui.side_panel.replay_card import ReplayCard, Version
from chatapp.ui.widgets.attachment_window import AttachmentWindow


@dataclass(frozen=True, slots=True)
class Pages:
    context: ContextMap
    replay: ReplayCard
    branches: BranchTree
    settings: ChatSettingsPage


class SidePresenter(QObject):
    message_asked = Signal(int)  # to be looked at

    def __init__(self, services: Services, asking: Asking, chat: ChatPresenter) -> None:
        super().__init__(asking)
        self._services = services
        self._asking = asking
        self._chat = chat
        self.pages = Pages(ContextMap(), ReplayCard(), BranchTree(), ChatSettingsPage())
        self.panel = SidePanel(
            (
                Page(self.tr("Context"), self.pages.context),
                Page(self.tr("Replay"), self.pages.replay),
                Page(self.tr("Branches"), self.pages.branches),
                Page(self.tr("Settings"), self.pages.settings),
            )
        )
        self.personas = PersonaFiles(self.pages.settings, services, asking, lambda: chat.conversation)
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self.fill)
        self.panel.page_shown.connect(self.fill)
        chat.shown.connect(self.refresh)
        self._connect()

    def refresh(self) -> None:
        """Something that it shows may be another; many times in a row. What is written on the page of settings must
        never be taken for another conversation's, so that one is filled at once."""
        if self.panel.shown is self.pages.settings:
            self.fill()
        elif self.panel.isVisible():
            self._later.start()

    def fill(self) -> None:
        """The page that is seen, and no other."""
        fill: dict[object, Callable[[], None]] = {
            self.pages.context: self._fill_context,
            self.pages.replay: self._fill_replay,
            self.pages.branches: self._fill_branches,
            self.pages.settings: self.personas.fill,
        }
        act = fill.get(self.panel.shown)
        if act is not None:
            self._asking(act)

    def _fill_context(self) -> None:
        answer = self._chat.answer
        report = None if answer is None else self._services.answers.context_of(answer.message.id)
        marks = {} if self._chat.open_id is None else self._services.branches.marks(self._chat.open_id)
        words: dict[int | None, str] = {turn.message.id: turn.message.text for turn in self._chat.turns}
        run = None if answer is None else self._services.answers.run_of(answer.message.id)
        words[None] = "" if run is None else run.system_prompt
        turns = () if report is None else tuple(_shown(share, words, marks) for share in report.turns)
        info = self._services.models.info()
        figures = None if answer is None else self._services.answers.figures_of(answer.message.id)
        limit = figures.context_limit if figures is not None else info.context_limit if info is not None else 0
        summary = None if answer is None else self._services.answers.summaries.read_for(answer.message.id)
        self.pages.context.show_turns(turns, limit, summary)

    def _fill_replay(self) -> None:
        answer = self._chat.answer
        if answer is None:
            self.pages.replay.show_run(None, "", ())
            return
        run = self._services.answers.run_of(answer.message.id)
        info = self._services.models.info()
        self.pages.replay.show_run(run, answer.message.text, self._versions(answer), info)
        loaded = self._services.models.state.name
        cards = [card for card in self._services.models.installed() if card.name != loaded]
        self.pages.replay.offer_models(cards)

    def _versions(self, answer: Turn) -> list[Version]:
        found = [(place, self._services.conversations.message(id_)) for place, id_ in enumerate(answer.versions, 1)]
        return [Version(place, message.text) for place, message in found if message.id != answer.message.id]

    def _fill_branches(self) -> None:
        tree, conversation = self.pages.branches, self._chat.conversation
        if conversation is None:
            tree.clear()
            return
        branches = self._services.branches
        tree.show_tree(branches.tree(conversation.id), conversation.head_id, branches.deleted(conversation.id))

    def _connect(self) -> None:
        change, branches, pages = self._chat.change, self._services.branches, self.pages
        pages.context.marked.connect(self._mark)
        pages.context.chosen.connect(self.message_asked)
        pages.context.summary_chosen.connect(self._show_summary)
        pages.replay.run_again_asked.connect(self._run_again)
        pages.replay.other_model_asked.connect(self._run_with)
        pages.branches.show_asked.connect(lambda id_: change(lambda: self._services.conversations.show_version(id_)))
        pages.branches.delete_asked.connect(lambda id_: change(lambda: branches.delete(id_)))
        pages.branches.restore_asked.connect(lambda id_: change(lambda: branches.restore(id_)))
        pages.branches.purge_asked.connect(self._ask_purge)
        pages.branches.compare_asked.connect(self._compare)

    def _show_summary(self, text: str) -> None:
        AttachmentWindow(Attachment(self.tr("Summary of old turns"), text), self.panel.window()).show()

    def _mark(self, message_id: int, mark: ContextMark | None) -> None:
        self._chat.change(lambda: self._services.branches.mark(message_id, mark))

    def _run_again(self) -> None:
        if (answer := self._chat.answer) is not None:
            self._chat.change(lambda: self._services.answers.run_again(answer.message.id))

    def _run_with(self, card: ModelCard) -> None:
        """The answer waits in line until the other model is there."""
        if (answer := self._chat.answer) is not None and self._asking(lambda: self._services.models.load(card)):
            self._chat.change(lambda: self._services.answers.run_again(answer.message.id))

    def _ask_purge(self, root_id: int, words: str) -> None:
        def purge() -> None:
            self._chat.change(lambda: self._services.branches.purge(root_id))

        ask_before_branch_purge(self.panel.window(), words, purge)

    def _compare(self, one: int, other: int) -> None:
        def read() -> tuple[str, str]:
            message = self._services.conversations.message
            return message(one).text, message(other).text

        texts = self._asking.answer(read)
        if texts is not None:
            show_comparison(self.panel, *texts)


def _shown(share: TurnShare, words: dict[int | None, str], marks: dict[int, ContextMark]) -> Shown:
    """What no message made are the instructions of all."""
    message_id = share.message_ids[0] if share.message_ids else None
    text = words.get(message_id, "")
    mark = None if message_id is None else marks.get(message_id)
    return Shown(share, text, mark)
