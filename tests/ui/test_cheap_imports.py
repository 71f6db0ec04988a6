import subprocess
import sys
from pathlib import Path

PROGRAM = """
import inspect, sys
asked = []
source_of = inspect.getsource
inspect.getsource = lambda what: asked.append(what) or source_of(what)
import PySide6.QtCore
import email.mime.text
before = len(asked)
import chatapp.ui.theme
import wsgiref.simple_server
asked_for = {getattr(what, "__name__", "") for what in asked[before:]}
print(before, sorted(name for name in asked_for if name.startswith(("chatapp.ui.theme", "wsgiref"))))
"""


def test_after_ours_no_module_is_read_for_what_pyside_might_want() -> None:
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", PROGRAM], cwd=root, capture_output=True, text=True, check=True)
    before, after = done.stdout.split(" ", 1)
    assert int(before) > 0  # else there is nothing left to spare
    assert after.strip() == "[]"
