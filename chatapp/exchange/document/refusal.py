"""Why a document could not be read, in sentences. Nothing was imported then, and all is as it was."""

from chatapp.domain.errors import Problem, ProblemKind

KNOWN = "Causerie reads plain text, Markdown, Word documents (.docx) and OpenDocument texts (.odt)"


def damaged(name: str, part: str, details: str) -> Problem:
    return Problem(
        ProblemKind.EXCHANGE_FILE,
        f"{name} is damaged in {part}. Nothing was imported.",
        ("Fetch or copy the file again", "Open it in the program that made it, and save it anew"),
        f"{name}, {part}: {details}",
    )


def cut(name: str, details: str) -> Problem:
    return Problem(
        ProblemKind.EXCHANGE_FILE,
        f"{name} is damaged, or it is not whole. Nothing was imported.",
        ("Fetch or copy the file again", "Open it in the program that made it, and save it anew"),
        f"{name}: {details}",
    )


def locked(name: str) -> Problem:
    return Problem(
        ProblemKind.EXCHANGE_FILE,
        f"{name} is protected by a password, or it is a .doc of before 2007. Nothing was imported.",
        ("Save it as a .docx without a password",),
    )


def too_large(name: str) -> Problem:
    return Problem(
        ProblemKind.EXCHANGE_FILE,
        f"{name} unpacks to more than a document can be. Nothing was imported.",
        ("See where the file comes from", "Save its parts as documents of their own"),
    )


def unknown(name: str, details: str = "") -> Problem:
    return Problem(
        ProblemKind.EXCHANGE_FILE,
        f"{name} is no document that Causerie knows. Nothing was imported.",
        (KNOWN,),
        details,
    )
