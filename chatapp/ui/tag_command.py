"""The action that shows all tags, and what is asked there. GUI thread; what is done there can be taken back there."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from chatapp.services.tags import Tags
from chatapp.ui.actions import Actions
from chatapp.ui.asking import Asking
from chatapp.ui.conversation_list.tag_window import TagWindow


class TagCommand(QObject):
    """The window of tags is made when it is first wanted."""

    def __init__(self, actions: Actions, parent: QWidget, tags: Tags, asking: Asking) -> None:
        super().__init__(actions)
        self._actions = actions
        self._parent = parent
        self._tags = tags
        self._asking = asking
        self.window: TagWindow | None = None
        actions.tags.triggered.connect(self.show)

    def show(self) -> None:
        if self.window is None:
            ask, tags = self._asking, self._tags
            window = self.window = TagWindow(self._parent.window())
            window.addActions([self._actions.undo, self._actions.redo])
            window.renamed.connect(lambda old, new: ask(lambda: tags.rename(old, new)))
            window.coloured.connect(lambda name, colour: ask(lambda: tags.colour(name, colour)))
            window.deleted.connect(lambda name: ask(lambda: tags.delete(name)))
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()
        self.window.list.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.refresh()

    def refresh(self) -> None:
        if self.window is not None and self.window.isVisible():
            found = self._asking.answer(self._tags.all)
            if found is not None:
                self.window.show_tags(found)
