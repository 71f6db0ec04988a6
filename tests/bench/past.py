"""Years of conversations, made up: what tests.bench.history measures upon. Written into the tables at once."""

import random
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count

from chatapp.paths import Paths
from chatapp.storage.columns import time_text
from chatapp.storage.opening import open_store
from chatapp.storage.tables import new_uid

MESSAGES, CONVERSATIONS, LONG = 100_000, 2_000, 10_000
BRANCH = 1_000
"""Messages of another version of the long conversation's end."""
RARE_WORD, RARE_CHINESE = "xylokarp", "鱻龘"
COMMON_CHINESE = "学习"
PHRASE_LENGTH = 3
BEGINNINGS = re.findall(r"\S+", "b br c ch d dr f g gr h j k l m n p pr qu r s st t th tr v w")
VOWELS = ("a", "e", "i", "o", "u", "ea", "ou")
CODAS = ("", "", "n", "r", "s", "t", "l", "ng", "ck", "nd", "st")
BEGIN = datetime(2024, 1, 1, tzinfo=UTC)
Row = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Sizes:
    messages: int = MESSAGES
    conversations: int = CONVERSATIONS
    long: int = LONG
    branch: int = BRANCH


class Words:
    """Text of the kind that people and models write: some words everywhere, most of them seldom; a third Chinese."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        syllables = [begin + vowel + coda for begin in BEGINNINGS for vowel in VOWELS for coda in CODAS]
        self.latin = ["".join(self._random.choices(syllables, k=self._random.randint(1, 4))) for _ in range(8_000)]
        self.chinese = [chr(0x4E00 + place) for place in self._random.sample(range(3_000), 2_500)]
        self._latin_weights = [1 / (place + 2) for place in range(len(self.latin))]
        self._chinese_weights = [1 / (place + 20) for place in range(len(self.chinese))]

    def text(self, length: int) -> str:
        if self._random.random() < 0.33:
            characters = self._random.choices(self.chinese, self._chinese_weights, k=length // 3)
            if self._random.random() < 0.3:
                characters.insert(len(characters) // 2, COMMON_CHINESE)
            return "，".join("".join(characters[start : start + 12]) for start in range(0, len(characters), 12))
        words = self._random.choices(self.latin, self._latin_weights, k=length // 7)
        return " ".join(words).capitalize() + "."

    def length(self, *, is_answer: bool) -> int:
        return int(self._random.lognormvariate(6.3 if is_answer else 4.6, 0.7)) + 20


def build(place: Paths, sizes: Sizes, seed: int = 1) -> int:
    """Fills a new home; the id of the long conversation."""
    place.create()
    open_store(place).store.close()
    words = Words(seed)
    with closing(sqlite3.connect(place.database)) as raw, raw:
        raw.execute("PRAGMA foreign_keys = ON")
        each = sizes.messages // sizes.conversations
        ids = count(1)
        for home in range(1, sizes.conversations + 1):
            _insert(raw, home, _messages(home, each, ids, words))
        long = sizes.conversations + 1
        path = list(_messages(long, sizes.long, ids, words))
        fork = path[-sizes.branch][3]
        _insert(raw, long, [*path, *_messages(long, sizes.branch, ids, words, fork)])
        raw.execute("UPDATE conversation SET head_id = ? WHERE id = ?", (path[-1][0], long))
        _plant(raw, words, next(ids))
    return sizes.conversations + 1


def _messages(home: int, number: int, ids: Iterator[int], words: Words, parent: object = None) -> Iterator[Row]:
    for place in range(number):
        id_ = next(ids)
        is_answer = place % 2 == 1
        text = words.text(words.length(is_answer=is_answer))
        when = time_text(BEGIN + timedelta(minutes=id_))
        yield id_, new_uid(), home, parent, "assistant" if is_answer else "user", "complete", when, "", text
        parent = id_


def _insert(raw: sqlite3.Connection, home: int, messages: Iterator[Row] | list[Row]) -> None:
    rows = list(messages)
    title, last = str(rows[0][8])[:40], rows[-1]
    raw.execute(
        "INSERT INTO conversation (id, uid, has_own_title, created_at, updated_at, title) VALUES (?, ?, 0, ?, ?, ?)",
        (home, new_uid(), rows[0][6], last[6], title),
    )
    columns = "id, uid, conversation_id, parent_id, role, status, created_at, note, text"
    raw.executemany(f"INSERT INTO message ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)  # noqa: S608 - ours
    raw.execute("UPDATE conversation SET head_id = ? WHERE id = ?", (last[0], home))


def _plant(raw: sqlite3.Connection, words: Words, id_: int) -> None:
    """What is rare stands in a few of the oldest messages alone, where a search from the newest on comes last."""
    for place, conversation in enumerate((1, 2, 3)):
        text = f"{words.text(200)} {RARE_WORD} {words.text(100)}{RARE_CHINESE}{words.text(100)}"
        when = time_text(BEGIN)
        raw.execute(
            "INSERT INTO message (id, uid, conversation_id, parent_id, role, status, created_at, note, text) "
            "VALUES (?, ?, ?, NULL, 'user', 'complete', ?, '', ?)",
            (id_ + place, new_uid(), conversation, when, text),
        )
