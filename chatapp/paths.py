"""Where the program keeps its files: one home folder per user, readable by that user alone."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from chatapp.domain.errors import Problem, ProblemError, ProblemKind

HOME_VARIABLE = "CAUSERIE_HOME"
PORTABLE_MARKER = "portable"


@dataclass(frozen=True, slots=True)
class Paths:
    """Every place under one home. Nothing else in the program builds a path of its own."""

    home: Path

    @property
    def database(self) -> Path:
        return self.home / "causerie.sqlite3"

    @property
    def backups(self) -> Path:
        return self.home / "backups"

    @property
    def models(self) -> Path:
        return self.home / "models"

    @property
    def settings(self) -> Path:
        return self.home / "settings.toml"

    @property
    def unsent(self) -> Path:
        return self.home / "unsent.json"

    @property
    def logs(self) -> Path:
        return self.home / "logs"

    @property
    def cache(self) -> Path:
        """What can be made anew: compiled code."""
        return self.home / "cache"

    @property
    def version(self) -> Path:
        """Names the program's version that was here last."""
        return self.home / "version"

    @property
    def presence(self) -> Path:
        return self.home / "running"

    def create(self) -> None:
        """Makes the home, mode 0700; ProblemError where it cannot be written."""
        try:
            for folder in (self.home, self.models, self.logs):
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            probe = self.home / f".writable-{os.getpid()}"
            probe.touch()
            probe.unlink()
        except OSError as error:
            raise ProblemError(
                Problem(
                    ProblemKind.READ_ONLY,
                    f"Causerie cannot write to its folder {self.home}; nothing was changed.",
                    ("Make the folder writable", f"Choose another with --home DIR or {HOME_VARIABLE}"),
                    str(error),
                )
            ) from error


def program_folder() -> Path:
    """Where the program lies: the frozen bundle's folder, else the checkout that holds main.py."""
    if getattr(sys, "frozen", False):
        return Path(sys.executable).resolve().parent
    return Path(__file__).resolve().parent.parent


def own_command() -> tuple[str, ...]:
    """What starts this program again, for a question to be answered in a process of its own."""
    if getattr(sys, "frozen", False):
        return (sys.executable,)
    return (sys.executable, str(program_folder() / "main.py"))


def resources() -> Path:
    """Icons, themes, the starter model's card: plain files beside the package, or inside the bundle."""
    return Path(getattr(sys, "_MEIPASS", program_folder())) / "resources"


def find(home: Path | None = None) -> Paths:
    """The home in this order: option, environment, a `portable` marker beside the program, the platform's own place."""
    if home is not None:
        return Paths(home.expanduser().absolute())
    if named := os.environ.get(HOME_VARIABLE):
        return Paths(Path(named).expanduser().absolute())
    if (program_folder() / PORTABLE_MARKER).exists():
        return Paths(program_folder() / "data")
    return Paths(platformdirs.user_data_path("Causerie", appauthor=False))
