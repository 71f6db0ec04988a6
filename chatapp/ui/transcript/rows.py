"""The turns of the transcript as rows with heights: estimated until their widget was measured. GUI thread."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chatapp.domain.branch import Turn
from chatapp.services.live import LiveAnswer
from chatapp.ui.transcript.extents import Extents
from chatapp.ui.transcript.turn_widget import FOOT, TurnWidget


@dataclass(slots=True)
class Row:
    turn: Turn
    live: LiveAnswer | None = None
    widget: TurnWidget | None = None
    measured: int = 0  # height at the present width, 0 while unknown

    @property
    def text(self) -> str:
        return self.turn.message.text if self.live is None else self.live.text


@dataclass(frozen=True, slots=True)
class Measure:
    """What an estimate needs: the column's width, a character's, a line's height, in pixels."""

    width: int
    character: float
    line: int

    def height(self, text: str) -> int:
        per_line = max(8.0, self.width / max(1.0, self.character))
        lines = text.count("\n") + int(len(text) / per_line) + 1
        return lines * self.line + FOOT


class Rows:
    def __init__(self) -> None:
        self._rows: list[Row] = []
        self._places: dict[int, int] = {}
        self.extents = Extents()

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, place: int) -> Row:
        return self._rows[place]

    def __iter__(self) -> Iterator[Row]:
        return iter(self._rows)

    def place(self, message_id: int) -> int | None:
        return self._places.get(message_id)

    def take(self, turns: Sequence[Turn], measure: Measure) -> list[Row]:
        """Shows these turns; what stays keeps its widget and height. Returns the rows that are gone."""
        known = {row.turn.message.id: row for row in self._rows}
        self._rows = [self._kept(known.pop(turn.message.id, None), turn) for turn in turns]
        self._places = {turn.message.id: place for place, turn in enumerate(turns)}
        self.extents = Extents([row.measured or measure.height(row.text) for row in self._rows])
        return list(known.values())

    def forget_heights(self, measure: Measure) -> None:
        """The width or the font is another."""
        for row in self._rows:
            row.measured = 0
        self.extents = Extents([measure.height(row.text) for row in self._rows])

    def set_height(self, place: int, height: int) -> bool:
        """Whether it is another than was thought."""
        self._rows[place].measured = height
        if self.extents.size(place) == height:
            return False
        self.extents.resize(place, height)
        return True

    def set_live(self, live: LiveAnswer) -> Row | None:
        place = self._places.get(live.message_id)
        if place is None:
            return None
        self._rows[place].live = live
        return self._rows[place]

    @staticmethod
    def _kept(row: Row | None, turn: Turn) -> Row:
        if row is None:
            return Row(turn)
        row.turn = turn
        if turn.message.status.is_terminal:
            row.live = None
        return row
