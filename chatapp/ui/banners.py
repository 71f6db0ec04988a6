"""Banners above the page, one for each kind of notice: a newer one of a kind takes the older's place. GUI thread."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from chatapp.domain.errors import Problem
from chatapp.ui.actions import plain_text
from chatapp.ui.translation_catalogue import said
from chatapp.ui.widgets.banner import Banner, BannerKind, Notice, notice_of


@dataclass(frozen=True, slots=True)
class BannerAction:
    label: str
    run: Callable[[], None]


class Banners(QWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: dict[str, Banner] = {}
        self.remedies: Mapping[str, QAction] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 0, 16, 8)
        self._column.setSpacing(8)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.hide()

    def show_problem(self, kind: str, problem: Problem, action: BannerAction | None = None) -> None:
        doers = [self.remedies[remedy] for remedy in problem.remedies if remedy in self.remedies]
        doers = [doer for doer in dict.fromkeys(doers) if doer.isEnabled()]
        labels = tuple(plain_text(doer) for doer in doers)
        done = [remedy for remedy in problem.remedies if self.remedies.get(remedy) in doers]
        self._show(kind, notice_of(problem, action.label if action else "", labels, done), action, doers)

    def show_notice(self, kind: str, sentence: str, action: BannerAction | None = None, details: str = "") -> None:
        label = action.label if action else ""
        self._show(kind, Notice(BannerKind.INFORMATION, sentence, label, details), action)

    def show_warning(self, kind: str, sentence: str) -> None:
        self._show(kind, Notice(BannerKind.WARNING, said(sentence)), None)

    def dismiss(self, kind: str) -> None:
        """Nothing where none of that kind is shown."""
        banner = self._shown.pop(kind, None)
        if banner is not None:
            banner.hide()
            self._column.removeWidget(banner)
            banner.deleteLater()
        self.setVisible(bool(self._shown))

    def sentences(self) -> list[str]:
        """What is said now, the oldest first."""
        return [banner.notice.sentence for banner in self._shown.values()]

    def act(self, kind: str) -> None:
        """As if the banner's button were pressed."""
        self._shown[kind].action_triggered.emit()

    def _show(self, kind: str, notice: Notice, action: BannerAction | None, doers: Sequence[QAction] = ()) -> None:
        if kind in self._shown and self._shown[kind].notice == notice and action is None:
            return
        self.dismiss(kind)
        banner = Banner(self)
        banner.dismissed.connect(lambda: self.dismiss(kind))
        if action is not None:
            banner.action_triggered.connect(action.run)
        banner.remedy_triggered.connect(lambda place: doers[place].trigger())
        self._column.addWidget(banner)
        banner.show_notice(notice)
        self._shown[kind] = banner
        self.show()
