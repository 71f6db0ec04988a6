"""The whole life of the .deb in a Debian that has nothing: installed, talked to without a network, started again,
upgraded, removed. A line for each step, with what was seen; the first that fails ends it with its reason."""

import re
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from recipe import archive, older_home
from recipe.bare_debian import PERSON, BareDebian, bare_debian
from recipe.edition import NAME
from recipe.screen import Screen, screen, wait_until

QUESTION, WORD = "What is the capital of Spain? Answer in one sentence.", "Madrid"
LATER = "What is the capital of Norway? Answer in one sentence."
ENDED = 0
SETTLING = 3.0


class ProofError(Exception):
    """Its message says what was to be seen and was not."""


@dataclass(frozen=True, slots=True)
class Artefacts:
    """`following` is the package as its next version; the archive is for a person without rights."""

    package: Path
    following: Path
    packed: Path


def prove(made: Artefacts, scratch: Path) -> None:
    """Pictures of the window are left in `scratch`."""
    pictures = scratch / "proof"
    pictures.mkdir(parents=True, exist_ok=True)
    with screen() as display, bare_debian(scratch) as debian:
        proof = CleanProof(debian, display, pictures)
        for step in (proof.installs, proof.checks_itself, proof.talks, proof.remembers):
            _pass(step, made.package)
        for step in (proof.is_upgraded, proof.takes_an_older_home, proof.is_portable, proof.is_removed):
            _pass(step, made.following)
        _pass(proof.lives_in_a_home, made.packed)


def _pass(step: Callable[[Path], str], package: Path) -> None:
    began = time.monotonic()
    found = step(package)
    sys.stdout.write(f"ok      {step.__name__.replace('_', ' ')}: {found} ({time.monotonic() - began:.1f} s)\n")
    sys.stdout.flush()


