"""How far fetching, converting and loading a model are, with the way out. GUI thread."""

from chatapp.services.models import ModelPhase, ModelState
from chatapp.ui.status_bar.wording import model_text, progress_text
from chatapp.ui.widgets.progress_strip import ProgressStrip


class InstallProgress(ProgressStrip):
    def show_state(self, state: ModelState) -> None:
        self.text.setText(model_text(state) if state.progress is None else progress_text(state.progress))
        self.show_fraction(None if state.progress is None else state.progress.fraction)
        self.cancel.setVisible(state.phase is ModelPhase.INSTALLING)
        if state.phase is not ModelPhase.INSTALLING:
            self.cancel.setEnabled(True)
