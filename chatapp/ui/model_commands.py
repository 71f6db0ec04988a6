"""The ways to a model, from the menu and from the first page. GUI thread; the presenter carries them out."""

from PySide6.QtCore import QObject

from chatapp.ui.actions import Actions
from chatapp.ui.first_run.page import FirstRunPage
from chatapp.ui.model_presenter import ModelPresenter


class ModelCommands(QObject):
    def __init__(self, actions: Actions, page: FirstRunPage, models: ModelPresenter) -> None:
        super().__init__(actions)
        self._actions = actions
        self._models = models
        for asked, act in (
            (actions.install_starter.triggered, models.install_starter),
            (actions.import_file.triggered, models.import_file),
            (actions.import_folder.triggered, models.import_folder),
            (actions.cancel_install.triggered, models.cancel),
            (page.install_asked, models.install_starter),
            (page.file_asked, models.import_file),
            (page.folder_asked, models.import_folder),
            (page.cancel_asked, models.cancel),
        ):
            asked.connect(act)

    def refresh(self) -> None:
        """One installation at a time."""
        actions, is_installing = self._actions, self._models.is_installing
        actions.cancel_install.setEnabled(is_installing)
        for action in (actions.install_starter, actions.import_file, actions.import_folder):
            action.setEnabled(not is_installing)
