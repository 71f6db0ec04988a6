"""The turns of the transcript as rows with heights: estimated until their widget was measured. GUI thread."""

from collections.abc import Iterable, Iterator, Sequence
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

    def heights(self, rows: Iterable[Row]) -> list[int]:
        """Of each row; estimated where it was not measured. Thousands at once."""
        per_character = 1 / max(8.0, self.width / max(1.0, self.character))
        line, foot = self.line, self.line + FOOT
        return [
            row.measured or (row.text.count("\n") + int(len(row.text) * per_character)) * line + foot for row in rows
        ]


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
        """Shows these turns; what stays keeps its widget and height, and what was shown above the first that is
        another costs nothing. Returns the rows that are gone."""
        same = self._same(turns)
        known = {row.turn.message.id: row for row in self._rows[same:]}
        for message_id in known:
            del self._places[message_id]
        below = [self._kept(known.pop(turn.message.id, None), turn) for turn in turns[same:]]
        self._rows[same:] = below
        self._places.update((row.turn.message.id, place) for place, row in enumerate(below, same))
        self.extents.replace(same, measure.heights(below))
        return list(known.values())

    def forget_heights(self, measure: Measure) -> None:
        """The width or the font is another."""
        for row in self._rows:
            row.measured = 0
        self.extents.replace(0, measure.heights(self._rows))

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

    def _same(self, turns: Sequence[Turn]) -> int:
        """How many turns from the first on are shown as they are."""
        both = zip(self._rows, turns, strict=False)
        differing = (place for place, (row, turn) in enumerate(both) if row.turn is not turn and row.turn != turn)
        return next(differing, min(len(self._rows), len(turns)))

    @staticmethod
    def _kept(row: Row | None, turn: Turn) -> Row:
        if row is None:
            return Row(turn)
        row.turn = turn
        if turn.message.status.is_terminal:
            row.live = None
        return row
