from PySide6.QtWidgets import QAbstractButton

from chatapp.domain.attachment import Attachment
from chatapp.domain.branch import Turn
from chatapp.domain.message import Message, Role, Status
from chatapp.ui.transcript.view import TranscriptView
from chatapp.ui.widgets.attachment_window import AttachmentWindow
from tests.ui.transcript.turns import NOON, turn


def with_attachments(text: str, *names: str) -> Turn:
    attached = tuple(Attachment(name, "Some text") for name in names)
    return Turn(Message(1, 1, None, Role.USER, text, Status.COMPLETE, NOON, attachments=attached), (1,))


def test_what_went_with_a_message_stands_on_its_turn(view: TranscriptView) -> None:
    view.show_turns([with_attachments("Sum it up.", "notes.txt", "a.md"), turn(2)])
    widget = view.turn_widget(1)
    assert widget is not None
    chips = widget.chip_controls()
    assert [chip.accessibleName() for chip in chips] == [
        "Attachment: notes.txt · 9 bytes",
        "Attachment: a.md · 9 bytes",
    ]
    assert widget.stops()[:2] == chips
    assert all(chip.mapTo(widget, chip.rect().bottomLeft()).y() < widget.text_view.y() for chip in chips)
    first = chips[0]
    assert isinstance(first, QAbstractButton)
    first.click()
    opened = view.findChild(AttachmentWindow)
    assert isinstance(opened, AttachmentWindow)
    opened.close()


def test_a_turn_of_attachments_alone_has_its_height(view: TranscriptView) -> None:
    view.show_turns([with_attachments("", "notes.txt"), turn(2)])
    widget = view.turn_widget(1)
    assert widget is not None
    assert widget.height() > 60


def test_many_chips_stand_in_lines(view: TranscriptView) -> None:
    view.show_turns([with_attachments("Look.", *(f"a-rather-long-name-{number}.txt" for number in range(8))), turn(2)])
    widget = view.turn_widget(1)
    assert widget is not None
    places = [chip.mapTo(widget, chip.rect().topLeft()) for chip in widget.chip_controls()]
    assert len({place.y() for place in places}) > 2
    assert all(0 <= place.x() < widget.width() for place in places)
