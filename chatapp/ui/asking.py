"""Asks a use case for something, and turns a refusal into a signal. GUI thread; knows no widget."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from chatapp.domain.errors import ProblemError


class Asking(QObject):
    refused = Signal(object)  # a Problem

    def __call__(self, ask: Callable[[], object]) -> bool:
        """Whether it was done. Errors that are no Problem are faults of the program and go on their way."""
        try:
            ask()
        except ProblemError as error:
            self.refused.emit(error.problem)
            return False
        return True
