"""The action that shows the token view. GUI thread."""

from PySide6.QtCore import QObject

from chatapp.domain.errors import Problem, ProblemKind
from chatapp.services.desk import Services
from chatapp.ui.actions import Actions
from chatapp.ui.asking import Asking
from chatapp.ui.notices import Notices
from chatapp.ui.token_view.presenter import TokenViewPresenter
from chatapp.ui.transcript.view import TranscriptView


class TokenViewCommand(QObject):
    def __init__(
        self, actions: Actions, transcript: TranscriptView, services: Services, asking: Asking, notices: Notices
    ) -> None:
        super().__init__(actions)
        self._settings = services.settings
        self._notices = notices
        self.presenter = TokenViewPresenter(transcript, services.token_views, asking)
        actions.token_view.toggled.connect(self._show)

    def _show(self, is_on: bool) -> None:
        """Who looks at it wants it of the answers that come as well: from now on it is kept with them."""
        self.presenter.switch(is_on)
        chats = self._settings.current.chats
        if is_on and not chats.token_report:
            try:
                self._settings.change(chats=chats.model_copy(update={"token_report": True}))
            except OSError as error:
                sentence = self.tr(
                    "The setting could not be saved, so new answers are not kept with their words' surprise."
                )
                self._notices.tell(Problem(ProblemKind.DISK_FULL, sentence, (), str(error)))
                return
            self._notices.tell_done(
                self.tr(
                    "From now on, what the model thought of each word is kept with its answer. Older ones have none."
                )
            )
