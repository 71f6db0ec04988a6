import errno
import sqlite3

import pytest

from chatapp.domain.errors import ProblemKind
from chatapp.storage.problems import is_damage, problem_of, problem_of_file


def error(code: int, text: str = "it failed") -> sqlite3.OperationalError:
    made = sqlite3.OperationalError(text)
    made.sqlite_errorcode = code
    return made


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (sqlite3.SQLITE_FULL, ProblemKind.DISK_FULL),
        (sqlite3.SQLITE_IOERR_WRITE, ProblemKind.DISK_FULL),
        (sqlite3.SQLITE_IOERR_READ, ProblemKind.DATABASE),
        (sqlite3.SQLITE_READONLY_DIRECTORY, ProblemKind.READ_ONLY),
        (sqlite3.SQLITE_CANTOPEN, ProblemKind.READ_ONLY),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, ProblemKind.DATABASE),
        (sqlite3.SQLITE_CORRUPT_VTAB, ProblemKind.DATABASE),
        (sqlite3.SQLITE_CONSTRAINT_CHECK, ProblemKind.DATABASE),
    ],
)
def test_each_error_has_a_sentence_and_a_remedy(code: int, kind: ProblemKind) -> None:
    problem = problem_of(error(code))
    assert problem.kind is kind
    assert problem.sentence.endswith(".")
    assert problem.remedies
    assert problem.details == "it failed"


def test_only_the_content_is_damage() -> None:
    assert is_damage(error(sqlite3.SQLITE_CORRUPT_INDEX))
    assert is_damage(error(sqlite3.SQLITE_NOTADB))
    assert is_damage(sqlite3.OperationalError("Could not decode to UTF-8 column 'text'"))
    assert not is_damage(error(sqlite3.SQLITE_BUSY))
    assert not is_damage(error(sqlite3.SQLITE_IOERR_READ))


@pytest.mark.parametrize(
    ("number", "kind"), [(errno.ENOSPC, ProblemKind.DISK_FULL), (errno.EROFS, ProblemKind.READ_ONLY)]
)
def test_errors_of_files(number: int, kind: ProblemKind) -> None:
    assert problem_of_file(OSError(number, "no")).kind is kind
