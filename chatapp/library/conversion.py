"""Turns a model's source into our own folder, in a process of its own: what breaks on a bad file breaks there.

The child prints one JSON object per line; this module knows those lines and no tensor.
"""

from collections.abc import Sequence
from pathlib import Path

from pydantic import BaseModel, ValidationError

from chatapp.domain.errors import Problem, ProblemError, ProblemKind
from chatapp.domain.model import Packing
from chatapp.library import disk
from chatapp.library.child import Child
from chatapp.library.journey import Journey

SECONDS_BETWEEN_LOOKS = 0.1


class _ProblemLine(BaseModel):
    kind: ProblemKind
    sentence: str
    remedies: tuple[str, ...] = ()
    details: str = ""

    def problem(self) -> Problem:
        return Problem(self.kind, self.sentence, self.remedies, self.details)


class _Line(BaseModel):
    stage: str = ""
    fraction: float | None = None
    seconds_left: float | None = None
    done: bool = False
    problem: _ProblemLine | None = None


class Converter:
    """`program_folder` is where the child is started, so that a clone that was never installed finds itself."""

    def __init__(self, command: Sequence[str], program_folder: Path) -> None:
        self._command = tuple(command)
        self._folder = program_folder

    def convert(self, source: Path, target: Path, packing: Packing, journey: Journey) -> None:
        """Makes and fills the folder `target`, or raises ProblemError; the caller removes what is half-written."""
        target.mkdir()
        command = (*self._command, str(source), str(target), packing)
        is_done = False
        with Child(command, target.parent / "conversion", cwd=self._folder) as child:
            is_running = True
            while is_running:
                is_running = child.poll() is None  # asked before the lines are read, so that none is missed
                for line in _lines(child):
                    is_done = is_done or line.done
                    _follow(line, target, journey)
                if is_running:
                    journey.wait(SECONDS_BETWEEN_LOOKS)
            words = child.last_words()
        code = child.poll()
        if code != 0 or not is_done:
            last = "\n".join(words[-3:])
            raise ProblemError(
                disk.full(target.parent, last) if disk.is_told_full(last) else _unreadable(source, code, last)
            )


def _lines(child: Child) -> list[_Line]:
    """What a library prints among them, warnings for example, is passed over."""
    lines: list[_Line] = []
    for text in child.new_lines():
        try:
            lines.append(_Line.model_validate_json(text))
        except ValidationError:
            continue
    return lines


def _follow(line: _Line, target: Path, journey: Journey) -> None:
    if line.problem is not None:
        is_full = disk.is_told_full(line.problem.details)
        raise ProblemError(disk.full(target.parent, line.problem.details) if is_full else line.problem.problem())
    if line.fraction is not None:
        journey.at(line.fraction, line.seconds_left)


def _unreadable(source: Path, code: int | None, last_words: str) -> Problem:
    how = f"signal {-code}" if code is not None and code < 0 else f"exit code {code}"
    return Problem(
        ProblemKind.MODEL_FILE,
        f"{source.name} could not be read; what was half-written is removed.",
        ("Close other programs, in case memory was short, and try again", "Choose another file"),
        f"The conversion ended with {how}.\n{last_words}".strip(),
    )
