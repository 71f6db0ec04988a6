"""Errors that a person is told about: what happened, what was kept, what to do next."""

from dataclasses import dataclass
from enum import StrEnum


class ProblemKind(StrEnum):
    MODEL_FILE = "model_file"  # a model that cannot be read or used
    OUT_OF_MEMORY = "out_of_memory"
    NO_MODEL = "no_model"
    CONTEXT_FULL = "context_full"  # one message alone is longer than the window
    NETWORK = "network"
    CHECKSUM = "checksum"
    DISK_FULL = "disk_full"
    DATABASE = "database"
    READ_ONLY = "read_only"
    SETTINGS = "settings"
    EXCHANGE_FILE = "exchange_file"  # an export or import that cannot be read or written
    CANCELLED = "cancelled"
    ENGINE = "engine"  # anything unforeseen while generating


@dataclass(frozen=True, slots=True)
class Problem:
    """A failure as a value: `sentence` says what happened and what was kept, `remedies` what to do next."""

    kind: ProblemKind
    sentence: str
    remedies: tuple[str, ...] = ()
    details: str = ""


class ProblemError(Exception):
    """Carries a Problem from where it arose to where it is shown."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem

    def __str__(self) -> str:
        return self.problem.sentence
