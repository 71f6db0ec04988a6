"""Asks a use case for something, and turns a refusal into a signal. GUI thread; knows no widget."""

import logging
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from chatapp.domain.errors import Problem, ProblemError, ProblemKind

log = logging.getLogger(__name__)
T = TypeVar("T")


class Asking(QObject):
    """A KeyError is the store's word for what is not there any more: another process deleted it for good."""

    refused = Signal(object)  # a Problem
    missed = Signal()  # something that was still on the screen is gone

    def __call__(self, ask: Callable[[], object]) -> bool:
        """Whether it was done. Other errors are faults of the program and go on their way."""
        return self.answer(lambda: (ask(),)) is not None

    def answer(self, ask: Callable[[], T]) -> T | None:
        """What was asked for; None where it was refused, which has been told then."""
        try:
            return ask()
        except ProblemError as error:
            log.warning("refused", exc_info=error)
            self.refused.emit(error.problem)
        except KeyError:
            log.exception("asked for what is gone")
            self.refused.emit(Problem(ProblemKind.DATABASE, self._gone(), (), ""))
            self.missed.emit()
        return None

    def _gone(self) -> str:
        return self.tr("This is not there any more: another window has deleted it for good. Nothing else was changed.")
