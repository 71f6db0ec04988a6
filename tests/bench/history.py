"""How fast a long history is: opened, listed, searched, and how much memory a window on it takes.

`python -m tests.bench.history [--home DIR] [--queries N]`: 100,000 messages in 2,000 conversations and one of 10,000,
built in DIR, or in a folder that goes away. The window is the real one, offscreen, in a process of its own and without
a model. Milliseconds; of searches the 95th of a hundred, titles and excerpts included. Last line: JSON.
"""

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

from chatapp.paths import Paths
from chatapp.services.search import Search
from chatapp.storage.conversations import Conversations
from chatapp.storage.opening import open_store
from tests.bench import past

QUERIES = 100
ROUNDS = 7


def timed(act: Callable[[], object]) -> float:
    start = perf_counter()
    act()
    return (perf_counter() - start) * 1000


def median_of(act: Callable[[], object]) -> float:
    return statistics.median(timed(act) for _ in range(ROUNDS))


def p95(values: Sequence[float]) -> float:
    return sorted(values)[int(len(values) * 0.95)]


def words_of(store: Conversations, number: int) -> list[str]:
    """Words as they stand in the texts, the common ones often: what a person would look for."""
    draw = random.Random(2)
    texts = [store.message(draw.randint(1, past.MESSAGES)).text for _ in range(number)]
    words = [[word for word in text.rstrip(".").split() if len(word) > 2] or ["the"] for text in texts]
    return [draw.choice(some)[:12] for some in words]


def phrases_of(store: Conversations, number: int) -> list[str]:
    draw = random.Random(3)
    found: list[str] = []
    while len(found) < number:
        words = store.message(draw.randint(1, past.MESSAGES)).text.rstrip(".").split()
        if len(words) > past.PHRASE_LENGTH:
            begin = draw.randrange(len(words) - past.PHRASE_LENGTH)
            found.append('"' + " ".join(words[begin : begin + past.PHRASE_LENGTH]) + '"')
    return found


def chinese_of(number: int) -> list[str]:
    """Two characters: as frequent as the language makes them, one that is everywhere, one that stands in three."""
    words, draw = past.Words(1), random.Random(4)
    pairs = ["".join(draw.choices(words.chinese[:400], k=2)) for _ in range(number // 2)]
    return [*pairs, *[past.COMMON_CHINESE, past.RARE_CHINESE] * (number // 4)]


def searched(store: Conversations, texts: Sequence[str]) -> float:
    service = Search(store.finder)
    for text in texts[:5]:
        service.find(text)
    return p95([timed(lambda text=text: service.find(text)) for text in texts])  # type: ignore[misc]  # default


def _read_long(store: Conversations) -> float:
    """As when another one was open before."""
    store.tree(1)
    long = past.CONVERSATIONS + 1
    return timed(lambda: store.tree(long).path(store.conversation(long).head_id))


def of_storage(place: Paths, queries: int) -> dict[str, float]:
    store = open_store(place).store
    try:
        assert len(Search(store.finder).find(past.RARE_CHINESE).messages) == 3
        assert len(Search(store.finder).find(past.RARE_WORD).messages) == 3
        return {
            "read_long_ms": statistics.median(_read_long(store) for _ in range(ROUNDS)),
            "list_ms": median_of(store.conversations),
            "search_word_ms_p95": searched(store, words_of(store, queries)),
            "search_chinese_ms_p95": searched(store, chinese_of(queries)),
            "search_chinese_rare_ms_p95": searched(store, [past.RARE_CHINESE] * queries),
            "search_chinese_common_ms_p95": searched(store, [past.COMMON_CHINESE] * queries),
            "search_phrase_ms_p95": searched(store, phrases_of(store, queries)),
            "bytes_per_message": place.database.stat().st_size / store.count()[1],
        }
    finally:
        store.close()


def of_window(home: Path) -> None:
    """The child: the window on the long conversation."""
    import psutil
    from PySide6.QtCore import QEvent, QEventLoop
    from PySide6.QtWidgets import QApplication

    from chatapp.app import build
    from chatapp.presence import Presence
    from chatapp.settings import SettingsFile
    from chatapp.ui.main_window import Surroundings
    from chatapp.ui.window_app import make_application, open_window

    def painted(act: Callable[[], object]) -> float:
        def until_painted() -> None:
            act()
            QApplication.sendPostedEvents()
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # as a running loop would

        return timed(until_painted)

    place = Paths(home)
    app = make_application()
    presence = Presence(place.presence)
    presence.enter()
    services = build(place, SettingsFile(place.settings), presence)
    shown = open_window(app, services, Surroundings(place, (sys.executable, "--version")))
    window = shown.front.window
    long = past.CONVERSATIONS + 1
    tree = services.branches.tree(long)
    one, other = next(ids for parent, ids in tree.children.items() if parent is not None and len(ids) > 1)
    for _ in range(5):
        painted(lambda: window.open(1))
    opened, switched, listed = [], [], []
    for _ in range(ROUNDS):
        opened.append(painted(lambda: window.open(long)))
        for version in (other, one):
            switched.append(painted(lambda version=version: services.conversations.show_version(version)))  # type: ignore[misc]  # default
        listed.append(painted(window.list.refresh))
        painted(lambda: window.open(1))
    window.open(long)
    memory = psutil.Process().memory_info().rss / 1e6
    figures = {
        "open_long_ms": statistics.median(opened),
        "switch_branch_ms": statistics.median(switched),
        "window_list_ms": statistics.median(listed),
        "window_mb": memory,
    }
    print(json.dumps(figures))
    shown.front.close()
    shown.bridge.close()
    services.close()
    presence.leave()


def child(module: str, *arguments: str) -> dict[str, Any]:
    """The last line that another process printed."""
    command = [sys.executable, "-m", module, *arguments]
    environment = os.environ | {"QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def measure(home: Path, queries: int) -> dict[str, float]:
    place = Paths(home)
    if not place.database.exists():
        print(f"building took {timed(lambda: past.build(place, past.Sizes())) / 1000:.0f} s", flush=True)
    found = of_storage(place, queries) | child("tests.bench.history", "--home", str(home), "--window")
    stream = child("tests.bench.transcript")
    return found | {name: stream[name] for name in ("stream_frame_ms_p99", "stream_frame_ms_p99_of_100")}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path)
    parser.add_argument("--queries", type=int, default=QUERIES)
    parser.add_argument("--window", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--build", action="store_true", help="build the history in --home and measure nothing")
    options = parser.parse_args()
    if options.window:
        of_window(options.home)
        return
    if options.build:
        past.build(Paths(options.home), past.Sizes())
        return
    with tempfile.TemporaryDirectory() as folder:
        figures = measure(options.home or Path(folder), options.queries)
    print(json.dumps({name: round(value, 2) for name, value in figures.items()}))


if __name__ == "__main__":
    main()
