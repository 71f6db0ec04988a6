import subprocess
import sys
from pathlib import Path

from chatapp.presence import Presence


def test_dead_processes_are_no_company(tmp_path: Path) -> None:
    presence = Presence(tmp_path / "running")
    presence.enter()
    (tmp_path / "running" / "999999999").write_text("1.0")
    (tmp_path / "running" / "1").write_text("5.0")  # alive, but started at another time: the id was used again
    (tmp_path / "running" / "2").write_text("not a number")
    assert presence.is_alone()
    presence.leave()
    assert list((tmp_path / "running").iterdir()) == []


def test_a_living_process_is_company_until_it_leaves(tmp_path: Path) -> None:
    presence = Presence(tmp_path / "running")
    presence.enter()
    program = (
        "import sys; from pathlib import Path; from chatapp.presence import Presence\n"
        "Presence(Path(sys.argv[1])).enter(); print('in', flush=True); sys.stdin.read()"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path / "running")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with other:
        assert other.stdout is not None
        assert other.stdout.readline() == "in\n"
        assert not presence.is_alone()
        other.kill()
        other.wait()
        assert presence.is_alone()
