"""The tour of a document: written, gone on with word by word, rewritten, filled in, taken further; then all of it taken
back step by step, and done again after a restart. Keys only; each step is looked up in the store."""

import subprocess
import tomllib
from collections.abc import Callable, Sequence
from functools import partial

from chatapp.domain.document import Splices, applied
from chatapp.domain.edit_log import EditStep, Stored, text_now
from tests.drive.person import WAIT_SECONDS, Person

SEED = 7
FIRST = "The lighthouse stands at the end of the pier."
PARAGRAPH = FIRST + " Every evening the old keeper climbs the stairs and"
FAULTY = "They was very tired and he dont sleeps good at night."
WORDS, ALTERNATIVES, TAKEN = 4, 5, 3
SOON = 50  # looks after which a key has done what it does, if there is anything to do
WAYS = (
    "",  # as the program itself asks to have mistakes corrected
    "Correct all mistakes and write it in the present tense.",
    "Say this in other words, with a new beginning and a new end.",
    "Make this text formal and polite.",
    "Write about a woman, not a man, and about the day, not the night.",
)


class Draft:
    """What the document was after each step of the tour, by the number of the last step of its undo."""

    def __init__(self, person: Person) -> None:
        self._person = person
        self.milestones: dict[int, tuple[str, str]] = {}

    def stored(self) -> Stored:
        return self._person.manuscript

    def text(self) -> str:
        return text_now(self.stored())

    def newest_step(self) -> EditStep:
        stored = self.stored()
        return stored.steps[stored.position - stored.first]

    def until(self, step: str, holds: Callable[[], bool]) -> None:
        """What is on the screen is what is stored."""
        self._person.until(step, holds)
        stored = self.stored()
        self.milestones[stored.position] = (step, text_now(stored))

    def shows(self, text: str) -> bool:
        self._person.press("ctrl+a", "ctrl+c")
        return self._person.copied() == text


def draft(person: Person, window: "subprocess.Popen[bytes]") -> list[int]:
    """The exit codes of the windows, each of which is quit."""
    choose_seed(person)
    person.choose("A sentence")
    draft = Draft(person)
    write(person, draft)
    go_on(person, draft)
    rewrite(person, draft)
    insert(person, draft)
    take_one(person, draft)
    done = draft.stored()
    texts = [text_now(done, position) for position in range(done.position + 1)]
    person.until("whole", lambda: draft.shows(texts[-1]))
    take_back(person, draft, texts)
    codes = [quit_window(person, window)]
    again = person.start()
    do_again(person, draft, texts)
    return [*codes, quit_window(person, again)]


def quit_window(person: Person, window: "subprocess.Popen[bytes]") -> int:
    person.press("ctrl+q")
    return window.wait(WAIT_SECONDS)


def choose_seed(person: Person) -> None:
    """So that the model says the same when it is asked the same."""

    def seed() -> object:
        stored = tomllib.loads((person.home / "settings.toml").read_text(encoding="utf-8"))
        return stored.get("generation", {}).get("seed")

    person.choose("Seed")
    person.to_front()
    person.press("ctrl+a")
    person.type(str(SEED))
    person.press("Tab")
    person.until("seed", lambda: seed() == SEED)
    person.press("Escape")
    person.to_front()


def write(person: Person, draft: Draft) -> None:
    person.press("ctrl+alt+d")
    person.until("new-document", lambda: person.newest.is_document and draft.text() == "")
    person.type(PARAGRAPH)
    draft.until("write", lambda: draft.text() == PARAGRAPH)


def go_on(person: Person, draft: Draft) -> None:
    """Words of the ghost, each a step of its own; the rest is not wanted."""
    person.press("ctrl+Return")
    person.rest()
    person.look("ghost")
    for number in range(1, WORDS + 1):
        before = draft.text()
        person.press("ctrl+Right")
        draft.until(f"word-{number}", partial(is_longer_by_a_word, before, draft))
    person.press("Escape")
    person.look("no-ghost")


def is_longer_by_a_word(before: str, draft: Draft) -> bool:
    step, now = draft.newest_step(), draft.text()
    word = now.removeprefix(before)
    return step.label == "Continue" and now.startswith(before) and len(word.split()) == 1 and not word[-1].isspace()


