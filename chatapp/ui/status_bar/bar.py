"""The widgets of the status bar. GUI thread; shows values, asks for the model menu by a signal."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QLabel, QProgressBar, QStatusBar, QToolButton, QWidget

from chatapp.domain.generation import Figures
from chatapp.services.live import LiveAnswer
from chatapp.services.models import ModelState
from chatapp.ui.key_tips import show_keys
from chatapp.ui.status_bar.context_meter import ContextMeter
from chatapp.ui.status_bar.wording import (
    activity_text,
    context_help,
    context_text,
    dropped_text,
    figures_text,
    is_nearly_full,
    model_text,
    progress_text,
)
from chatapp.ui.status_bar.yielding_label import YieldingLabel
from chatapp.ui.theme import colours_of

STEPS = 1000


class StatusBar(QStatusBar):
    models_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self.setContentsMargins(4, 2, 12, 2)
        self.setAccessibleName(self.tr("Status"))
        self.model = QToolButton()
        self.model.setAutoRaise(True)
        self.model.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        show_keys(self.model, self.tr("Choose a model"), "choose_model")
        self.model.clicked.connect(self.models_asked)
        self.progress = QProgressBar()
        self.progress.setFixedWidth(120)
        self.progress.setMaximumHeight(8)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(self.tr("Progress"))
        self.activity = YieldingLabel()
        self.dropped = YieldingLabel()
        self.figures = YieldingLabel()
        self.context = QLabel()
        self.meter = ContextMeter()
        self.addWidget(self.model)
        self.addWidget(self.progress)
        self.addWidget(self.activity, 1)
        for widget in (self.dropped, self.figures, self.context, self.meter):
            self.addPermanentWidget(widget)
        for label in (self.activity, self.dropped, self.figures, self.context):
            label.setContentsMargins(8, 0, 8, 0)
        self._figures: Figures | None = None
        self.show_model(ModelState())
        self._show_figures(Figures())

    def show_model(self, state: ModelState) -> None:
        """What is loaded, or how far loading is; an installation on the first page shows here too."""
        text = model_text(state)
        self.model.setText(text)
        self.model.setAccessibleName(self.tr("Model: {0}").format(text))
        progress = state.progress
        self.progress.setVisible(progress is not None)
        if progress is not None:
            is_known = progress.fraction is not None
            self.progress.setRange(0, STEPS if is_known else 0)
            self.progress.setValue(int((progress.fraction or 0) * STEPS))
            self.activity.setText(progress_text(progress))

    def show_answer(self, live: LiveAnswer | None, figures: Figures | None) -> None:
        """Call after `show_model`: what runs is more urgent than what loads."""
        if live is not None or self.progress.isHidden():
            self.activity.setText(activity_text(live))
        shown = figures or Figures()
        self.figures.setText("" if live is not None else figures_text(shown))
        if shown != self._figures:
            self._show_figures(shown)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._colour_context()

    def _show_figures(self, figures: Figures) -> None:
        self._figures = figures
        self.dropped.setText(dropped_text(figures))
        self.context.setText(context_text(figures))
        has_limit = figures.context_limit > 0
        self.meter.setVisible(has_limit)
        if has_limit:
            used = figures.context_used / figures.context_limit
            self.meter.show_fraction(used, warns=is_nearly_full(figures))
            for widget in (self.meter, self.context, self.dropped):
                widget.setToolTip(context_help(figures))
        self._colour_context()

    def _colour_context(self) -> None:
        warns = self._figures is not None and is_nearly_full(self._figures)
        ordinary = self.palette().color(QPalette.ColorRole.WindowText)
        palette = self.context.palette()
        warning = QColor(colours_of(self.palette()).warning)
        palette.setColor(QPalette.ColorRole.WindowText, warning if warns else ordinary)
        self.context.setPalette(palette)
