"""Documents out to files and in from them. GUI thread; the work itself runs as an errand on another.

PDF needs Qt: who has that puts a writer of its own beside ours.
"""

import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from chatapp.domain.changes import Change
from chatapp.domain.errors import Problem, ProblemError, ProblemKind
from chatapp.exchange import problems
from chatapp.exchange.atomic_file import atomic_file
from chatapp.exchange.document.bundle import Bundle, read_documents
from chatapp.exchange.document.file import WRITERS, DocumentFormat, Taken, Writer, Written
from chatapp.exchange.document.loss import LossKind
from chatapp.services.errand import Errand, Errands, Report
from chatapp.services.exchange_ports import Archive
from chatapp.services.manuscript import opened


@dataclass(frozen=True, slots=True)
class DocumentOrder:
    """One document is a file of that form; several, or None for all that are not in the bin, are a .zip of such."""

    target: Path
    form: DocumentFormat
    ids: tuple[int, ...] | None = None

    @property
    def is_bundle(self) -> bool:
        return self.ids is None or len(self.ids) != 1


@dataclass(frozen=True, slots=True)
class DocumentsExported:
    target: Path
    documents: int
    size_bytes: int


@dataclass(frozen=True, slots=True)
class DocumentsImported:
    """`ids` in the order of the files; `losses` are those of all."""

    ids: tuple[int, ...]
    titles: tuple[str, ...]
    losses: tuple[tuple[LossKind, int], ...]


@dataclass(slots=True)
class DocumentExchange:
    """`flush` writes what was typed to the disk, where an errand reads it."""

    archive: Archive
    errands: Errands
    flush: Callable[[], None]
    announce: Callable[[Change], None]
    writers: dict[DocumentFormat, Writer] = field(default_factory=lambda: dict(WRITERS))

    def export_to(self, order: DocumentOrder, then: Callable[[DocumentsExported], None]) -> None:
        """ProblemError where something else is under way, or the format needs what is not there."""
        if order.form not in self.writers:
            raise ProblemError(_no_writer(order.form))
        self.flush()

        def take(result: object) -> None:
            if isinstance(result, DocumentsExported):
                then(result)

        name = f"Export to {order.target.name}"
        self.errands.start(Errand(name, lambda report: self._export(order, report), take))

    def import_from(self, paths: Sequence[Path], then: Callable[[DocumentsImported], None]) -> None:
        """Each file a document, or a .zip of such; if one can't be read, none comes. ProblemError where something else
        is under way."""

        def take(result: object) -> None:
            if isinstance(result, DocumentsImported):
                self.announce(Change(list_changed=True))
                then(result)

        names = paths[0].name if len(paths) == 1 else f"{len(paths)} files"
        self.errands.start(Errand(f"Import of {names}", lambda report: self._import(paths, report), take))

    def _export(self, order: DocumentOrder, report: Report) -> DocumentsExported:
        ids = order.ids if order.ids is not None else self.archive.document_ids()
        written = self._written(ids, report)
        write = self.writers[order.form]
        try:
            with atomic_file(order.target) as file:
                if order.is_bundle:
                    count = Bundle(file, order.form, write).add_all(written)
                elif (document := next(written, None)) is not None:
                    write(document, file)
                    count = 1
                else:
                    raise ProblemError(_gone())
                file.flush()
                size = os.fstat(file.fileno()).st_size
        except OSError as error:
            raise ProblemError(problems.file_problem(order.target.name, error)) from error
        return DocumentsExported(order.target, count, size)

    def _written(self, ids: Sequence[int], report: Report) -> Iterator[Written]:
        for place, (document, stored) in enumerate(self.archive.documents(ids)):
            report(f"{place + 1:,} of {len(ids):,}", place / len(ids))
            yield Written(document.title, opened(stored).text)

    def _import(self, paths: Sequence[Path], report: Report) -> DocumentsImported:
        taken: list[Taken] = []
        for place, path in enumerate(paths):
            report(f"{place + 1:,} of {len(paths):,}", place / len(paths))
            try:
                taken += read_documents(path)
            except OSError as error:
                raise ProblemError(problems.file_problem(path.name, error)) from error
        report("Finishing")
        ids = self.archive.add_documents((one.title, one.text) for one in taken)
        losses: Counter[LossKind] = Counter()
        for one in taken:
            losses.update(dict(one.losses))
        listed = tuple((kind, losses[kind]) for kind in LossKind if losses[kind])
        return DocumentsImported(tuple(ids), tuple(one.title for one in taken), listed)


def _no_writer(form: DocumentFormat) -> Problem:
    return Problem(
        ProblemKind.EXCHANGE_FILE,
        f"A .{form.value} file can only be made in the window; nothing was written.",
        ("Export from the File menu", "Or choose .md, .html or .docx"),
    )


def _gone() -> Problem:
    return Problem(ProblemKind.EXCHANGE_FILE, "The document is not there any more; nothing was written.")