def rewrite(person: Person, draft: Draft) -> None:
    """One change is accepted, the others are rejected; there are at least two."""
    before = draft.text() + ".\n\n" + FAULTY
    person.type(".")
    person.press("Return", "Return")
    person.type(FAULTY)
    draft.until("write-on", lambda: draft.text() == before)
    way, changes = way_with_changes(person, draft)
    ask_to_rewrite(person, way)
    person.look("changes")
    person.press("alt+a")
    draft.until("accept-one", lambda: draft.text() == applied(before, changes[:1]))
    person.press(*["alt+r"] * (len(changes) - 1))
    draft.until("reject-the-rest", lambda: draft.text() == applied(before, changes[:1]))


def way_with_changes(person: Person, draft: Draft) -> tuple[str, Splices]:
    """How to ask for it so that the model changes more than one thing: all is accepted, and taken back."""
    before = draft.stored()
    for way in WAYS:
        ask_to_rewrite(person, way)
        person.press("alt+shift+a")
        if person.sees(lambda: draft.stored().position > before.position, SOON):
            changes = draft.newest_step().splices
            person.look(f"accept-all-{len(changes)}")
            person.press("ctrl+z")
            person.wait("take-back-all", lambda: draft.stored().position == before.position)
            if len(changes) > 1:
                return way, changes
        person.press("Escape")
    raise SystemExit("the model never changed more than one thing")


def ask_to_rewrite(person: Person, way: str) -> None:
    person.press("ctrl+End", "shift+Home")
    person.press("ctrl+alt+r" if way else "ctrl+alt+g")
    if way:
        person.press("ctrl+a")
        person.type(way)
        person.press("Return")
    person.rest()


def insert(person: Person, draft: Draft) -> None:
    """Between the first sentence and the second."""
    before = draft.text()
    person.press("ctrl+Home")
    person.press(*["Right"] * len(FIRST))
    person.press("ctrl+alt+i")
    person.rest()
    person.look("ghost-between")
    person.press("Tab")
    draft.until("insert", lambda: draft.newest_step().label == "Insert" and is_between(before, draft.text()))


def is_between(before: str, now: str) -> bool:
    rest = before.removeprefix(FIRST)
    middle = now.removeprefix(FIRST).removesuffix(rest)
    return bool(middle.strip()) and now == FIRST + middle + rest


def take_one(person: Person, draft: Draft) -> None:
    """The third of five ways to go on, and then the first in its place; the others are dismissed."""
    before = draft.stored()
    person.press("ctrl+End", "ctrl+alt+a")
    person.rest()
    person.look("five")
    person.press(f"alt+{TAKEN}")
    person.until("take-one-of-five", lambda: is_one_step_on(before, draft.stored()))
    person.press("ctrl+z")
    person.wait("take-none", lambda: draft.stored().position == before.position)
    person.press("alt+1")
    draft.until("take-another", lambda: is_one_step_on(before, draft.stored()))
    person.press("Escape")
    person.look("others-dismissed")


def is_one_step_on(before: Stored, now: Stored) -> bool:
    return now.position == before.position + 1 and text_now(now).startswith(text_now(before))


def take_back(person: Person, draft: Draft, texts: Sequence[str]) -> None:
    """Step by step; what the window is quit with has nothing left to take back."""
    for position in reversed(range(len(texts) - 1)):
        person.press("ctrl+z")
        stands_at(person, draft, "undo", position, texts)
    person.until("all-taken-back", lambda: draft.text() == "")


def do_again(person: Person, draft: Draft, texts: Sequence[str]) -> None:
    person.wait("start-again", lambda: draft.text() == "")
    person.choose(person.newest.title)
    person.look("open-again")
    for position in range(1, len(texts)):
        person.press("ctrl+shift+z")
        stands_at(person, draft, "redo", position, texts)
    person.until("all-done-again", lambda: draft.text() == texts[-1] and draft.shows(texts[-1]))


def stands_at(person: Person, draft: Draft, verb: str, position: int, texts: Sequence[str]) -> None:
    step, text = draft.milestones.get(position, ("", texts[position]))
    known = partial(is_at, draft, position, text)
    if text != texts[position]:
        raise SystemExit(f"{verb} {step}: the steps lead elsewhere")
    if step:
        person.until(f"{verb}-to-{step}", known)
    else:
        person.wait(f"{verb}-{position}", known)


def is_at(draft: Draft, position: int, text: str) -> bool:
    stored = draft.stored()
    return (stored.position, text_now(stored)) == (position, text)
