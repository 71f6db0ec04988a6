import errno
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from chatapp.domain.errors import ProblemError, ProblemKind
from chatapp.presence import Claim, Presence

ENTERS = (
    "import sys; from pathlib import Path; from chatapp.presence import Presence\n"
    "presence = Presence(Path(sys.argv[1])); presence.enter(); print('in', flush=True); sys.stdin.read()\n"
    "presence.leave()"
)


@contextmanager
def another(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that has entered; it leaves when its input ends."""
    other = subprocess.Popen(
        [sys.executable, "-c", ENTERS, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with other:
        assert other.stdout is not None
        assert other.stdout.readline() == "in\n"
        yield other


def test_dead_processes_are_no_company(tmp_path: Path) -> None:
    presence = Presence(tmp_path / "running")
    presence.enter()
    (tmp_path / "running" / "999999999").write_text("1.0")
    (tmp_path / "running" / "1").write_text("5.0")
    (tmp_path / "running" / f"{os.getppid()}-0123").touch()  # alive, but not the one that made it
    assert presence.is_alone()
    presence.leave()
    assert list((tmp_path / "running").iterdir()) == []


def test_a_living_process_is_company_until_it_is_killed(tmp_path: Path) -> None:
    presence = Presence(tmp_path / "running")
    presence.enter()
    with another(tmp_path / "running") as other:
        assert not presence.is_alone()
        other.kill()
        other.wait()
        assert len(list((tmp_path / "running").iterdir())) == 2
        assert presence.is_alone()
    assert len(list((tmp_path / "running").iterdir())) == 1
    presence.leave()


def test_a_living_process_is_company_whatever_its_file_says(tmp_path: Path) -> None:
    """A clock that is set, or a process id in another namespace, must not make it look dead."""
    presence = Presence(tmp_path / "running")
    presence.enter()
    with another(tmp_path / "running") as other:
        for file in (tmp_path / "running").iterdir():
            os.utime(file, (0, 0))
            file.write_text("5.0")
        assert not presence.is_alone()
        other.communicate()
    assert presence.is_alone()
    presence.leave()


def test_looking_does_not_end_a_presence(tmp_path: Path) -> None:
    one, other = Presence(tmp_path / "running"), Presence(tmp_path / "running")
    one.enter()
    other.enter()
    assert [one.is_alone(), other.is_alone(), one.is_alone()] == [False, False, False]
    other.leave()
    assert one.is_alone()
    one.leave()
    one.leave()


def test_a_place_that_is_no_folder_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "running").write_text("in the way")
    with pytest.raises(ProblemError) as caught:
        Presence(tmp_path / "running").enter()
    assert caught.value.problem.kind is ProblemKind.READ_ONLY


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of files")
def test_a_disk_that_takes_no_byte_keeps_nobody_out(tmp_path: Path) -> None:
    """Nothing is written into the file, so that a limit on the size of files does not end the start."""
    program = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))\n{ENTERS}"
    command = [sys.executable, "-c", program, str(tmp_path / "running")]
    done = subprocess.run(command, input="", capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr, done.stdout) == (0, "", "in\n")


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (errno.ENOSPC, ProblemKind.DISK_FULL),
        (errno.EDQUOT, ProblemKind.DISK_FULL),
        (errno.EROFS, ProblemKind.READ_ONLY),
    ],
)
def test_what_keeps_it_from_entering_is_told(tmp_path: Path, code: int, kind: ProblemKind) -> None:
    class Refusing(type(tmp_path)):  # type: ignore[misc]  # the class of a path is chosen by the platform
        def mkdir(self, *_: object, **__: object) -> None:
            raise OSError(code, os.strerror(code))

    with pytest.raises(ProblemError) as caught:
        Presence(Refusing(tmp_path / "running")).enter()
    assert caught.value.problem.kind is kind
    assert caught.value.problem.remedies


def test_a_claim_is_one_process_s_until_it_lets_go(tmp_path: Path) -> None:
    one, other = Claim(tmp_path / "claim"), Claim(tmp_path / "claim")
    assert one.take()
    assert not other.take()
    assert not other.take_within(0.01)
    one.release()
    assert other.take()
    other.release()
    assert list(tmp_path.iterdir()) == []
