"""In which order Tab and F6 go through the window: as one reads. GUI thread."""

from itertools import pairwise

from PySide6.QtWidgets import QWidget

from chatapp.ui.chat.page import ChatPage
from chatapp.ui.conversation_list.panel import ConversationPanel
from chatapp.ui.first_run.page import FirstRunPage
from chatapp.ui.panes import Pane, Panes
from chatapp.ui.status_bar.bar import StatusBar


def order_tabs(panel: ConversationPanel, first_run: FirstRunPage, chat: ChatPage, status: StatusBar) -> None:
    order = (
        panel.filter,
        panel.new_button,
        panel.document_button,
        panel.view,
        panel.bin_button,
        first_run.install,
        first_run.choose,
        first_run.progress.cancel,
        chat.transcript,
        chat.composer.attach,
        chat.composer.edit,
        chat.composer.button,
        chat.bin_bar.restore,
        chat.bin_bar.purge,
        status.model,
    )
    for before, after in pairwise(order):
        QWidget.setTabOrder(before, after)


def panes_of(panel: ConversationPanel, first_run: FirstRunPage, chat: ChatPage, status: StatusBar) -> Panes:
    return Panes(
        (
            Pane(panel, panel.focus_list),
            Pane(chat.transcript, chat.transcript.focus_reading),
            Pane(chat.composer, chat.composer.edit.setFocus),
            Pane(chat.bin_bar, chat.bin_bar.restore.setFocus),
            Pane(first_run, first_run.focus_first),
            Pane(status, status.model.setFocus),
        )
    )
