"""What a failing database means for a person: which errors of SQLite there are, what was kept, what to do."""

import errno
import sqlite3

from chatapp.domain.errors import Problem, ProblemKind

PRIMARY = 0xFF  # the low byte of an extended result code
UNWRITABLE = frozenset(
    {
        sqlite3.SQLITE_IOERR_WRITE,  # also where a limit on the size of files is met
        sqlite3.SQLITE_IOERR_TRUNCATE,
        sqlite3.SQLITE_IOERR_FSYNC,
        sqlite3.SQLITE_IOERR_DIR_FSYNC,
        sqlite3.SQLITE_IOERR_SHMSIZE,
        sqlite3.SQLITE_IOERR_SHMMAP,
    }
)
DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT, sqlite3.SQLITE_SCHEMA})


class DamagedValueError(Exception):
    """A value that no program of ours can have written."""


SQLITE_ERRORS = (sqlite3.Error, UnicodeDecodeError)
"""What Python's sqlite3 raises; the second where bytes of a damaged schema come up in a name or a verdict."""


def is_damage(error: BaseException) -> bool:
    """Whether the error speaks of the file's content, rather than of the disk, a lock or a constraint."""
    code = _code(error)
    if code is None:
        return not isinstance(error, sqlite3.Error) or "decode" in str(error)
    # SQLITE_ERROR comes of a schema that cannot be parsed or lacks one of our tables: our statements are well-formed.
    return code & PRIMARY in DAMAGED or code == sqlite3.SQLITE_ERROR


def problem_of(error: BaseException) -> Problem:
    """The problem behind an error of sqlite3; whatever failed was rolled back as a whole."""
    if is_damage(error):
        return damage(str(error))
    code = _code(error) or 0
    if code in UNWRITABLE or code & PRIMARY == sqlite3.SQLITE_FULL:
        return disk_full(str(error))
    match code & PRIMARY:
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM | sqlite3.SQLITE_AUTH:
            return read_only(str(error))
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return Problem(
                ProblemKind.DATABASE,
                "Another program holds the conversations; the last change was not stored, all earlier ones are.",
                ("Close other windows of Causerie and programs that copy its files", "Try again"),
                str(error),
            )
    return Problem(
        ProblemKind.DATABASE,
        "The last change could not be stored; everything stored before it is unchanged.",
        ("Try again", "If it happens again, start Causerie anew"),
        str(error),
    )


def problem_of_file(error: OSError) -> Problem:
    """The problem behind copying, moving or making a file."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return disk_full(str(error))
    return read_only(str(error))


def damage(details: str) -> Problem:
    return Problem(
        ProblemKind.DATABASE,
        "The file that holds the conversations is damaged; nothing was written to it.",
        ("Start Causerie anew: it saves what is readable into a new file and keeps the old one",),
        details,
    )


def in_use(details: str) -> Problem:
    return Problem(
        ProblemKind.DATABASE,
        "The file that holds the conversations needs repair or renewal, and another window of Causerie works with it; "
        "nothing was changed.",
        ("Close the other window of Causerie", "Then start Causerie again"),
        details,
    )


def busy_opening(details: str) -> Problem:
    return Problem(
        ProblemKind.DATABASE,
        "Another Causerie is just opening the same conversations and takes long; nothing was changed.",
        ("Wait until its window is there", "Then start Causerie again"),
        details,
    )


def disk_full(details: str) -> Problem:
    return Problem(
        ProblemKind.DISK_FULL,
        "The disk takes no more; the last change was not stored, everything stored before it is unchanged.",
        ("Free some space on the disk", "Try again"),
        details,
    )


def read_only(details: str) -> Problem:
    return Problem(
        ProblemKind.READ_ONLY,
        "Causerie may not write to its conversations; nothing was changed.",
        ("Make the folder and the files in it writable", "Choose another folder with --home DIR"),
        details,
    )


def _code(error: BaseException) -> int | None:
    code = getattr(error, "sqlite_errorcode", None)  # absent from what Python's own module raises
    return code if isinstance(code, int) else None
