"""One turn on the page: its text, how it stands, what can be done to it. GUI thread; as tall as it needs."""

from PySide6.QtCore import QEvent, QRect, Signal
from PySide6.QtGui import QEnterEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from chatapp.domain.branch import Turn
from chatapp.domain.message import Role
from chatapp.services.live import LiveAnswer
from chatapp.ui.markdown.thinking import Parts, parts_of
from chatapp.ui.transcript import wording
from chatapp.ui.transcript.action_row import HEIGHT as ACTIONS_HEIGHT
from chatapp.ui.transcript.action_row import ActionRow
from chatapp.ui.transcript.code_buttons import CodeButtons
from chatapp.ui.transcript.message_editor import MessageEditor
from chatapp.ui.transcript.message_view import MessageView
from chatapp.ui.transcript.status_line import StatusLine
from chatapp.ui.transcript.thinking_fold import ThinkingFold
from chatapp.ui.transcript.turn_frame import TurnFrame

PADDING = 12
FOOT = 2 + ACTIONS_HEIGHT + 4  # what a turn takes below its text, whether its actions are seen or not


class TurnWidget(TurnFrame):
    edited = Signal(int, str)
    edit_changed = Signal(int, str)
    edit_left = Signal(int)
    regenerate_asked = Signal(int)
    continue_asked = Signal(int)
    keep_asked = Signal(int)
    stop_asked = Signal(int)
    version_asked = Signal(int)
    link_activated = Signal(str)
    unfolded = Signal(int, bool)
    grown = Signal()

    def __init__(self, turn: Turn, name: str, parent: QWidget) -> None:
        self._is_user = turn.message.role is not Role.ASSISTANT
        is_told = turn.message.role is Role.SYSTEM
        super().__init__(parent, has_box=self._is_user, heading=name if is_told else "")
        self._turn = turn
        self._text = ""
        self.is_spanned = False  # the middle of a selection that others hold the ends of
        self._is_stale = True
        self._size = (0, 0)
        self._editor: MessageEditor | None = None
        self.setAccessibleName(name)
        self.text_view = MessageView(name, is_markdown=not self._is_user, parent=self)
        self.code_buttons = CodeButtons(self.text_view)
        self._fold: ThinkingFold | None = None
        self._status: StatusLine | None = None
        self.action_row = ActionRow(turn.message.role, self)
        self._connect()

    @property
    def message_id(self) -> int:
        return self._turn.message.id

    @property
    def text(self) -> str:
        """The message as it was given, thought and all."""
        return self._text

    @property
    def role(self) -> Role:
        return self._turn.message.role

    @property
    def status(self) -> StatusLine:
        """Made when there is first something to say."""
        if self._status is None:
            self._status = StatusLine(self)
            self._status.continue_asked.connect(lambda: self.continue_asked.emit(self.message_id))
            self._status.keep_asked.connect(lambda: self.keep_asked.emit(self.message_id))
            self._status.retry_asked.connect(lambda: self.regenerate_asked.emit(self.message_id))
        return self._status

    @property
    def fold(self) -> ThinkingFold:
        """Made when there is first a thought."""
        if self._fold is None:
            self._fold = ThinkingFold(self)
            self._fold.grown.connect(self._touch)
            self._fold.toggled.connect(lambda is_open: self.unfolded.emit(self.message_id, is_open))
            self._fold.show()
        return self._fold

    @property
    def is_over(self) -> bool:
        """Whether its message stays as it is."""
        return self._turn.message.status.is_terminal

    @property
    def has_fold(self) -> bool:
        return self._fold is not None

    @property
    def is_in_use(self) -> bool:
        """Whether the person would miss it: typing, focus or a selection is in it, or it still fills."""
        return (
            self._editor is not None
            or self.text_view.is_arriving
            or (self.text_view.textCursor().hasSelection() and not self.is_spanned)
            or self.holds_focus
        )

    @property
    def holds_focus(self) -> bool:
        focus = QApplication.focusWidget()
        return focus is not None and self.isAncestorOf(focus)

    def prepare(self, width: int) -> None:
        """Tells the width that it will have, so that its text is laid out only once."""
        self.text_view.resize(width - (2 * PADDING if self._is_user else 0), 1)

    def show_turn(self, turn: Turn, live: LiveAnswer | None = None) -> None:
        self._turn = turn
        message = turn.message
        is_live = not message.status.is_terminal
        self.show_attachments(message.attachments)
        if live is not None:
            self.show_live(live)
        else:
            self._show_text(message.text, is_whole=not is_live)
            if self._status is not None or wording.ending_of(message):
                self.status.show_message(message)
        self.action_row.show_turn(turn, is_live=is_live)
        self._touch()

    def show_live(self, live: LiveAnswer) -> None:
        self._show_text(live.text, is_whole=False)
        self.status.show_live(live)
        self._touch()

    def _show_text(self, text: str, *, is_whole: bool) -> None:
        self._text = text
        parts = Parts("", text) if self._is_user else parts_of(text, is_whole=is_whole)
        self.text_view.show_text(parts.answer, is_whole=is_whole)
        if parts.thought or parts.is_thinking or self._fold is not None:
            self.fold.show_parts(parts, is_whole=is_whole)
            self.fold.setVisible(bool(parts.thought) or parts.is_thinking)

    def start_editing(self) -> None:
        if self._turn.message.status.is_terminal:
            (self._editor or self.resume_editing(self._turn.message.text)).setFocus()

    def resume_editing(self, text: str) -> MessageEditor:
        """With what was written before, and without taking the keyboard."""
        self._editor = MessageEditor(text, self)
        self._editor.changed.connect(lambda text: self.edit_changed.emit(self.message_id, text))
        self._editor.submitted.connect(self._on_submitted)
        self._editor.cancelled.connect(self._on_cancelled)
        self._editor.grown.connect(self._touch)
        self.text_view.hide()
        self._editor.show()
        self._touch()
        return self._editor

    def stop_editing(self) -> None:
        if self._editor is not None:
            had_focus = self.holds_focus
            self._editor.hide()
            self._editor.deleteLater()
            self._editor = None
            self.text_view.show()
            if had_focus:
                self.text_view.setFocus()
            self._touch()

    def lay_out(self, width: int, least: int = 0) -> int:
        """Places the parts at this width; returns the height. `least` is what a text that still arrives takes."""
        if not self._is_stale and self._size[0] == width:
            return self._size[1]
        inset = PADDING if self._is_user else 0
        inner = width - 2 * inset
        head = self.lay_out_head(inset, inset, inner)
        y = max(0, inset - 2) + head  # letters stand low in their lines
        if self._editor is not None:
            height = self._editor.lay_out(inner)
            self._editor.setGeometry(inset, y, inner, height)
        else:
            y += self._lay_out_fold(inner)
            height = self.text_view.height_for(inner) if self.text_view.text else 0
            self.text_view.setGeometry(inset, y, inner, height)
        y += height + inset
        status = 0 if self._status is None else self._status.height_for(width)
        if status:
            y += 8 if height else 0
            self.status.setGeometry(0, y, width, status)
            y += status
        self.action_row.setGeometry(0, y + 2, width, ACTIONS_HEIGHT)
        total = y + FOOT
        if self.text_view.is_arriving:
            total = max(total, least)
        self._box_height = height + head + 2 * inset - 2
        self._size = (width, total)
        self._is_stale = False
        self.update()
        return total

    def stops(self) -> list[QWidget]:
        """Where Tab goes, in reading order."""
        text: QWidget = self._editor.field if self._editor is not None else self.text_view
        above = self._fold.stops() if self._fold is not None and not self._fold.isHidden() else []
        status = self._status.buttons() if self._status is not None else ()
        return [*self.chip_controls(), *above, text, *self.code_buttons.shown(), *status, *self.action_row.buttons()]

    def reveal_actions(self) -> None:
        self.update()
        self._reveal(is_revealed=self.underMouse() or self.holds_focus)

    def show_near(self, near: QRect) -> None:
        """Makes what only the part near the view needs; `near` in this widget's coordinates."""
        if self.text_view.has_code and self._editor is None:
            self.code_buttons.show_near(near.translated(-self.text_view.pos()))

    def _reveal(self, *, is_revealed: bool) -> None:
        self.action_row.reveal(is_revealed=is_revealed)
        self.code_buttons.reveal(is_revealed=is_revealed)

    def _lay_out_fold(self, width: int) -> int:
        if self._fold is None or self._fold.isHidden():
            return 0
        height = self._fold.lay_out(width)
        self._fold.setGeometry(0, 0, width, height)
        return height

    def copy(self) -> None:
        """The message as it was written, Markdown and all, but without a thought that is folded."""
        shows_all = self._fold is not None and self._fold.is_unfolded
        QGuiApplication.clipboard().setText(self._text if shows_all else self.text_view.text)
        self.action_row.confirm_copy()

    @property
    def has_strong_frame(self) -> bool:
        return self._editor is not None or self.text_view.hasFocus()

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self._reveal(is_revealed=True)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._reveal(is_revealed=self.holds_focus)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_editor"):
            self._touch()

    def _touch(self) -> None:
        self._is_stale = True
        self.grown.emit()

    def _on_submitted(self, text: str) -> None:
        """The editor stays until what it holds is stored."""
        if text == self._turn.message.text:
            self._on_cancelled()
        else:
            self.edited.emit(self.message_id, text)

    def _on_cancelled(self) -> None:
        self.edit_left.emit(self.message_id)
        self.stop_editing()

    def _connect(self) -> None:
        self.text_view.link_activated.connect(self.link_activated)
        self.text_view.grown.connect(self._touch)
        self.action_row.regenerate_asked.connect(lambda: self.regenerate_asked.emit(self.message_id))
        self.action_row.stop_asked.connect(lambda: self.stop_asked.emit(self.message_id))
        self.action_row.version_asked.connect(self.version_asked)
        self.action_row.edit_asked.connect(self.start_editing)
        self.action_row.copy_asked.connect(self.copy)
