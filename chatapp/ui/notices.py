"""Which banners stand in the window, and when they go: undo, refusals, models, the disk. GUI thread."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject

from chatapp.domain.errors import Problem
from chatapp.services.models import ModelPhase, ModelState
from chatapp.ui.banners import BannerAction, Banners


class Notices(QObject):
    """One place in the stack for each kind, so that a newer one takes the older's place."""

    def __init__(self, banners: Banners) -> None:
        super().__init__(banners)
        self._banners = banners
        self._unsaved: Problem | None = None

    def tell(self, problem: Problem) -> None:
        """What was refused just now; it stays until it is dismissed or the next one comes."""
        self._banners.show_problem("refused", problem)

    def tell_done(self, sentence: str) -> None:
        self._banners.show_notice("done", sentence)

    def tell_found(self, problems: Sequence[Problem]) -> None:
        """What opening the data found; each is said."""
        for place, problem in enumerate(problems):
            self._banners.show_problem(f"found-{place}", problem)

    def tell_deleted(self, title: str, undo: Callable[[], None]) -> None:
        sentence = self.tr("“{0}” is in the bin.").format(title)
        self._banners.show_notice("deleted", sentence, BannerAction(self.tr("Undo"), undo))

    def forget_deleted(self) -> None:
        self._banners.dismiss("deleted")

    def show_unsaved(self, problem: Problem | None) -> None:
        """Goes by itself once the disk takes the text."""
        if problem == self._unsaved:
            return
        self._unsaved = problem
        if problem is None:
            self._banners.dismiss("unsaved")
        else:
            self._banners.show_problem("unsaved", problem)

    def show_model(self, state: ModelState, retry: Callable[[], None] | None) -> None:
        """A model that failed, or that memory may not hold; `retry` None where trying again is offered elsewhere."""
        if state.warning:
            self._banners.show_warning("memory", state.warning)
        else:
            self._banners.dismiss("memory")
        if state.phase is not ModelPhase.FAILED or state.problem is None:
            self._banners.dismiss("model")
        else:
            action = BannerAction(self.tr("Try again"), retry) if retry else None
            self._banners.show_problem("model", state.problem, action)

    def show_missing_model(self, get_one: Callable[[], None] | None) -> None:
        """Beside a conversation that is only read; None where a model is there."""
        if get_one is None:
            self._banners.dismiss("missing")
            return
        sentence = self.tr("There is no model yet: conversations can be read, not continued.")
        self._banners.show_notice("missing", sentence, BannerAction(self.tr("Get a model"), get_one))
