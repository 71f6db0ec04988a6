"""What is pictured of the window itself: each scene brings it into one state."""

from collections.abc import Callable
from functools import partial
from threading import Event as Flag

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu

from chatapp.domain.colour import Colour
from chatapp.domain.errors import Problem, ProblemError, ProblemKind
from chatapp.domain.message import Status
from chatapp.domain.model import ModelCard, TaskProgress
from chatapp.engine.worker import OUT_OF_MEMORY
from chatapp.services.live import Phase
from chatapp.services.models import ModelPhase
from chatapp.storage.problems import disk_full
from tests.fakes import WAIT_SECONDS
from tests.screens import transcript_scenes
from tests.screens.reports import run_of, surprising
from tests.screens.scene import Scene
from tests.screens.stage import Setting, Stage

Report = Callable[[TaskProgress], None]
READ = 400  # steps of one byte: how far an answer is when it is pictured
OFFLINE = Problem(
    ProblemKind.NETWORK,
    "The model could not be fetched from the package index; nothing of it was kept.",
    ("Check the connection, or the index and proxy that pip uses, and try again", "Choose a model file instead"),
    "ConnectionError: timed out after 15 s",
)


def first_run(stage: Stage) -> None:
    stage.window.open_to_write(None)


def fetching(stage: Stage) -> None:
    def fetch(report: Report, cancelled: Flag) -> ModelCard:
        report(TaskProgress("Fetching", 0.43, 21))
        cancelled.wait(WAIT_SECONDS)
        raise ProblemError(Problem(ProblemKind.CANCELLED, "Cancelled."))

    stage.library.install = fetch
    stage.window.first_run.install.click()
    stage.until(lambda: stage.services.models.state.progress is not None)


def failed(stage: Stage) -> None:
    def fail(_report: Report, _cancelled: Flag) -> ModelCard:
        raise ProblemError(OFFLINE)

    stage.library.install = fail
    stage.window.first_run.install.click()
    stage.until(lambda: stage.services.models.state.phase is ModelPhase.FAILED)


def empty(stage: Stage) -> None:
    stage.load()
    stage.window.open_to_write(None)


def incognito(stage: Stage) -> None:
    """Begun, and one more that is not."""
    stage.load()
    stage.window.commands.new_incognito.trigger()
    stage.say(stage.words.question)
    stage.until(lambda: stage.services.answers.running is None)
    stage.window.commands.new_incognito.trigger()


def conversation(stage: Stage) -> None:
    """And what is written next, of more than one line."""
    stage.load()
    stage.window.open_to_write(stage.newest())
    stage.window.chat_page.composer.suggest(stage.words.draft)


def readme(stage: Stage) -> None:
    """What the README shows: a conversation, and beside it what else is kept and in which order."""
    ids = [conversation.id for conversation in stage.services.conversations.listed()]
    order, folders = stage.services.order, stage.services.folders
    letters = folders.create(stage.words.folder)
    folders.colour(letters.id, Colour.TEAL)
    order.move(ids[1:2], letters.id)
    order.pin(ids[2:3])
    order.colour(ids[3:4], Colour.ORANGE)
    stage.services.documents.create("", stage.words.manuscript)
    stage.window.list.refresh()
    conversation(stage)
    stage.window.open_to_write(ids[0])
    stage.window.chat_page.composer.suggest(stage.words.draft)


def streaming(stage: Stage) -> None:
    stage.load()
    stage.window.open_to_write(None)
    stage.pace.steps = READ
    stage.say(stage.words.question)
    stage.until(lambda: stage.pace.steps < 0)
    stage.until(lambda: (live := stage.window.chat.live) is not None and live.phase is Phase.WRITING)


def queued(stage: Stage) -> None:
    streaming(stage)
    stage.say(stage.words.follow_up)


def interrupted(stage: Stage) -> None:
    _, answer = stage.store.add_turn(stage.newest(), None, stage.words.question)
    stage.store.finish(answer.id, stage.words.answer[:90], Status.INTERRUPTED)
    stage.load()
    stage.window.open_to_write(stage.newest())


def banners(stage: Stage) -> None:
    stage.load()
    stage.window.open_to_write(stage.newest())
    stage.window.notices.tell_found((disk_full("SQLITE_FULL"),))
    stage.window.notices.tell(OUT_OF_MEMORY)


def nearly_full(stage: Stage) -> None:
    """Old turns are out of the model's window."""
    stage.load()
    stage.window.open_to_write(stage.newest())
    stage.say(stage.words.follow_up)
    stage.until(lambda: stage.services.answers.running is None)


def deleted(stage: Stage) -> None:
    stage.load()
    stage.window.open_to_write(stage.newest())
    stage.window.list.delete_marked()


def bin_(stage: Stage) -> None:
    deleted(stage)
    stage.window.list.delete_marked()
    stage.window.commands.bin.setChecked(True)
    stage.window.open_to_write(stage.services.conversations.listed(deleted=True)[0].id)
    stage.window.panel.focus_list()


def organised(stage: Stage) -> None:
    """Pins, folders in folders, colours, the archive; and the menu of one of them."""
    stage.load()
    order, folders = stage.services.order, stage.services.folders
    ids = [conversation.id for conversation in stage.services.conversations.listed()]
    work = folders.create(stage.words.folder)
    inner = folders.create(stage.words.folder, work.id)
    folders.colour(work.id, Colour.TEAL)
    order.pin(ids[:1])
    order.colour(ids[1:2], Colour.RED)
    order.move(ids[3:4], work.id)
    order.move(ids[4:5], inner.id)
    order.tag(ids[:2], stage.words.folder)
    order.archive(ids[5:6])
    stage.window.open_to_write(ids[1])
    stage.window.panel.focus_list()


