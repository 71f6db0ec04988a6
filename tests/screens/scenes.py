"""What is pictured: each scene brings the window into one state."""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event as Flag

from chatapp.domain.colour import Colour
from chatapp.domain.errors import Problem, ProblemError, ProblemKind
from chatapp.domain.message import Status
from chatapp.domain.model import ModelCard, TaskProgress
from chatapp.services.live import Phase
from chatapp.services.models import ModelPhase
from tests.fakes import WAIT_SECONDS
from tests.screens.stage import Setting, Stage

Report = Callable[[TaskProgress], None]
READ = 400  # steps of one byte: how far an answer is when it is pictured
OFFLINE = Problem(
    ProblemKind.NETWORK,
    "The package index could not be reached, so the model was not fetched; nothing was changed.",
    ("Check the connection and try again", "Choose a model file that is on this computer already"),
    "ConnectionError: timed out after 15 s",
)
SALVAGED = Problem(
    ProblemKind.DATABASE,
    "The database was damaged. 212 of 214 messages were saved into a new one; the damaged file is kept beside it.",
    details="causerie.damaged-1.sqlite3",
)
MEMORY = Problem(
    ProblemKind.OUT_OF_MEMORY,
    "There is not enough memory for this model. What was written is kept.",
    ("Choose a smaller model", "Close other programs", "Shorten the conversation"),
    "7.6 GB wanted, 3.1 GB free",
)


@dataclass(frozen=True)
class Scene:
    name: str
    act: Callable[[Stage], None]
    setting: Setting = field(default_factory=Setting)


def first_run(stage: Stage) -> None:
    stage.window.open_to_write(None)


def fetching(stage: Stage) -> None:
    def fetch(report: Report, cancelled: Flag) -> ModelCard:
        report(TaskProgress("Fetching the model", 0.43, 21))
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


def conversation(stage: Stage) -> None:
    """And what is written next, of more than one line."""
    stage.load()
    stage.window.open_to_write(stage.newest())
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
    stage.window.notices.tell_found((SALVAGED,))
    stage.window.notices.tell(MEMORY)


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


SCENES = (
    Scene("first-run", first_run, Setting(has_model=False, has_history=False)),
    Scene("first-run-fetching", fetching, Setting(has_model=False, has_history=False)),
    Scene("first-run-failed", failed, Setting(has_model=False)),
    Scene("empty", empty, Setting(has_history=False)),
    Scene("conversation", conversation),
    Scene("long-conversation", conversation, Setting(length=60)),
    Scene("streaming", streaming),
    Scene("queued", queued),
    Scene("interrupted", interrupted),
    Scene("error-banner", banners),
    Scene("nearly-full", nearly_full, Setting(length=6, context_limit=4096)),
    Scene("deleted", deleted),
    Scene("bin", bin_),
    Scene("organised", organised),
)
