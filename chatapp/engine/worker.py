"""The engine thread: takes commands one by one and answers each with events, the last of them terminal.

Owns the language model. The only place where an error becomes an event.
"""

import gc
import logging
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import singledispatchmethod
from queue import SimpleQueue

from chatapp.domain.errors import Problem, ProblemError, ProblemKind
from chatapp.engine.cancellation import Cancellation
from chatapp.engine.generation import Generation
from chatapp.engine.messages import (
    Command,
    CommandFailed,
    EngineStopped,
    Event,
    Generate,
    LoadModel,
    LoadProgressed,
    ModelReady,
    ModelUnloaded,
    Outcome,
    Shutdown,
    UnloadModel,
)
from chatapp.engine.ports import LanguageModel, Loader

log = logging.getLogger(__name__)

OUT_OF_MEMORY = Problem(
    ProblemKind.OUT_OF_MEMORY,
    "The computer ran out of memory. What was written is kept, and the memory held for older chats was freed.",
    ("Close other programs and try again", "Start a new, shorter conversation", "Choose a smaller model"),
)
NO_MODEL = Problem(ProblemKind.NO_MODEL, "No model is loaded. Your message is kept.", ("Choose a model",))
CANCELLED = Problem(ProblemKind.CANCELLED, "Cancelled before it began.")


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Job:
    """A command with what cancels it."""

    command: Command
    cancellation: Cancellation


class Worker:
    """`run` is the thread's whole life. `post` is called on this thread and must not block."""

    def __init__(self, load: Loader, post: Callable[[Event], None]) -> None:
        self._load = load
        self._post = post
        self._model: LanguageModel | None = None
        self._generation: Generation | None = None

    def run(self, jobs: SimpleQueue[Job]) -> None:
        is_running = True
        while is_running:
            job = jobs.get()
            self._answer(job)
            is_running = type(job.command) is not Shutdown

    def _answer(self, job: Job) -> None:
        problem = self._post_events(job)
        # The error's traceback, which held the failed call's tensors, is gone by now.
        if problem is not None:
            if problem.kind is ProblemKind.OUT_OF_MEMORY:
                self._release()
            self._post(CommandFailed(job.command.id, problem, self._rescued()))
        self._generation = None

    def _post_events(self, job: Job) -> Problem | None:
        try:
            for event in self._events(job.command, job.cancellation):
                self._post(event)
        except Exception as error:
            return _problem_of(error)
        return None

    @singledispatchmethod
    def _events(self, command: Command, _cancellation: Cancellation) -> Iterator[Event]:
        raise TypeError(f"not a command: {command}")

    @_events.register
    def _(self, command: LoadModel, cancellation: Cancellation) -> Iterator[Event]:
        if cancellation.is_whole:
            raise ProblemError(CANCELLED)
        self._close()
        self._model = self._load(
            command.folder, command.name, lambda progress: self._post(LoadProgressed(command.id, progress))
        )
        yield ModelReady(command.id, self._model.info)

    @_events.register
    def _(self, command: UnloadModel, _cancellation: Cancellation) -> Iterator[Event]:
        self._close()
        yield ModelUnloaded(command.id)

    @_events.register
    def _(self, command: Generate, cancellation: Cancellation) -> Iterator[Event]:
        if self._model is None:
            raise ProblemError(NO_MODEL)
        self._generation = Generation(self._model, command, cancellation)
        yield from self._generation.events()

    @_events.register
    def _(self, command: Shutdown, _cancellation: Cancellation) -> Iterator[Event]:
        self._close()
        yield EngineStopped(command.id)

    def _release(self) -> None:
        """After one failure another is no surprise: a model that can't even free its caches is given up."""
        try:
            if self._model is not None:
                self._model.release()
        except Exception:
            log.exception("engine: a model that could not free its caches was dropped")
            self._model = None
        gc.collect()

    def _rescued(self) -> tuple[Outcome, ...]:
        """What was generated before the failure; nothing that goes wrong here may keep the terminal event back."""
        try:
            return self._generation.rescued() if self._generation else ()
        except Exception:
            log.exception("engine: what was generated could not be told")
            return ()

    def _close(self) -> None:
        """Drops the model first, so that a failure while it frees itself can't keep it."""
        model, self._model = self._model, None
        if model is not None:
            model.close()
        del model
        gc.collect()


def _problem_of(error: Exception) -> Problem:
    if isinstance(error, ProblemError):
        return error.problem
    if isinstance(error, MemoryError):
        return OUT_OF_MEMORY
    log.error("engine: unforeseen error", exc_info=error)
    return Problem(
        ProblemKind.ENGINE,
        "The model stopped because of an error in the program. What was written is kept.",
        ("Try again", "Choose another model"),
        "".join(traceback.format_exception(error)),
    )
