"""The line of runs for documents before the engine, and the one that it works on. GUI thread."""

from collections.abc import Callable
from dataclasses import replace

from chatapp.domain.errors import ProblemError, ProblemKind
from chatapp.domain.model import ModelInfo
from chatapp.engine.client import EngineClient
from chatapp.engine.messages import CommandFailed, Event
from chatapp.services.draft_request import DraftRequests
from chatapp.services.draft_run import DraftRun


class DraftLine:
    """`model` is None while none is loaded; nothing begins unless the engine `is_free` of conversations."""

    def __init__(
        self,
        engine: EngineClient,
        requests: DraftRequests,
        model: Callable[[], ModelInfo | None],
        is_free: Callable[[], bool],
    ) -> None:
        self._engine = engine
        self._requests = requests
        self._model = model
        self._is_free = is_free
        self._waiting: list[DraftRun] = []
        self._active: DraftRun | None = None

    @property
    def is_running(self) -> bool:
        return self._active is not None

    @property
    def is_idle(self) -> bool:
        return self._active is None and not self._waiting

    def enqueue(self, run: DraftRun) -> None:
        self._waiting.append(run)

    def stop(self, run: DraftRun) -> None:
        """Ended at once, with what it has; what the engine still says of it is dropped."""
        run.stop()
        self._waiting = [other for other in self._waiting if other is not run]
        if run is self._active:
            self._active = None
            if run.engine_id is not None:
                self._engine.cancel(run.engine_id)

    def stop_one(self, run: DraftRun, proposal_id: int) -> None:
        run.stop(proposal_id)
        if run.is_over:
            self.stop(run)
        elif run is self._active and run.engine_id is not None:
            self._engine.cancel(run.engine_id, run.place_of(proposal_id))

    def handle(self, event: Event) -> DraftRun | None:
        """The run that the event is of."""
        run = self._active
        if run is None or event.id != run.engine_id:
            return None
        if _is_too_long(event) and run.read_less():
            self._go_on(run)
        elif run.take(event):
            self._active = None
            if not run.is_over:  # it was a portion
                self._go_on(run)
        elif run.is_over:  # with enough, before the model ended
            self.stop(run)
        return run

    def pump(self) -> list[DraftRun]:
        """Gives the engine the next run that waits; those that began or failed. A run whose document is gone has no
        proposals any more."""
        tried: list[DraftRun] = []
        while self._active is None and self._waiting and self._is_free() and (model := self._model()) is not None:
            run = self._waiting.pop(0)
            tried.append(run)
            try:
                self._begin(run, model)
            except ProblemError as error:
                run.fail(error.problem)
            except KeyError:
                run.proposals.clear()
        return tried

    def _begin(self, run: DraftRun, model: ModelInfo) -> None:
        if run.material is None:
            place = run.place
            asked = run.asked if place is None else replace(run.asked, place=place)
            run.read(self._requests.material(asked, model), model.context_limit)
        asked, material = run.portion()
        prompt, options = self._requests.request(asked, material, model)
        run.begin(self._engine.generate(prompt, options))
        self._active = run

    def _go_on(self, run: DraftRun) -> None:
        """With what else it is to read, before others."""
        self._active = None
        self._waiting.insert(0, run)


def _is_too_long(event: Event) -> bool:
    return isinstance(event, CommandFailed) and event.problem.kind is ProblemKind.CONTEXT_FULL
