"""The tour of a first conversation: asked, stopped, edited, answered anew, into the bin and back; then a restart, and
what follows on it in the workspace. Keys only."""

import subprocess

from chatapp.domain.message import Status
from tests.drive.person import WAIT_SECONDS, Person
from tests.drive.tour import tour


def talk(person: Person, window: "subprocess.Popen[bytes]") -> list[int]:
    """The exit codes of the windows, each of which is quit."""
    others = len(person.turns())
    person.type("Write a long story about a lighthouse.")
    person.press("Return")
    person.until("ask", lambda: person.last.message.status is Status.STREAMING)
    person.press("Escape")
    person.until("stop", lambda: person.last.message.status is Status.STOPPED)
    person.press("Up", "ctrl+a")
    person.type("What is the capital of France?")
    person.press("Return")
    person.until("edit", lambda: len(person.turns()[0][0].versions) == 2)
    person.press("Escape")
    person.until("stop-again", lambda: person.last.message.status.is_terminal)
    person.press("ctrl+r")
    person.until("regenerate", lambda: len(person.last.versions) == 2 and person.last.version == 2)
    person.press("Escape")
    person.until("stop-version", lambda: person.last.message.status.is_terminal)
    person.press("alt+Left")
    person.until("switch-version", lambda: person.last.version == 1)
    deleted = len(person.turns(deleted=True))
    person.press("F6", "F6")
    person.press("Delete")
    person.until("delete", lambda: (len(person.turns()), len(person.turns(deleted=True))) == (others, deleted + 1))
    person.press("ctrl+z")
    person.until("undo", lambda: len(person.turns()) == others + 1)
    before = person.turns()
    person.press("ctrl+q")
    window.wait(WAIT_SECONDS)
    again = person.start()
    person.until("start-again", lambda: person.turns() == before)
    return [window.returncode, *tour(person, again)]
