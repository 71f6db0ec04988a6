"""How long the transcript holds the GUI thread: opening, scrolling, streaming, at 100 and at 10,000 messages.

`python -m tests.bench.transcript`: the widget alone, offscreen, painted for real. A frame is one delta or one step of
the wheel with all that follows from it, painting included. `stall_*` is the longest turn of the event loop while a text
of 200 KB, opened whole, is laid out: as many paragraphs, as one, as code; and of a table of 20 KB.
"""

import json
import os
import statistics
from collections.abc import Callable
from dataclasses import asdict, dataclass
from time import perf_counter

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from chatapp.domain.branch import Turn
from chatapp.domain.message import Message, Role, Status
from chatapp.services.live import LiveAnswer, Phase
from chatapp.ui.garbage import Collector
from chatapp.ui.transcript.samples import samples
from chatapp.ui.transcript.view import TranscriptView
from chatapp.ui.unsent import UnsentTexts

SIZE = (1000, 760)
FEW, MANY = 100, 10_000
FRAMES = 1_200
DELTA = 5  # characters a frame
STEP = 120  # pixels of a notch
LARGE, TABLE = 200_000, 20_000
WORDS = "Some words that a model might write, one sentence after another, **without** end. "


@dataclass(frozen=True, slots=True)
class Figures:
    """Milliseconds."""

    open_long_ms: float
    open_long_again_ms: float
    stream_frame_ms_p99: float
    stream_frame_ms_p99_of_100: float
    stream_frame_ms_median: float
    scroll_frame_ms_p99: float
    open_200kb_ms: float
    stall_200kb_ms: float
    stall_paragraph_ms: float
    stall_code_ms: float
    stall_20kb_table_ms: float


class Transcript:
    """A view on the screen, with a clock."""

    def __init__(self) -> None:
        self._app = QApplication.instance() or QApplication([])
        self._collector = Collector()  # as in the program: Python's own looks through all of a history in any frame
        self.view = TranscriptView(UnsentTexts())
        self.view.resize(*SIZE)
        self.view.show()
        self.settle()

    def settle(self) -> None:
        for _ in range(20):
            QApplication.processEvents()

    def timed(self, act: Callable[[], object]) -> float:
        """Milliseconds until it is painted."""
        start = perf_counter()
        act()
        QApplication.sendPostedEvents()
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
        return (perf_counter() - start) * 1000

    def close(self) -> None:
        self.view.close()
        self.view.deleteLater()
        self._collector.close()
        self.settle()


def turns(count: int) -> list[Turn]:
    """Questions and answers of every kind, and an answer on its way at the end."""
    kinds = [turn.message for turn in samples()][:6]
    made = []
    for id_ in range(1, count + 1):
        kind = kinds[(id_ - 1) % len(kinds)]
        status = Status.COMPLETE if id_ < count else Status.STREAMING
        text = kind.text if id_ < count else ""
        role = Role.USER if id_ % 2 else Role.ASSISTANT
        made.append(Turn(Message(id_, 1, id_ - 1 or None, role, text, status, kind.created_at), (id_,)))
    return made


def streamed(transcript: Transcript, answer_id: int) -> list[float]:
    """Each frame of an answer that grows by a few characters at a time."""
    text = (samples()[1].message.text + "\n\n" + WORDS * 12 + "\n\n") * 4
    frames = []
    for end in range(DELTA, min(len(text), FRAMES * DELTA), DELTA):
        live = LiveAnswer(answer_id, 1, text[:end], Phase.WRITING)
        frames.append(transcript.timed(lambda live=live: transcript.view.show_live(live)))  # type: ignore[misc]  # default
    return frames


def scrolled(transcript: Transcript) -> list[float]:
    bar = transcript.view.verticalScrollBar()
    places = range(bar.maximum(), max(0, bar.maximum() - 400 * STEP), -STEP)
    return [transcript.timed(lambda place=place: bar.setValue(place)) for place in places]  # type: ignore[misc]  # default


def opened(text: str) -> tuple[float, float]:
    """An answer of this text: until its first part is painted, and the longest turn until all of it is there."""
    transcript = Transcript()
    question, answer = turns(2)
    whole = Turn(Message(2, 1, 1, Role.ASSISTANT, text, Status.COMPLETE, answer.message.created_at), (2,))
    first = transcript.timed(lambda: transcript.view.show_turns([question, whole]))
    widget = transcript.view.turn_widget(2)
    longest = 0.0
    while widget is not None and widget.text_view.is_arriving:
        longest = max(longest, transcript.timed(lambda: None))
    longest = max(longest, *(transcript.timed(lambda: None) for _ in range(5)))
    transcript.close()
    return first, longest


def large_texts() -> dict[str, str]:
    paragraph = WORDS * (LARGE // len(WORDS))
    code = "```python\n" + "total = sum(value for value in values if value)  # a comment\n" * (LARGE // 60) + "```\n"
    table = "| a | b | c |\n|---|---|---|\n" + "| some words | and more | 1,234.5 |\n" * (TABLE // 36)
    return {"200kb": (WORDS * 6 + "\n\n") * (LARGE // 500), "paragraph": paragraph, "code": code, "table": table}


def p99(values: list[float]) -> float:
    return sorted(values)[int(len(values) * 0.99)]


def conversation(count: int) -> dict[str, float]:
    """Opened, streamed into and scrolled."""
    transcript = Transcript()
    path = turns(count)
    begin = transcript.timed(lambda: transcript.view.show_turns(path))
    again = transcript.timed(lambda: transcript.view.show_turns(path))
    transcript.settle()
    frames = streamed(transcript, count)
    steps = scrolled(transcript)
    transcript.close()
    return {
        "open": begin,
        "again": again,
        "stream_p99": p99(frames),
        "stream_median": statistics.median(frames),
        "scroll_p99": p99(steps),
    }


def measure() -> Figures:
    conversation(20)  # fonts, lexers and the mathematical font are loaded once for the program
    few, many = conversation(FEW), conversation(MANY)
    large = {name: opened(text) for name, text in large_texts().items()}
    return Figures(
        open_long_ms=many["open"],
        open_long_again_ms=many["again"],
        stream_frame_ms_p99=many["stream_p99"],
        stream_frame_ms_p99_of_100=few["stream_p99"],
        stream_frame_ms_median=many["stream_median"],
        scroll_frame_ms_p99=many["scroll_p99"],
        open_200kb_ms=large["200kb"][0],
        stall_200kb_ms=large["200kb"][1],
        stall_paragraph_ms=large["paragraph"][1],
        stall_code_ms=large["code"][1],
        stall_20kb_table_ms=large["table"][1],
    )


def main() -> None:
    print(json.dumps({name: round(value, 2) for name, value in asdict(measure()).items()}))


if __name__ == "__main__":
    main()
