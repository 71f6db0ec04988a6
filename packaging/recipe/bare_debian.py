"""A Debian 12 of its own in a folder, with nothing in it but what a package asks for, and an ordinary user without a
network. Needs to be root."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from recipe.command import MissingToolError, has, run

SUITE = "bookworm"
PERSON = "person"
SECONDS = 900
MOUNTS = ("proc", "dev/shm", "tmp/.X11-unix")


class BareDebianError(Exception):
    """A command in it failed; its message is what the command was and said."""


class BareDebian:
    def __init__(self, root: Path) -> None:
        self.root = root

    @property
    def home(self) -> Path:
        return self.root / "home" / PERSON

    def inside(self, *words: str) -> str:
        """As root, with the network that packages come by; what it prints."""
        surroundings = ["env", "-i", "HOME=/root", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C.UTF-8"]
        return self._output([*surroundings, "DEBIAN_FRONTEND=noninteractive", *words], [])

    def person(self, command: str, display: str = "") -> str:
        """As the user, without a network."""
        return self._output(*self._as_person(command, display))

    def person_starts(self, command: str, display: str) -> subprocess.Popen[str]:
        words, before = self._as_person(command, display)
        return subprocess.Popen(
            [*before, "chroot", str(self.root), *words], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )

    def give(self, file: Path, place: str) -> str:
        """Its name inside."""
        target = self.root / place.lstrip("/") / file.name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target)
        return f"{place}/{file.name}"

    def _as_person(self, command: str, display: str) -> tuple[list[str], list[str]]:
        words = f"DISPLAY={display} exec {command}" if display else command
        return ["su", "-", PERSON, "-c", words], ["unshare", "-n"]

    def _output(self, words: list[str], before: list[str]) -> str:
        done = subprocess.run(
            [*before, "chroot", str(self.root), *words],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        if done.returncode != 0:
            raise BareDebianError(f"{' '.join(words[-3:])} ended with {done.returncode}: {done.stdout}")
        return done.stdout


@contextmanager
def bare_debian(scratch: Path) -> Iterator[BareDebian]:
    """Made anew, out of an archive that `scratch` keeps of it; the folder is removed at the end."""
    for tool in ("debootstrap", "chroot", "unshare"):
        if not has(tool):
            raise MissingToolError(f"{tool} is needed and not installed")
    if os.geteuid() != 0:
        raise MissingToolError("a Debian of its own can be made by root alone")
    root, kept = scratch / SUITE, scratch / f"{SUITE}.tar"
    if not kept.is_file():
        shutil.rmtree(root, ignore_errors=True)
        run(["debootstrap", "--variant=minbase", SUITE, root])
        run(["tar", "-C", root, "-cf", kept, "."])
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir(parents=True)
    run(["tar", "-C", root, "-xf", kept])
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, root, ignore_errors=True)
        for place in MOUNTS:
            (root / place).mkdir(parents=True, exist_ok=True)
        for words in (
            ("-t", "proc", "proc", root / "proc"),
            ("-t", "tmpfs", "-o", "mode=1777", "tmpfs", root / "dev" / "shm"),
            ("--bind", "/tmp/.X11-unix", root / "tmp" / ".X11-unix"),  # noqa: S108 - where X has its sockets
        ):
            run(["mount", *map(str, words)])
            stack.callback(run, ["umount", "-l", words[-1]])
        debian = BareDebian(root)
        debian.inside("useradd", "-m", "-s", "/bin/bash", PERSON)
        yield debian
