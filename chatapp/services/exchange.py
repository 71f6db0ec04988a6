"""Conversations out to files and in from them. GUI thread; the work itself runs as an errand on another.

PDF needs Qt: who has that puts a renderer of its own beside ours.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import IO

from chatapp.domain.changes import Change
from chatapp.domain.errors import Problem, ProblemError, ProblemKind
from chatapp.exchange import archive as own_json
from chatapp.exchange import markdown, problems, training
from chatapp.exchange.atomic_file import atomic_file
from chatapp.exchange.html import Page
from chatapp.exchange.oddity import Tally
from chatapp.exchange.record import ConversationRecord
from chatapp.exchange.source import Source
from chatapp.services.errand import Errand, Errands, Report
from chatapp.services.exchange_ports import Archive

Records = Iterable[ConversationRecord]
Renderer = Callable[[Records, IO[bytes]], None]


class ExportFormat(StrEnum):
    """The values are the endings of the files."""

    MARKDOWN = "md"
    HTML = "html"
    PDF = "pdf"
    JSON = "json"
    TRAINING = "jsonl"

    @property
    def is_lossless(self) -> bool:
        return self is ExportFormat.JSON


@dataclass(frozen=True, slots=True)
class ExportOrder:
    """`ids` None is everything: what lies in the bin too, where the format loses nothing."""

    target: Path
    format: ExportFormat
    ids: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Exported:
    target: Path
    conversations: int
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Imported:
    """`conversation_ids`: those that came or grew."""

    tally: Tally
    conversation_ids: frozenset[int]


class Exchange:
    """`done` holds what the last errand gave, until it is taken."""

    def __init__(
        self,
        archive: Archive,
        errands: Errands,
        announce: Callable[[Change], None],
        settle: Callable[[], None] = lambda: None,
    ) -> None:
        """`settle` writes down what is still in memory."""
        self._settle = settle
        self._archive = archive
        self._errands = errands
        self._announce = announce
        self.renderers: dict[ExportFormat, Renderer] = {
            ExportFormat.MARKDOWN: lambda records, file: _write(markdown.pieces(records), file),
            ExportFormat.HTML: lambda records, file: _write(Page().pieces(records, "Causerie"), file),
            ExportFormat.JSON: lambda records, file: _write(own_json.pieces(records, datetime.now(UTC)), file),
            ExportFormat.TRAINING: lambda records, file: _write(training.pieces(records), file),
        }

    def export_to(self, order: ExportOrder, then: Callable[[Exported], None]) -> None:
        """ProblemError where something else is under way, or the format needs what is not there."""
        if order.format not in self.renderers:
            raise ProblemError(_no_renderer(order.format))
        self._settle()

        def take(result: object) -> None:
            if isinstance(result, Exported):
                then(result)

        name = f"Export to {order.target.name}"
        self._errands.start(Errand(name, lambda report: self._export(order, report), take))

    def import_from(self, paths: Sequence[Path], then: Callable[[Imported], None]) -> None:
        """ProblemError where something else is under way."""

        def take(result: object) -> None:
            if isinstance(result, Imported):
                if result.conversation_ids:
                    self._announce(Change(list_changed=True, path_of=result.conversation_ids))
                then(result)

        names = paths[0].name if len(paths) == 1 else f"{len(paths)} files"
        self._errands.start(Errand(f"Import of {names}", lambda report: self._import(paths, report), take))

    def _export(self, order: ExportOrder, report: Report) -> Exported:
        ids = order.ids if order.ids is not None else self._archive.ids(with_bin=order.format.is_lossless)
        counted = _Counted(self._archive.records(ids), len(ids), report)
        try:
            with atomic_file(order.target) as file:
                self.renderers[order.format](counted, file)
                file.flush()
                size = os.fstat(file.fileno()).st_size
        except OSError as error:
            raise ProblemError(problems.file_problem(order.target.name, error)) from error
        return Exported(order.target, counted.count, size)

    def _import(self, paths: Sequence[Path], report: Report) -> Imported:
        tally = Tally()
        size = 1

        def advanced(read: int) -> None:
            report(f"{tally.conversations:,} conversations", read / size)

        source = Source(paths, advanced)
        size = max(1, source.size)
        with self._archive.intake() as intake:
            for found in source.conversations():
                tally.note(found.grown.oddities)
                if found.grown.record is None:
                    continue
                record = found.grown.record
                is_new, messages_added = intake.add(record)
                tally.note_format(found.form)
                tally.conversations += 1
                tally.conversations_added += is_new
                tally.messages += len(record.messages)
                tally.messages_added += messages_added
            report("Finishing")
            return Imported(tally, intake.finish())


class _Counted:
    """The records, with a report after each."""

    def __init__(self, records: Iterator[ConversationRecord], total: int, report: Report) -> None:
        self._records = records
        self._total = total
        self._report = report
        self.count = 0

    def __iter__(self) -> Iterator[ConversationRecord]:
        for record in self._records:
            self._report(f"{self.count + 1:,} of {self._total:,}", self.count / self._total)
            yield record
            self.count += 1


def _write(pieces: Iterable[str], file: IO[bytes]) -> None:
    for piece in pieces:
        file.write(piece.encode("utf-8", "replace"))


def _no_renderer(wanted: ExportFormat) -> Problem:
    return Problem(
        ProblemKind.EXCHANGE_FILE,
        f"A .{wanted.value} file can only be made in the window; nothing was written.",
        ("Export from the File menu", "Or choose .html, .md or .json"),
    )