def signs(stage: Stage) -> None:
    """An answer that runs, one that came unseen, one that a crash cut off."""
    ids = [conversation.id for conversation in stage.services.conversations.listed()]
    _, cut = stage.store.add_turn(ids[3], None, stage.words.question)
    stage.store.finish(cut.id, stage.words.answer[:90], Status.INTERRUPTED)
    stage.load()
    for conversation_id in (ids[1], ids[0]):
        stage.window.open_to_write(conversation_id)
        stage.pace.steps = READ // 8  # the rest of the prompt is read already
        stage.say(stage.words.follow_up)
        stage.until(lambda: stage.pace.steps < 0)
        if conversation_id == ids[1]:
            stage.window.open_to_write(ids[0])
            stage.pace.let_go()
            stage.until(lambda: stage.services.answers.running is None)


def menu_of_conversation(stage: Stage) -> QMenu:
    stage.load()
    stage.window.open_to_write(stage.newest())
    menu = stage.window.list.menu([stage.newest()])
    menu.popup(stage.window.panel.view.mapToGlobal(QPoint(80, 60)))
    return menu


def menu_of_folder(stage: Stage) -> QMenu:
    organised(stage)
    view = stage.window.panel.view
    view.go_to_folder(stage.services.folders.all()[0].id)
    view.menu_asked.emit(view.mapToGlobal(QPoint(80, 60)))
    return view.findChildren(QMenu)[0]


def summarised(stage: Stage) -> None:
    """Old turns are out, and the model reads a summary of them."""
    settings = stage.services.settings
    settings.change(generation=settings.current.generation.model_copy(update={"long_conversations": "summarise"}))
    nearly_full(stage)
    stage.until(lambda: bool(stage.store.summaries([turn.message.id for turn in stage.window.chat.turns])))
    stage.say(stage.words.follow_up)
    stage.until(lambda: stage.services.answers.running is None)
    stage.window.commands.context_map.trigger()


def token_view(stage: Stage) -> None:
    """Some words surprised the model."""
    stage.load()
    ids = [conversation.id for conversation in stage.services.conversations.listed()]
    stage.window.open_to_write(ids[0])
    answer = stage.window.chat.answer
    if answer is None:
        raise LookupError("a conversation without an answer")
    stage.store.record_run(run_of(answer.message), surprising(answer.message.text))
    stage.window.commands.token_view.setChecked(True)


def side_panel(stage: Stage, page: str) -> None:
    stage.load()
    stage.window.open_to_write(stage.newest())
    stage.say(stage.words.follow_up)
    stage.until(lambda: stage.services.answers.running is None)
    stage.window.workspace.turns.regenerate()
    stage.until(lambda: stage.services.answers.running is None)
    {
        "context": stage.window.commands.context_map,
        "replay": stage.window.commands.replay_card,
        "branches": stage.window.commands.branch_tree,
    }[page].trigger()


def search(stage: Stage) -> None:
    stage.load()
    stage.window.open_to_write(stage.newest())
    stage.window.commands.search_everywhere.trigger()
    window = stage.window.workspace.search.window
    if window is None:
        raise LookupError("no window to search in")
    window.field.setText(stage.words.question.split("?")[0].split("？")[0])
    stage.until(lambda: window.results.rowCount() > 0)


def side_by_side(stage: Stage) -> None:
    stage.load()
    stage.window.open_to_write(stage.newest())
    stage.window.commands.several_answers.trigger()
    stage.until(lambda: stage.services.answers.running is None)


def inserting(stage: Stage) -> None:
    stage.load()
    stage.window.open_to_write(stage.newest())
    stage.window.commands.insert_instructions.trigger()
    stage.window.chat_page.composer.suggest(stage.words.draft)


def chat_settings(stage: Stage) -> None:
    stage.load()
    stage.window.open_to_write(stage.newest())
    stage.window.commands.chat_settings.trigger()


SCENES = (
    Scene("first-run", first_run, Setting(has_model=False, has_history=False)),
    Scene("first-run-fetching", fetching, Setting(has_model=False, has_history=False)),
    Scene("first-run-failed", failed, Setting(has_model=False)),
    Scene("empty", empty, Setting(has_history=False)),
    Scene("incognito", incognito),
    Scene("conversation", conversation),
    Scene("long-conversation", conversation, Setting(length=60)),
    Scene("readme", readme),
    Scene("streaming", streaming),
    Scene("queued", queued),
    Scene("interrupted", interrupted),
    Scene("error-banner", banners),
    Scene("nearly-full", nearly_full, Setting(length=6, context_limit=4096)),
    Scene("deleted", deleted),
    Scene("bin", bin_),
    Scene("organised", organised),
    Scene("signs", signs),
    Scene("menu-conversation", menu_of_conversation),
    Scene("menu-folder", menu_of_folder),
    Scene("context-map-summary", summarised, Setting(length=6, context_limit=4096)),
    Scene("token-view", token_view),
    Scene("formulas", transcript_scenes.formulas),
    Scene("thoughts", transcript_scenes.thoughts),
    Scene("find", transcript_scenes.found),
    Scene("link", transcript_scenes.link_asked),
    Scene("attachments", transcript_scenes.attachments),
    Scene("search", search),
    Scene("side-by-side", side_by_side),
    Scene("inserting", inserting),
    Scene("chat-settings", chat_settings),
    Scene("context-map", partial(side_panel, page="context"), Setting(length=6, context_limit=4096)),
    Scene("replay-card", partial(side_panel, page="replay")),
    Scene("branch-tree", partial(side_panel, page="branches")),
)
