"""The engine as the services see it: commands in, ids back. Called on the GUI thread; owns the engine thread."""

from collections.abc import Callable
from itertools import count
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from weakref import WeakValueDictionary

from chatapp.domain.generation import GenerationOptions
from chatapp.domain.prompt import Prompt
from chatapp.engine.cancellation import Cancellation
from chatapp.engine.messages import (
    Command,
    Event,
    ForgetCaches,
    Generate,
    LoadModel,
    Score,
    Shutdown,
    UnloadModel,
    WarmUp,
)
from chatapp.engine.outbox import Outbox
from chatapp.engine.ports import Loader
from chatapp.engine.worker import IDLE_SECONDS, Job, Worker


def nothing_on_disk() -> None:
    """For models that keep nothing there."""


class EngineClient:
    """Starts the thread at once. After `shutdown` no command is accepted: RuntimeError. `forget_on_disk` is called on
    that thread and removes what any model left on the disk of what it read; `idle_seconds` are waited for another
    command before the model rests."""

    def __init__(
        self,
        load: Loader,
        outbox: Outbox[Event],
        forget_on_disk: Callable[[], None] = nothing_on_disk,
        idle_seconds: float = IDLE_SECONDS,
    ) -> None:
        self._ids = count(1)
        self._jobs: SimpleQueue[Job] = SimpleQueue()
        self._open: WeakValueDictionary[int, Job] = WeakValueDictionary()  # a job is gone once it is answered
        self._is_closed = False
        worker = Worker(load, outbox.post, forget_on_disk, idle_seconds)
        # A daemon, so that a model that hangs in native code can't keep the process alive.
        self._thread = Thread(target=worker.run, args=(self._jobs,), name="engine", daemon=True)
        self._thread.start()

    def load(self, folder: Path, name: str) -> int:
        return self._submit(LoadModel(next(self._ids), folder, name))

    def unload(self) -> int:
        return self._submit(UnloadModel(next(self._ids)))

    def generate(self, prompt: Prompt, options: GenerationOptions) -> int:
        return self._submit(Generate(next(self._ids), prompt, options), options.alternatives)

    def score(self, text: str, start: int = 0) -> int:
        """What the model thinks of a text, from a character on."""
        return self._submit(Score(next(self._ids), text, start))

    def warm_up(self, prompt: Prompt, options: GenerationOptions) -> int:
        """Makes ready for a prompt like this, until the next command of any kind."""
        return self._submit(WarmUp(next(self._ids), prompt, options))

    def forget(self) -> int:
        """Every cache is freed, and what of them is on the disk, also where no model is loaded."""
        return self._submit(ForgetCaches(next(self._ids)))

    def cancel(self, command_id: int, alternative: int | None = None) -> None:
        """Asks a run, or one of its alternatives alone, to end; one that ended already is left alone."""
        job = self._open.get(command_id)
        if job is not None:
            job.cancellation.cancel(alternative)

    def shutdown(self) -> int:
        """Cancels everything and ends the thread after the terminal events of all."""
        for job in list(self._open.values()):
            job.cancellation.cancel()
        shutdown_id = self._submit(Shutdown(next(self._ids)))
        self._is_closed = True
        return shutdown_id

    def join(self, timeout: float) -> bool:
        """Waits for the thread's end; False if it is still running after `timeout` seconds."""
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def _submit(self, command: Command, alternatives: int = 1) -> int:
        if self._is_closed:
            raise RuntimeError("the engine is shut down")
        for earlier in list(self._open.values()):
            if type(earlier.command) is WarmUp:
                earlier.cancellation.cancel()
        job = Job(command, Cancellation(alternatives))
        self._open[command.id] = job
        self._jobs.put(job)
        return command.id
