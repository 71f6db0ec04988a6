"""The wish that a command end: set on the GUI thread, looked at on the engine thread."""

from threading import Event as Flag


class Cancellation:
    """One flag for each alternative of a run; other commands have one."""

    def __init__(self, alternatives: int = 1) -> None:
        self._flags = tuple(Flag() for _ in range(alternatives))

    def cancel(self, alternative: int | None = None) -> None:
        """Asks one alternative to end, or everything; IndexError for one that was not asked for."""
        for flag in self._flags if alternative is None else (self._flags[alternative],):
            flag.set()

    def is_set(self, alternative: int = 0) -> bool:
        return self._flags[alternative].is_set()

    @property
    def is_whole(self) -> bool:
        """Whether nothing of the command is wanted any more."""
        return all(flag.is_set() for flag in self._flags)
