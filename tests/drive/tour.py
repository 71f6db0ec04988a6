"""The tour of the workspace that follows on the first conversation: keeping order, writing, looking inside, finding,
taking out and in. Keys only; each step is looked up in the store or on the disk."""

import json
import shutil
import subprocess
import tomllib
from functools import partial
from pathlib import Path

from chatapp.domain.message import Role
from tests.drive.person import WAIT_SECONDS, Person

PROMPT = "You are terse."
INSTRUCTION = "Answer in one word."
BEGINNING = "The capital of France"
LONGEST = 24
TO_LONGEST = 8  # fields from the system prompt to the longest answer
SEVERAL = 3


def tour(person: Person, window: "subprocess.Popen[bytes]") -> list[int]:
    """The exit codes of the windows, each of which is quit."""
    open_newest(person)
    settings(person)
    order(person)
    writing(person)
    choosing(person)
    token_view(person)
    side_panel(person)
    finding(person)
    theme(person)
    bin_and_back(person)
    language(person)
    codes, target = [], person.home.parent / f"{person.home.name}-out.json"
    export(person, target)
    before = person.turns(), person.newest
    codes.append(quit_window(person, window))
    codes.append(import_elsewhere(person, target))
    again = person.start()
    person.until("all-is-there", lambda: (person.turns(), person.newest) == before)
    return [*codes, quit_window(person, again)]


def quit_window(person: Person, window: "subprocess.Popen[bytes]") -> int:
    person.press("ctrl+q")
    return window.wait(WAIT_SECONDS)


def open_newest(person: Person) -> None:
    person.press("ctrl+k")
    person.type(person.newest.title)
    person.look("palette")
    person.press("Return")
    person.look("opened")


def settings(person: Person) -> None:
    """Short answers, so that the tour is."""
    person.press("ctrl+shift+s", "Tab", "Tab", "ctrl+a")
    person.type(PROMPT)
    person.press(*["Tab"] * TO_LONGEST)
    person.type(str(LONGEST))
    person.press("Tab")
    person.until(
        "settings",
        lambda: (
            person.newest.settings.system_prompt == PROMPT and person.newest.settings.parameters.max_tokens == LONGEST
        ),
    )
    person.press("ctrl+shift+b")


def order(person: Person) -> None:
    person.press("ctrl+shift+n")
    person.type("Travel")
    person.press("Return")
    person.until("folder", lambda: [one.name for one in person.stored(lambda store: store.folders.all())] == ["Travel"])
    open_newest(person)
    person.press("alt+c", "f")
    person.look("folder-menu")
    person.press("Down", "Return")
    person.until("move", lambda: person.newest.folder_id is not None)
    person.press("ctrl+shift+p")
    person.until("pin", lambda: person.newest.is_pinned)
    person.press("alt+c", "t")
    person.type("france")
    person.press("Return")
    person.until("tag", lambda: person.newest.tags == ("france",))
    person.press("ctrl+shift+d")
    person.until("archive", lambda: person.newest.is_archived)
    person.press("ctrl+shift+d")
    person.until("take-back", lambda: not person.newest.is_archived)
    person.press("F6", "F6", "ctrl+z")
    person.until("undo-order", lambda: person.newest.is_archived)
    person.press("ctrl+shift+z")
    person.until("redo-order", lambda: not person.newest.is_archived)
    open_newest(person)


def versions(person: Person) -> int:
    """How many answers are whole in the conversation."""
    answers = [one for one in person.tree.messages.values() if one.role is Role.ASSISTANT]
    return len(answers) if all(one.status.is_terminal for one in answers) else 0


def writing(person: Person) -> None:
    person.press("alt+c", "g")
    person.look("insert-menu")
    person.press("i")
    person.type(INSTRUCTION)
    person.press("Return")
    person.until("insert", lambda: (person.last.message.role, person.last.message.text) == (Role.SYSTEM, INSTRUCTION))
    person.press("ctrl+shift+g")
    person.type(BEGINNING)
    person.press("Return")
    person.until("begin", lambda: person.last.message.text.startswith(BEGINNING) and versions(person) > 0)


def choosing(person: Person) -> None:
    before = versions(person)
    person.press("ctrl+shift+r")
    person.until("several", lambda: versions(person) == before + SEVERAL)
    shown = person.last.message.id
    person.press("Tab", "space")
    person.until("take-one", lambda: person.last.message.id != shown)
    person.press("Escape")
    person.to_front()
    person.press("alt+Up", "ctrl+e", "ctrl+a")
    person.type("Lutetia was its name.")
    person.press("ctrl+Return")
    person.until("edit-answer", lambda: person.last.message.text == "Lutetia was its name.")


