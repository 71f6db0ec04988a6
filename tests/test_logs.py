"""The log of a whole process: what gets into it, and what never does."""

import logging
import subprocess
import sys
from pathlib import Path

import pytest

from chatapp.domain.errors import Problem, ProblemError, ProblemKind
from chatapp.logs import CRASH_FILE, KEPT_FILES, LOG_FILE, MAX_BYTES, DiscreetFormatter, versions

START = "import logging, pathlib, sys; from chatapp import logs; logs.start(pathlib.Path(sys.argv[1]), {verbose}); "


def run(folder: Path, code: str, *, verbose: bool = False) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", START.format(verbose=verbose) + code, str(folder)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


def logged(folder: Path) -> str:
    return (folder / LOG_FILE).read_text(encoding="utf-8")


def test_lines_of_the_program_are_kept_and_chatter_of_libraries_is_not(tmp_path: Path) -> None:
    code = (
        "logging.getLogger('chatapp.a').info('ours'); logging.getLogger('chatapp.a').debug('fine'); "
        "logging.getLogger('library').info('theirs'); logging.getLogger('library').warning('careful')"
    )
    run(tmp_path / "logs", code)
    text = logged(tmp_path / "logs")
    assert "INFO MainThread chatapp.a: ours" in text
    assert "careful" in text
    assert "fine" not in text
    assert "theirs" not in text
    run(tmp_path / "logs", code, verbose=True)
    assert "fine" in logged(tmp_path / "logs")


def test_an_uncaught_error_is_logged_by_type_and_place_without_its_words(tmp_path: Path) -> None:
    ended = run(tmp_path, "raise ValueError('what a person wrote')")
    assert ended.returncode == 1
    assert "what a person wrote" in ended.stderr
    assert "builtins.ValueError\n  <string>:1 in <module>" in logged(tmp_path)
    assert "what a person wrote" not in logged(tmp_path)


def test_an_error_in_a_thread_is_logged_too(tmp_path: Path) -> None:
    code = "import threading; t = threading.Thread(target=lambda: 1 / 0, name='engine'); t.start(); t.join()"
    assert run(tmp_path, code).returncode == 0
    assert "uncaught error in engine" in logged(tmp_path)
    assert "builtins.ZeroDivisionError" in logged(tmp_path)


def test_a_hard_crash_leaves_the_frames_of_every_thread(tmp_path: Path) -> None:
    assert (
        run(tmp_path, "import os, resource; resource.setrlimit(resource.RLIMIT_CORE, (0, 0)); os.abort()").returncode
        < 0
    )
    assert "Fatal Python error: Aborted" in (tmp_path / CRASH_FILE).read_text(encoding="utf-8")


def test_a_crash_stands_below_the_versions_that_it_happened_with(tmp_path: Path) -> None:
    code = "import os, resource; resource.setrlimit(resource.RLIMIT_CORE, (0, 0)); os.abort()"
    (tmp_path / CRASH_FILE).write_text("# Causerie 0.0.1, Python 3.11.0, Linux\nFatal Python error: Aborted\n")
    run(tmp_path, code)
    run(tmp_path, code)
    told = (tmp_path / CRASH_FILE).read_text(encoding="utf-8").splitlines()
    weighty = [line for line in told if line.startswith(("# ", "Fatal"))]
    fatal = "Fatal Python error: Aborted"
    assert weighty == ["# Causerie 0.0.1, Python 3.11.0, Linux", fatal, f"# {versions()}", fatal, fatal]


