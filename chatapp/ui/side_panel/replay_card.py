"""How the answer that is shown was made, and all it takes to make it again. GUI thread."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QLabel,
    QMenu,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from chatapp.domain.generation import PLAIN, Run
from chatapp.domain.model import ModelCard, ModelInfo
from chatapp.ui import quantities
from chatapp.ui.side_panel.difference_view import DifferenceView
from chatapp.ui.translation_catalogue import tr

FINGERPRINT = 12  # hexadecimal digits that tell models apart well enough to be read


SHORT = 24


@dataclass(frozen=True, slots=True)
class Version:
    """Another answer to the same question."""

    number: int
    text: str


class ReplayCard(QScrollArea):
    run_again_asked = Signal()
    other_model_asked = Signal(object)  # a ModelCard

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setAccessibleName(self.tr("How this answer was made"))
        self._text = ""
        self._versions: tuple[Version, ...] = ()
        self.empty = QLabel(self.tr("Once an answer is written, this shows how it was made."))
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._facts = QWidget()
        self.facts = QFormLayout(self._facts)
        self.facts.setContentsMargins(0, 0, 0, 0)
        self.facts.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self.again = QPushButton(self.tr("Run again exactly"))
        self.again.clicked.connect(self.run_again_asked)
        self.other = QPushButton(self.tr("With another model"))
        self.models = QMenu(self.other)
        self.other.setMenu(self.models)
        self.compared = QComboBox()
        self.compared.setAccessibleName(self.tr("Compare with"))
        self.compared.currentIndexChanged.connect(self._compare)
        self.differences = DifferenceView()
        self._lay_out()
        self.setFocusProxy(self.again)
        self.show_run(None, "", ())

    def show_run(
        self, run: Run | None, text: str, versions: Sequence[Version], loaded: ModelInfo | None = None
    ) -> None:
        """`versions` are the others of the same question; of a `loaded` model more is known than runs keep."""
        is_known = run is not None
        for widget in (self._facts, self.again, self.other):
            widget.setVisible(is_known)
        self.empty.setVisible(not is_known)
        while self.facts.rowCount():
            self.facts.removeRow(0)
        for name, value in facts_of(run, loaded) if run is not None else ():
            self.facts.addRow(name, _value(name, value))
        self._text, self._versions = text, tuple(versions)
        self.compared.clear()
        self.compared.addItem(self.tr("Compare with…"))
        self.compared.addItems([self.tr("Version {0}").format(version.number) for version in versions])
        self.compared.setVisible(bool(versions))
        self._compare(0)

    def offer_models(self, cards: Sequence[ModelCard]) -> None:
        self.models.clear()
        for card in cards:
            action = self.models.addAction(card.name.replace("&", "&&"))
            action.triggered.connect(lambda _checked=False, card=card: self.other_model_asked.emit(card))
        self.other.setEnabled(bool(cards))

    def _compare(self, place: int) -> None:
        self.differences.setVisible(place > 0)
        if place > 0:
            self.differences.show_texts(self._versions[place - 1].text, self._text)

    def _lay_out(self) -> None:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 8, 0)
        column.addWidget(self.empty)
        column.addWidget(self._facts)
        column.addSpacing(4)
        for widget in (self.again, self.other, self.compared):
            column.addWidget(widget)
        column.addWidget(self.differences, 1)
        column.addStretch()
        self.setWidget(inner)


def facts_of(run: Run, loaded: ModelInfo | None = None) -> list[tuple[str, str]]:
    """Names and values, in reading order; a parameter that is switched off is left out."""
    figures = run.figures
    found = [
        (tr("Model"), run.model_name),
        (tr("Fingerprint"), run.model_fingerprint[:FINGERPRINT]),
        (tr("Template"), _template(run, loaded)),
        (tr("Device"), run.device),
        *_parameters(run),
        (tr("System prompt"), run.system_prompt),
        (tr("Read"), _read(run)),
        (
            tr("Written"),
            tr("{0} tokens, {1}").format(
                quantities.count(figures.generated_tokens), quantities.speed(figures.tokens_per_second)
            ),
        ),
        (tr("First word after"), quantities.seconds(figures.first_token_seconds)),
        (tr("Causerie"), run.program_version),
    ]
    return [(name, value) for name, value in found if value]


def _parameters(run: Run) -> list[tuple[str, str]]:
    options, sampling = run.options, run.options.sampling
    return [
        (tr("Seed"), str(options.seed + run.alternative)),
        (tr("Temperature"), f"{sampling.temperature:g}"),
        (tr("Top k"), str(sampling.top_k or "")),
        (tr("Top p"), "" if sampling.top_p == 1 else f"{sampling.top_p:g}"),
        (tr("Min p"), f"{sampling.min_p:g}" if sampling.min_p else ""),
        (
            tr("Repetition penalty"),
            "" if sampling.repetition_penalty == 1 else f"{sampling.repetition_penalty:g}",
        ),
        (tr("Presence penalty"), f"{sampling.presence_penalty:g}" if sampling.presence_penalty else ""),
        (tr("Frequency penalty"), f"{sampling.frequency_penalty:g}" if sampling.frequency_penalty else ""),
        (tr("Stop at"), ", ".join(f"“{_visible(text)}”" for text in options.stop)),
        (
            tr("Longest answer"),
            "" if options.max_tokens is None else quantities.count(options.max_tokens),
        ),
        (tr("Shortest answer"), quantities.count(options.min_tokens) if options.min_tokens else ""),
    ]


def _template(run: Run, loaded: ModelInfo | None) -> str:
    """Of a run that did not keep it known only where its model is the one that is loaded."""
    plain, own = tr("Plain: the model has none of its own"), tr("The model's own")
    if run.template:
        return plain if run.template == PLAIN else f"{own}, {run.template[:FINGERPRINT]}"
    if loaded is None or loaded.fingerprint != run.model_fingerprint:
        return ""
    return own if loaded.has_chat_template else plain


def _visible(text: str) -> str:
    return text.replace("\n", "⏎").replace("\t", "⇥")


def _read(run: Run) -> str:
    figures = run.figures
    return tr("{0} tokens, {1} of them known").format(
        quantities.count(figures.prompt_tokens), quantities.count(figures.reused_tokens)
    )


def _value(name: str, text: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(len(text) > SHORT)  # a line that might wrap takes the room of two
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    label.setAccessibleName(name)
    label.setAccessibleDescription(text)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return label