def token_view(person: Person) -> None:
    person.press("ctrl+shift+h")
    before = versions(person)
    person.press("ctrl+r")
    person.until("token-view", lambda: versions(person) == before + 1)
    answer = person.last.message.id
    person.until("report", lambda: person.stored(lambda store: store.token_report(answer)) != b"")
    person.press("alt+Up", "Left", "Left", "Return")
    person.look("choices")
    person.press("Down", "Down", "Return")
    person.until("branch-from-word", lambda: versions(person) == before + 2)


def side_panel(person: Person) -> None:
    person.press("ctrl+shift+k")
    person.look("context-map")
    person.press("ctrl+shift+i")
    before, text = versions(person), person.last.message.text
    person.look("replay-card")
    person.press("space")
    person.until("run-again", lambda: versions(person) == before + 1 and person.last.message.text == text)
    person.press("ctrl+shift+t")
    shown = person.last.message.id
    person.look("branches")
    person.press("Delete")
    person.until("delete-branch", lambda: shown not in person.tree.messages)
    person.press("ctrl+z")
    person.until("undo-delete-branch", lambda: shown in person.tree.messages)
    person.press("ctrl+shift+b")


def finding(person: Person) -> None:
    person.press("ctrl+f")
    person.type("capital")
    person.look("find")
    person.press("Escape")
    person.press("ctrl+shift+f")
    person.type("Lutetia")
    person.look("search-everywhere")
    person.press("Return")
    person.until("jump", lambda: any("Lutetia" in turn.message.text for turn in person.turns()[0]))
    person.press("ctrl+shift+f")
    person.press("Escape")
    person.to_front()


def preference(person: Person, name: str) -> object:
    stored = tomllib.loads((person.home / "settings.toml").read_text(encoding="utf-8"))
    return stored.get("window", {}).get(name)


def prefers(person: Person, name: str, value: str) -> bool:
    return preference(person, name) == value


def theme(person: Person) -> None:
    for value in ("dark", "light"):
        person.press("ctrl+k")
        person.type(value)
        person.press("Return")
        person.until(f"theme-{value}", partial(prefers, person, "theme", value))


def bin_and_back(person: Person) -> None:
    """Into the bin, which is opened, and out of it again by its own button; the keyboard is where one writes then."""
    before = person.turns()
    person.press("alt+c", "m")
    person.until(
        "binned", lambda: (len(person.turns()), person.turns(deleted=True)[:1]) == (len(before) - 1, before[:1])
    )
    person.press("alt+v", "b")
    person.look("bin")
    person.press("ctrl+shift+l", "Down")
    person.press("Home", "Return")
    person.look("in-the-bin")
    person.press("F6", "space")
    person.until("restored", lambda: person.turns() == before)
    person.press("alt+v", "b")
    is_written(person, "Still here")


def is_written(person: Person, words: str) -> None:
    """The keyboard is in the composer, where it belongs: what is typed is kept there, and emptied again."""
    kept = person.home / "unsent.json"
    person.type(words)
    person.until(words.lower().replace(" ", "-"), lambda: words in kept.read_text(encoding="utf-8"))
    person.press("ctrl+a", "Delete")
    person.wait("emptied", lambda: words not in kept.read_text(encoding="utf-8"))


def language(person: Person) -> None:
    def chosen(code: str) -> bool:
        return code in str(preference(person, "language"))

    person.press("ctrl+comma")
    person.type("language")
    person.press("Tab", "Tab", "End")
    person.until("chinese", lambda: chosen("zh"))
    person.press("Home")
    person.until("language-back", lambda: not chosen("zh"))
    person.press("Escape")
    person.to_front()
    is_written(person, "In English again")


def export(person: Person, target: Path) -> None:
    target.unlink(missing_ok=True)
    person.press("ctrl+shift+e")
    person.to_front()
    person.press("End", "Tab", "e")
    person.look("export")
    person.press("Return")
    person.to_front()
    person.press("ctrl+a")
    person.type(str(target))
    person.look("save-as")
    person.press("Return")
    person.until("exported", lambda: bool(json.loads(target.read_text(encoding="utf-8"))))
    person.to_front()


def stock(person: Person) -> list[list[tuple[str, str]]]:
    """Roles and texts of all messages of each conversation."""
    return person.stored(
        lambda store: [
            sorted((one.role.value, one.text) for one in store.tree(each.id).messages.values())
            for each in store.conversations()
        ]
    )


def import_elsewhere(person: Person, source: Path) -> int:
    """Into a home that has nothing yet."""
    counted = stock(person)
    home = person.home.parent / f"{person.home.name}-other"
    shutil.rmtree(home, ignore_errors=True)
    other = Person(home, person.shots, person.display)
    other.steps = person.steps
    window = other.start()
    other.press("ctrl+shift+o")
    other.to_front()
    other.type(str(source))
    other.press("Return")
    other.until("imported", lambda: stock(other) == counted)
    other.to_front()
    return quit_window(other, window)
