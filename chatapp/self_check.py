"""Whether this installation is whole: each part is used once, for real, in a home that is made for it and removed.

One line per part, none raises. Knows how to build the program only from the composition root; touches no network and
none of a person's data.
"""

import pkgutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from threading import Event as Flag

import chatapp
from chatapp import graphics
from chatapp.domain.errors import ProblemError
from chatapp.domain.message import Role, Status
from chatapp.paths import Paths, program_folder
from chatapp.services.desk import Services
from chatapp.services.models import ModelPhase

QUESTION = "What is the capital of France? Answer in one sentence."
PICTURE = "self-check.png"
WAIT_SECONDS = 0.2

IMPORTED_LATE = (
    *("torch", "transformers", "tokenizers", "safetensors.torch", "gguf", "numba", "llvmlite.binding"),
    *("transformers.modeling_gguf_pytorch_utils", "transformers.integrations.gguf", "transformers.models.llama"),
    *("alembic.command", "sqlalchemy.dialects.sqlite.pysqlite", "ziamath", "qtawesome", "pygments.lexers.python"),
    *("PySide6.QtSvg", "PySide6.QtNetwork", "jinja2.sandbox", "psutil", "tomli_w", "nacl.signing"),
)
"""What the program imports only when it is needed, so that a bundle may lack it unnoticed."""

NOT_MODULES = ("__main__", "migrations.env", "migrations.versions")
"""Run as scripts, with what they need around them."""

Build = Callable[[Paths], Services]


@dataclass(frozen=True, slots=True)
class Check:
    """`work` returns what it found, in a few words, or raises."""

    name: str
    work: Callable[[], str]


@contextmanager
def temporary_home(models: Path) -> Iterator[Paths]:
    """A home that sees the models of another, and shares nothing else with it."""
    with tempfile.TemporaryDirectory(prefix="causerie-self-check-", ignore_cleanup_errors=True) as folder:
        place = Paths(Path(folder) / "home")
        place.create()
        for model in models.iterdir() if models.is_dir() else ():
            if not model.name.startswith("."):
                (place.models / model.name).symlink_to(model.resolve(), target_is_directory=True)
        yield place


def run(place: Paths, build: Build, folder: Path) -> int:
    """0 where everything works. The picture of the window is left in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    visit = Visit(place, build)
    try:
        # Last, as it imports at once what the program imports in its own time and way.
        return report((*visit.checks(folder), Check("imports", imports)))
    finally:
        visit.close()


def report(checks: Sequence[Check]) -> int:
    """Each check in turn, those after a failure as well; prints a line for each."""
    failed = [check.name for check in checks if not _passes(check)]
    _say(f"self-check failed: {', '.join(failed)}" if failed else f"self-check passed: Causerie {chatapp.__version__}")
    return 1 if failed else 0


def _passes(check: Check) -> bool:
    began = time.monotonic()
    try:
        found = check.work()
    except Exception as error:
        words = error.problem.sentence if isinstance(error, ProblemError) else f"{type(error).__name__}: {error}"
        _say(f"FAILED  {check.name}: {words}")
        return False
    _say(f"ok      {check.name}: {found} ({time.monotonic() - began:.1f} s)")
    return True


def _say(line: str) -> None:
    if sys.stdout is not None:  # a windowed program on Windows has none
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()


def imports() -> str:
    """Every module of ours, and what they import late. All that are missing are named."""
    missing: list[str] = []
    names = [*_own_modules(), *IMPORTED_LATE]
    for name in names:
        try:
            import_module(name)
        except ImportError as error:
            missing.append(f"{name} ({error})")
    if missing:
        raise ImportError("; ".join(missing))
    return f"{len(names)} modules"


def _own_modules() -> Iterator[str]:
    for found in pkgutil.walk_packages(chatapp.__path__, "chatapp."):
        if not any(part in found.name for part in NOT_MODULES):
            yield found.name


class Visit:
    """The program on one home: opened, asked, closed, opened again."""

    def __init__(self, place: Paths, build: Build) -> None:
        self._place = place
        self._build = build
        self._services: Services | None = None
        self._wake = Flag()
        self._conversation_id: int | None = None

    def checks(self, folder: Path) -> tuple[Check, ...]:
        """To be made in this order."""
        return (
            Check("database", self.database),
            Check("model", self.model),
            Check("answer", self.answer),
            Check("history", self.history),
            Check("fonts", fonts),
            Check("translations", translations),
            Check("flavour", flavour),
            Check("window", lambda: self.picture(folder / PICTURE)),
        )

    @property
    def services(self) -> Services:
        if self._services is None:
            self._services = self._build(self._place)
            self._services.watch(self._wake.set)
        return self._services

    def close(self) -> None:
        if self._services is not None:
            self._services.close()
            self._services = None

    def database(self) -> str:
        count = len(self.services.conversations.listed())
        return f"made, {count} conversations, {self._place.database.stat().st_size // 1024} KiB"

    def model(self) -> str:
        models = self.services.models
        if not models.load_last():
            raise RuntimeError("there is no model, neither beside the program nor in its home")
        self._wait(lambda: models.state.phase is not ModelPhase.LOADING)
        if models.state.problem is not None:
            raise ProblemError(models.state.problem)
        info = models.info()
        if info is None:
            raise RuntimeError("the model says nothing of itself")
        return f"{info.name} on {info.device}, {info.context_limit} tokens"

    def answer(self) -> str:
        services = self.services
        if services.models.info() is None:
            raise RuntimeError("there is no model to ask")
        services.settings.override_generation(temperature=0.0, max_tokens=64)
        self._conversation_id = services.answers.send(None, QUESTION)
        message = services.conversations.turns(self._conversation_id)[-1].message
        self._wait(lambda: services.answers.running != message.id)
        if services.answers.problem is not None:
            raise ProblemError(services.answers.problem)
        figures = services.answers.figures_of(message.id)
        text = services.conversations.message(message.id).text
        if figures is None or not text.strip():
            raise RuntimeError("the answer is empty")
        return f"{text.strip()!r}, first after {figures.first_token_seconds:.2f} s"

    def history(self) -> str:
        """What was written is there after a restart."""
        if self._conversation_id is None:
            raise RuntimeError("nothing was written")
        self.close()
        turns = [turn.message for turn in self.services.conversations.turns(self._conversation_id)]
        expected = [(Role.USER, Status.COMPLETE), (Role.ASSISTANT, Status.COMPLETE)]
        if [(message.role, message.status) for message in turns] != expected or turns[0].text != QUESTION:
            raise RuntimeError("the conversation is not there after a restart")
        return "kept over a restart"

    def picture(self, file: Path) -> str:
        from chatapp.ui.exhibit import photograph

        photograph(self.services, self._place, self._conversation_id, file)
        return str(file)

    def _wait(self, is_over: Callable[[], bool]) -> None:
        while not is_over():
            self._wake.wait(WAIT_SECONDS)
            self._wake.clear()
            self.services.drain()


def flavour() -> str:
    """Which PyTorch this is, and whether a card is left without a use."""
    pack = graphics.use_pack(program_folder())
    if pack is not None and pack.fault:
        raise RuntimeError(f"{pack.folder} is of no use: {pack.fault}")
    made, card = graphics.flavour(), graphics.nvidia_card()
    return f"PyTorch {graphics.torch_release()} for {made}, {card or 'no NVIDIA card'}"


def fonts() -> str:
    from chatapp.ui import exhibit

    return exhibit.fonts()


def translations() -> str:
    from chatapp.ui import exhibit

    return exhibit.translations()
