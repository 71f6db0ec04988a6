from chatapp.domain.message import Status
from chatapp.ui.transcript.samples import samples
from chatapp.ui.transcript.view import TranscriptView


def test_every_sample_can_be_shown(view: TranscriptView) -> None:
    turns = samples()
    view.resize(900, 6_000)
    view.show_turns(turns)
    assert all(view.turn_widget(turn.message.id) is not None for turn in turns)
    assert {turn.message.status for turn in turns} == set(Status) - {Status.STREAMING}
