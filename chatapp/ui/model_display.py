"""What is shown of the model and of the answer that runs: status bar, first page, banners, menus. GUI thread."""

from dataclasses import replace

from PySide6.QtCore import QObject

from chatapp.domain.branch import Turn
from chatapp.services.answers import Answers
from chatapp.ui.first_run.page import FirstRunPage
from chatapp.ui.menus import Menus
from chatapp.ui.model_presenter import ModelPresenter
from chatapp.ui.notices import Notices
from chatapp.ui.status_bar.bar import StatusBar


class ModelDisplay(QObject):
    def __init__(
        self, status: StatusBar, first_run: FirstRunPage, menus: Menus, models: ModelPresenter, notices: Notices
    ) -> None:
        super().__init__(models)
        self._status = status
        self._first_run = first_run
        self._menus = menus
        self._models = models
        self._notices = notices
        menus.model_chosen.connect(models.load)
        status.models_asked.connect(self.offer)

    def show(self, shown: Turn | None, answers: Answers, *, is_told_on_page: bool) -> None:
        """`shown` is the answer that is read; on the first page it is told how far an installation is."""
        live = None if answers.running is None else answers.live(answers.running)
        state = self._models.shown_state
        self._status.show_model(replace(state, progress=None) if is_told_on_page else state)
        self._status.show_answer(live, answers.figures_of(shown.message.id) if shown is not None else None)
        self._first_run.show_state(self._models.state)
        self._notices.show_unsaved(answers.problem)

    def show_loaded(self) -> None:
        self._menus.loaded_name = self._models.shown_state.name

    def show_failure(self) -> None:
        has_model = self._models.has_any
        self._notices.show_model(self._models.state, self._models.retry if has_model else None)

    def offer(self) -> None:
        """The models that are installed, over the button that names the one in use."""
        button = self._status.model
        self._menus.model.popup(button.mapToGlobal(button.rect().topLeft()))
