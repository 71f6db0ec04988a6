"""Runs Qt's lupdate over the window, and over what the rest of the program says, which lupdate can't know of."""

import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree

from chatapp.ui.translation_catalogue import SENTENCES
from tests.translations.sentences import sentences

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = ROOT / "resources" / "i18n" / "causerie_zh_CN.ts"
SOURCES = ROOT / "chatapp" / "ui"


def update(catalogue: Path) -> None:
    """Without places in the code, which would make every change of it one of the catalogue; what is said no more
    goes."""
    tool = shutil.which("pyside6-lupdate", path=str(Path(sys.executable).parent))
    assert tool, f"pyside6-lupdate is not installed beside {sys.executable}"
    with TemporaryDirectory() as folder:
        outside = Path(folder) / "sentences.py"
        lines = [f"QCoreApplication.translate({SENTENCES!r}, {_literal(text)})\n" for text in sorted(sentences())]
        outside.write_text("".join(lines), encoding="utf-8")
        files = [*map(str, sorted(SOURCES.rglob("*.py"))), str(outside)]
        options = ["-noobsolete", "-locations", "none", "-source-language", "en", "-target-language", "zh_CN"]
        command = [tool, *files, *options, "-silent", "-ts", str(catalogue)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def messages(catalogue: Path) -> list[tuple[str, str, str]]:
    """Context, source, translation; "" where it is unfinished."""
    found = []
    for context in ElementTree.parse(catalogue).iter("context"):  # noqa: S314 - a file of our own
        for message in context.iter("message"):
            translation = message.find("translation")
            is_done = translation is not None and not translation.get("type")
            text = (translation.text or "") if translation is not None and is_done else ""
            found.append((context.findtext("name", ""), message.findtext("source", ""), text))
    return found


def unfinished(catalogue: Path) -> list[tuple[str, str]]:
    return [(context, source) for context, source, translation in messages(catalogue) if not translation]


def _literal(text: str) -> str:
    """In double quotes, as lupdate reads them."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
