"""The engine thread: takes commands one by one and answers each with events, the last of them terminal.

Owns the language model. The only place where an error becomes an event.
"""

import gc
import logging
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import singledispatchmethod
from queue import Empty, SimpleQueue

from chatapp.domain.errors import Problem, ProblemError, ProblemKind
from chatapp.engine.cancellation import Cancellation
from chatapp.engine.generation import Generation
from chatapp.engine.messages import (
    CachesForgotten,
    Command,
    CommandFailed,
    EngineStopped,
    Event,
    ForgetCaches,
    Generate,
    LoadModel,
    LoadProgressed,
    ModelReady,
    ModelUnloaded,
    Outcome,
    Score,
    Shutdown,
    UnloadModel,
    WarmedUp,
    WarmUp,
)
from chatapp.engine.ports import LanguageModel, Loader
from chatapp.engine.scoring import scored
from chatapp.engine.warming import ready_tokens

log = logging.getLogger(__name__)

IDLE_SECONDS = 2.0
"""Whoever reads an answer and types on is slower than this; whoever asks again at once is not held up."""

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

    def __init__(
        self, load: Loader, post: Callable[[Event], None], forget_on_disk: Callable[[], None], idle_seconds: float
    ) -> None:
        self._load = load
        self._post = post
        self._forget_on_disk = forget_on_disk
        self._idle_seconds = idle_seconds
        self._model: LanguageModel | None = None
        self._generation: Generation | None = None
        self._has_run = False  # since the model rested

    def run(self, jobs: SimpleQueue[Job]) -> None:
        is_running = True
        while is_running:
            job = self._next(jobs)
            self._answer(job)
            is_running = type(job.command) is not Shutdown

    def _next(self, jobs: SimpleQueue[Job]) -> Job:
        if self._has_run:
            try:
                return jobs.get(timeout=self._idle_seconds)
            except Empty:
                self._rest()
        return jobs.get()

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
        self._has_run = True
        self._generation = Generation(self._model, command, cancellation)
        yield from self._generation.events()

    @_events.register
    def _(self, command: Score, cancellation: Cancellation) -> Iterator[Event]:
        if self._model is None:
            raise ProblemError(NO_MODEL)
        yield from scored(self._model, command, cancellation)

    @_events.register
    def _(self, command: WarmUp, cancellation: Cancellation) -> Iterator[Event]:
        if self._model is None:
            raise ProblemError(NO_MODEL)
        yield WarmedUp(command.id, ready_tokens(self._model, command, cancellation))

    @_events.register
    def _(self, command: ForgetCaches, _cancellation: Cancellation) -> Iterator[Event]:
        try:
            if self._model is not None:
                self._model.forget()
        finally:
            self._forget_on_disk()  # what other models left, and what is there while none is loaded
        self._has_run = False
        yield CachesForgotten(command.id)

    @_events.register
    def _(self, command: Shutdown, _cancellation: Cancellation) -> Iterator[Event]:
        self._close()
        yield EngineStopped(command.id)

    def _rest(self) -> None:
        """A failure costs what would have been kept, and nothing else."""
        self._has_run = False
        try:
            if self._model is not None:
                self._model.rest()
        except Exception:
            log.exception("engine: the model could not rest")

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
        if self._has_run:
            self._rest()
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
