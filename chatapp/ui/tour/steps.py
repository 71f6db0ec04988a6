"""What the tour says, and what it points at. GUI thread; knows no order of things on the screen."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QRect
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenuBar, QWidget

from chatapp.ui.actions import Actions, keys_text, plain_text
from chatapp.ui.chat.page import ChatPage
from chatapp.ui.conversation_list.panel import ConversationPanel


@dataclass(frozen=True, slots=True)
class Step:
    """`place` is the part of `target` that is pointed at, in its own coordinates."""

    sentence: str
    target: QWidget
    place: Callable[[], QRect]


def steps(actions: Actions, panel: ConversationPanel, page: ChatPage, bar: QMenuBar) -> tuple[Step, ...]:
    """Keys are told as they are now: they can be chosen."""
    translate = QCoreApplication.translate
    write = translate("Tour", "Write here and press Enter. The answer is made on this computer and stays here.")
    kept = translate("Tour", "What you talk about is kept in this list with all versions. Del moves it to the bin.")
    palette = translate("Tour", "{0} finds every command, conversation and setting. The menus have them all, too.")
    draft = translate("Tour", "In a document ({0}) you write yourself, and the model goes on, rewrites or proposes.")
    return (
        Step(write, page.composer.box, page.composer.box.rect),
        Step(kept, panel.pages, panel.pages.rect),
        Step(palette.format(_told(actions.palette)), bar, lambda: _menus(bar)),
        Step(draft.format(_told(actions.new_document)), panel.document_button, panel.document_button.rect),
    )


def _told(action: QAction) -> str:
    return keys_text(action) or plain_text(action)


def _menus(bar: QMenuBar) -> QRect:
    """From the first to the last; nothing where the system shows them elsewhere."""
    found = [bar.actionGeometry(action) for action in bar.actions()]
    return found[0].united(found[-1]) if found else QRect()