class CleanProof:
    def __init__(self, debian: BareDebian, display: Screen, pictures: Path) -> None:
        self._debian = debian
        self._display = display
        self._pictures = pictures
        self._data = debian.home / ".local" / "share" / "Causerie"
        self._database = self._data / older_home.DATABASE
        self._told: list[tuple[str, str, str]] = []

    def installs(self, package: Path) -> str:
        _require(not list((self._debian.root / "usr" / "bin").glob("python3*")), "a Debian without Python")
        self._debian.inside("apt-get", "update", "-qq")
        before = self._packages()
        self._install(package)
        _require(not list((self._debian.root / "usr" / "bin").glob("python3*")), "a Debian without Python still")
        entry = self._debian.root / "usr" / "share" / "applications" / "causerie.desktop"
        _require(entry.is_file(), "a menu entry")
        return f"{self._version()} and {len(self._packages() - before) - 1} packages that it needs, no Python"

    def checks_itself(self, _package: Path) -> str:
        said = self._debian.person("causerie --self-check /tmp/check")
        shutil.copyfile(self._debian.root / "tmp" / "check" / "self-check.png", self._pictures / "self-check.png")
        return said.strip().splitlines()[-1]

    def talks(self, _package: Path) -> str:
        with self._window("talks") as (window, seconds):
            self._display.write(window, QUESTION)
            self._display.press("Return")
            answered = wait_until(lambda: self._complete() == 1, "an answer")
        answer = self._messages()[-1][2]
        _require(len(answer.split()) > 2, f"an answer in words, not {answer!r}")
        # The window draws its words by chance; the likeliest ones are the same wherever the model is whole.
        likeliest = self._debian.person(f"causerie --ask '{QUESTION}' --temperature 0")
        _require(WORD in likeliest, f"an answer with {WORD}, not {likeliest!r}")
        mode = oct(self._data.stat().st_mode & 0o777)
        _require(mode == "0o700", f"a private home, not {mode}")
        return f"window after {seconds:.1f} s, {answer!r} after {answered:.1f} s more, no network, home {mode}"

    def remembers(self, _package: Path) -> str:
        self._told = self._messages()
        with self._window("remembers") as (_window, seconds):
            export = self._debian.person("causerie --export /home/person/mine.json")
            self._debian.person("causerie /home/person/mine.json", self._display.name)  # is handed over and ends
        _require(self._messages()[: len(self._told)] == self._told, "the same history after a restart")
        return f"{len(self._told)} messages, window after {seconds:.1f} s; {export.strip().splitlines()[-1]}"

    def is_upgraded(self, package: Path) -> str:
        before, self._told = self._version(), self._messages()
        self._install(package)
        said = self._debian.person(f"causerie --ask '{LATER}' --temperature 0")
        _require("Oslo" in said, f"an answer with Oslo, not {said!r}")
        _require(self._messages()[: len(self._told)] == self._told, "the same history after an upgrade")
        return f"{before} to {self._version()}, {len(self._told)} messages kept, answers"

    def takes_an_older_home(self, _package: Path) -> str:
        older = self._debian.home / "older"
        older_home.make(older)
        self._debian.inside("chown", "-R", "person:person", "/home/person/older")
        self._debian.person("causerie --home /home/person/older --export /home/person/older.json")
        copies = sorted((older / "backups").glob("*before*"))
        _require(len(copies) == 1, f"one copy from before, not {len(copies)}")
        _require(older_home.revision(copies[0]) == older_home.FIRST, "a copy as it was")
        _require(older_home.messages(copies[0]) == older_home.messages(older / older_home.DATABASE), "the same words")
        exported = (self._debian.home / "older.json").read_text(encoding="utf-8")
        _require(older_home.ANSWER in exported, "the old answer, exported")
        now = older_home.revision(older / older_home.DATABASE)
        return f"tables {older_home.FIRST} became {now}, copied before as {copies[0].name}"

    def is_portable(self, _package: Path) -> str:
        """A copy of the program with a `portable` file beside it, away from /usr."""
        self._debian.person("cp -r /usr/lib/causerie /home/person/stick")
        self._debian.person("touch /home/person/stick/portable")
        count = len(self._messages())
        said = self._debian.person(f"/home/person/stick/causerie --ask '{LATER}' --temperature 0")
        there = older_home.messages(self._debian.home / "stick" / "data" / older_home.DATABASE)
        _require(len(there) == 2 and "Oslo" in said, "a conversation beside the program")
        _require(len(self._messages()) == count, "nothing new in the home")
        return "its data beside the program, none in the home"

    def is_removed(self, _package: Path) -> str:
        before = self._messages()
        said = self._debian.inside("apt-get", "remove", "-y", "-qq", "causerie")
        _require("~/.local/share/Causerie" in said, "a word on where the data stays")
        self._debian.inside("apt-get", "purge", "-y", "-qq", "causerie")
        left = self._debian.inside("find", "/usr", "/etc", "/opt", "-iname", "*causerie*").split()
        _require(not left, f"nothing left, not {left}")
        _require(self._messages() == before, "the data of the user, untouched")
        return f"nothing left of it, {len(before)} messages stay in ~/.local/share/Causerie, and it says so"

    def lives_in_a_home(self, packed: Path) -> str:
        """The archive, unpacked and put into one person's menu by its own script, and taken out again."""
        home = self._debian.home
        folder = archive.unpack(packed, home / "unpacked").parent
        self._debian.inside("chown", "-R", f"{PERSON}:{PERSON}", f"/home/{PERSON}/unpacked")
        self._debian.person(f"sh unpacked/{folder.name}/install.sh")
        self._debian.person(f"rm -r /home/{PERSON}/unpacked")
        before, entry = self._messages(), home / ".local" / "share" / "applications" / "causerie.desktop"
        _require(f"/home/{PERSON}/" in entry.read_text(encoding="utf-8"), "a menu entry of the person's own")
        said = self._debian.person(f".local/bin/causerie --ask '{LATER}' --temperature 0")
        _require("Oslo" in said, f"an answer with Oslo, not {said!r}")
        told = self._debian.person("sh .local/share/causerie-program/uninstall.sh").strip()
        left = [path for path in (home / ".local").rglob("*causerie*") if self._data not in path.parents]
        _require(not left, f"nothing left, not {left}")
        _require(self._messages()[: len(before)] == before, "the data of the user, untouched")
        return f"installed without rights, answers, is removed: {told.splitlines()[-1]}"

    @contextmanager
    def _window(self, name: str) -> Iterator[tuple[str, float]]:
        """The program with its window, and seconds until that was there; ended by Ctrl+Q, without a fault."""
        began = time.monotonic()
        process = self._debian.person_starts("causerie", self._display.name)
        try:
            window = self._display.window(NAME)
            seconds = time.monotonic() - began
            wait_until(self._database.exists, "the database")
            time.sleep(SETTLING)  # what is typed before the window listens is lost
            try:
                yield window, seconds
            finally:
                time.sleep(SETTLING)  # until the last words are painted
                self._display.photograph(self._pictures / f"{name}.png")
            self._display.press("ctrl+q")
            process.wait(timeout=60)
        finally:
            process.kill()
        _require(process.returncode == ENDED, f"a clean end, not {process.returncode}: {process.communicate()[0]}")

    def _install(self, package: Path) -> None:
        name = self._debian.give(package, "/tmp")  # noqa: S108 - of a system of our own
        self._debian.inside("apt-get", "install", "-y", "-qq", "--no-install-recommends", name)
        (self._debian.root / name.lstrip("/")).unlink()

    def _packages(self) -> set[str]:
        return set(self._debian.inside("dpkg-query", "-W", "-f=${Package}\\n").split())

    def _version(self) -> str:
        found = re.search(r"^Version: (.*)$", self._debian.inside("dpkg", "-s", "causerie"), re.MULTILINE)
        return found[1] if found else "no version"

    def _messages(self) -> list[tuple[str, str, str]]:
        return older_home.messages(self._database)

    def _complete(self) -> int:
        return sum((role, status) == ("assistant", "complete") for role, status, _text in self._messages())


def _require(is_so: bool, what: str) -> None:
    if not is_so:
        raise ProofError(f"there should be {what}")