def test_a_folder_that_cannot_be_written_costs_only_the_log(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    ended = run(tmp_path / "file" / "logs", "logging.getLogger('chatapp').info('still here'); print('ran')")
    assert ended.stdout == "ran\n"
    assert "still here" in ended.stderr


def test_the_log_does_not_grow_for_ever(tmp_path: Path) -> None:
    run(tmp_path, f"[logging.getLogger('chatapp').info('x' * 100_000) for _ in range({6 * MAX_BYTES // 100_000})]")
    sizes = [path.stat().st_size for path in tmp_path.glob(f"{LOG_FILE}*")]
    assert len(sizes) == KEPT_FILES + 1
    assert max(sizes) <= MAX_BYTES


def test_stopped_it_leaves_no_trace(tmp_path: Path) -> None:
    code = (
        "import threading; from chatapp.logs import start; hooks = (sys.excepthook, threading.excepthook); "
        "log = start(pathlib.Path(sys.argv[1]) / 'inner'); log.stop(); "
        "assert hooks == (sys.excepthook, threading.excepthook); logging.getLogger('chatapp').info('after')"
    )
    ended = run(tmp_path, code)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert logged(tmp_path / "inner") == ""
    assert "after" in logged(tmp_path)


def fail_for_a_reason() -> None:
    try:
        Path("/nowhere/at all").read_bytes()
    except OSError as error:
        raise RuntimeError("a person's words") from error


def test_causes_are_told_and_the_system_s_words_kept() -> None:
    with pytest.raises(RuntimeError) as caught:
        fail_for_a_reason()
    information = (caught.type, caught.value, caught.tb)
    text = DiscreetFormatter().format(
        logging.LogRecord("chatapp", logging.ERROR, __file__, 1, "failed", None, information)
    )
    assert "FileNotFoundError: [Errno 2] No such file or directory: '/nowhere/at all'" in text
    assert text.index("FileNotFoundError") < text.index("which led to:") < text.index("builtins.RuntimeError\n")
    assert "a person's words" not in text


@pytest.mark.parametrize("layout", ["%s", "%r"])
def test_an_error_that_a_line_is_about_is_told_without_its_words(layout: str) -> None:
    refused = ProblemError(Problem(ProblemKind.DATABASE, "a person's words", ("a person's words",), "a person's words"))
    told = [
        DiscreetFormatter().format(logging.LogRecord("chatapp", logging.WARNING, "f", 1, layout, (error,), None))
        for error in (ValueError("a person's words"), refused, FileNotFoundError(2, "No such file", "there"))
    ]
    assert "words" not in "".join(told)
    assert "ValueError" in told[0]
    assert "ProblemError: database" in told[1]
    assert "No such file" in told[2]


WRITES = """
import logging, sqlite3, sys
from pathlib import Path
from chatapp import logs
from chatapp.app import build
from chatapp.domain.errors import ProblemError
from chatapp.engine import scripted
from chatapp.engine.scripted import Script
from chatapp.paths import Paths
from chatapp.presence import Presence
from chatapp.settings import SettingsFile
from tests.program import place_model

place, words = Paths(Path(sys.argv[1])), sys.argv[2]
place.create()
place_model(place.home)
logs.start(place.logs)

def fails(prompt):
    raise ValueError(prompt)

services = build(place, SettingsFile(place.settings), Presence(place.presence), scripted.loader(Script(fails)))
services.models.load_last()
while services.models.info() is None:
    services.drain()
services.answers.send(None, words)
while services.answers.running is not None:
    services.drain()
with sqlite3.connect(place.database) as raw:
    raw.execute("CREATE TRIGGER refuse BEFORE INSERT ON message BEGIN SELECT RAISE(ABORT, 'no'); END")
try:
    services.answers.send(None, words)
except ProblemError as error:
    log = logging.getLogger("chatapp.test")
    log.warning("refused: %s, %r", error, error.__cause__)
    log.exception("refused")
    raise
"""


def test_what_a_person_types_never_gets_into_the_log_whatever_fails(tmp_path: Path) -> None:
    words = "my secret recipe 我的秘密"
    command = [sys.executable, "-c", WRITES, str(tmp_path), words]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert "sqlite3.IntegrityError" in ended.stderr  # the statement failed, with the text among its parameters
    kept = "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "logs").iterdir())
    assert "engine: unforeseen error\nbuiltins.ValueError\n" in kept
    assert "sqlalchemy.exc.IntegrityError" in kept
    for part in ("secret", "recipe", "秘密", "\\u79d8"):
        assert part not in kept
        assert part not in ended.stderr
