"""Copies of everything: one a day by itself, whole profiles in one file, and the way back. GUI thread.

The work runs as an errand. A day's copy is made when the first thing changes on it, not while nothing is done.
"""

import logging
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from chatapp.domain.backup import Backup
from chatapp.domain.changes import Change
from chatapp.domain.errors import Problem, ProblemError, ProblemKind
from chatapp.exchange import problems, profile
from chatapp.exchange.atomic_file import atomic_file
from chatapp.services.announcement import Announcement
from chatapp.services.errand import Errand, Errands, Report
from chatapp.services.exchange_ports import Archive, Vault
from chatapp.settings import SettingsFile

log = logging.getLogger(__name__)

RETRY = timedelta(hours=1)
"""After a copy that could not be made."""
SOON = timedelta(minutes=1)
"""After work that is not asked for: the person's own has its turn between."""
INDEXING_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class BackupParts:
    """`is_busy` says whether an answer is being written; `settle` writes down what is still in memory; `renew` forgets
    all that belonged to what was replaced."""

    archive: Archive
    vault: Vault
    errands: Errands
    settings: SettingsFile
    announcement: Announcement
    is_busy: Callable[[], bool]
    renew: Callable[[], None]
    settle: Callable[[], None] = lambda: None


@dataclass(frozen=True, slots=True)
class Restored:
    """`before` is the copy of what was there; `settings` are those of a profile, as its file had them."""

    source: Path
    before: Backup
    settings: str = ""


class Backups:
    def __init__(self, parts: BackupParts, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._parts = parts
        self._now = now
        self._not_before = now()
        self._has_indexed = False
        parts.announcement.subscribe(self._on_change)

    def list_with(self, then: Callable[[list[Backup]], None]) -> None:
        """Looks into every copy and hands them over, the newest first. ProblemError where something else is under
        way."""

        def take(result: object) -> None:
            if isinstance(result, list):
                then(result)

        self._parts.errands.start(
            Errand("Looking through the backups", lambda _report: self._parts.vault.backups(), take, is_quiet=True)
        )

    def make(self, then: Callable[[Backup], None]) -> None:
        """One more of today."""

        def take(result: object) -> None:
            if isinstance(result, Backup):
                then(result)

        self._parts.settle()
        self._parts.errands.start(Errand("Backup", lambda _report: self._parts.vault.make(), take))

    def restore(self, source: Path, then: Callable[[Restored], None]) -> None:
        """A copy, or a whole profile, in the place of what is there. ProblemError leaves all as it was."""
        if self._parts.is_busy():
            raise ProblemError(_answering())
        self._parts.settle()

        def work(report: Report) -> Restored:
            report("Checking")
            is_profile = profile.is_profile(source)
            return self._restore_profile(source, report) if is_profile else self._restore(source)

        def take(result: object) -> None:
            if isinstance(result, Restored):
                if result.settings:
                    self._take_settings(result.settings)
                self._parts.renew()
                then(result)  # first, so that nothing of what is gone is still shown when all is read again
                self._parts.announcement.announce(Change(list_changed=True, engine_changed=True))

        self._parts.errands.start(Errand(f"Restoring {source.name}", work, take))

    def export_profile(self, target: Path, then: Callable[[Path], None]) -> None:
        """Everything but the models in one file."""

        def take(result: object) -> None:
            if isinstance(result, Path):
                then(result)

        self._parts.settle()
        settings = self._parts.settings.text()
        name = f"Export to {target.name}"
        self._parts.errands.start(Errand(name, lambda report: self._pack(target, settings, report), take))

    def _on_change(self, change: Change) -> None:
        now = self._now()
        is_change = change.list_changed or change.path_of or change.messages
        if not is_change or now < self._not_before or not self._parts.errands.is_free:
            return
        self._not_before = now + RETRY
        if self._parts.vault.is_due(now):
            self._parts.errands.start(Errand("The daily backup", self._make_daily, self._begin_index, is_quiet=True))
        else:
            self._begin_index()

    def _begin_index(self, _made: object = None) -> None:
        if not self._has_indexed:
            self._parts.errands.start(Errand("Reading attachments", self._index, self._end_index, is_quiet=True))

    def _make_daily(self, report: Report) -> Backup:
        self._parts.archive.tidy(lambda: report("Tidying up"))
        return self._parts.vault.make()

    def _index(self, report: Report) -> bool:
        end = time.monotonic() + INDEXING_SECONDS

        def has_time() -> bool:
            report("Reading attachments")
            return time.monotonic() < end

        return self._parts.archive.index(has_time)

    def _end_index(self, is_all: object) -> None:
        self._has_indexed = is_all is True
        if not self._has_indexed:
            self._not_before = self._now() + SOON

    def _restore(self, source: Path) -> Restored:
        return Restored(source, self._parts.vault.restore(source))

    def _restore_profile(self, source: Path, report: Report) -> Restored:
        size = max(1, source.stat().st_size)
        try:
            with tempfile.TemporaryDirectory(prefix="causerie-profile-") as folder:
                files = profile.unpack(
                    source, Path(folder), lambda done: report("Unpacking", min(0.9, done / size / 4))
                )
                restored = self._restore(files[profile.DATABASE])
                settings = files.get(profile.SETTINGS)
                text = "" if settings is None else settings.read_text(encoding="utf-8", errors="replace")
                return Restored(source, restored.before, text)
        except OSError as error:
            raise ProblemError(problems.file_problem(source.name, error)) from error

    def _pack(self, target: Path, settings: str, report: Report) -> Path:
        report("Copying")
        try:
            with tempfile.TemporaryDirectory(prefix=".causerie-", dir=target.parent) as folder:
                database = self._parts.vault.copy_to(Path(folder))
                written = Path(folder) / profile.SETTINGS
                written.write_text(settings, encoding="utf-8")
                size = max(1, database.stat().st_size)
                with atomic_file(target) as file:
                    files = {profile.DATABASE: database, profile.SETTINGS: written}
                    profile.pack(files, file, lambda done: report("Packing", done / size))
        except OSError as error:
            raise ProblemError(problems.file_problem(target.name, error)) from error
        return target

    def _take_settings(self, text: str) -> None:
        try:
            self._parts.settings.take(text)
        except (OSError, ValueError) as error:
            log.warning("the profile's settings were not taken: %s", error)


def _answering() -> Problem:
    return Problem(
        ProblemKind.EXCHANGE_FILE,
        "An answer is being written; a backup can't be brought back meanwhile. Nothing was changed.",
        ("Stop the answer", "Then try again"),
    )
