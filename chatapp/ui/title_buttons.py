"""Which actions stand at the head of the pages, for those who look before they open a menu. GUI thread."""

from itertools import pairwise

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from chatapp.ui.actions import Actions
from chatapp.ui.icons import Icon
from chatapp.ui.menus import Menus
from chatapp.ui.widgets.title_row import TitleRow


def fill_heads(do: Actions, menus: Menus, chat: TitleRow, draft: TitleRow, before: QWidget) -> None:
    """In the order of Tab those of a conversation follow what stands `before` its page."""
    translate = QCoreApplication.translate
    chat.add_action(Icon.PANEL, do.side_panel)
    chat.add_menu(Icon.MORE, translate("TitleRow", "More about the conversation"), menus.conversation)
    draft.add_action(Icon.NOTES, do.draft_notes)
    draft.add_action(Icon.VERSIONS, do.draft_versions)
    draft.add_menu(Icon.MORE, translate("TitleRow", "More about the document"), menus.draft)
    for earlier, later in pairwise((before, *chat.buttons, *draft.buttons)):
        QWidget.setTabOrder(earlier, later)
