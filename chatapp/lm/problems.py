"""The failures of this package as Problems, so that each names the file, the reason and what to do next."""

from collections.abc import Iterator
from contextlib import contextmanager
from traceback import clear_frames

from chatapp.domain.errors import Problem, ProblemError, ProblemKind

OTHER_MODEL = ("Fetch the file again", "Choose another model")
LESS_MEMORY = (
    "Choose a smaller model, or one packed with fewer bits",
    "Start a shorter conversation",
    "Close other programs that need much memory",
)


def model_file_error(name: str, reason: str, details: str = "") -> ProblemError:
    """`reason` is a clause that names the file: "model.safetensors is cut off after 3 of 9 MB"."""
    sentence = f"{name} cannot be used: {reason}. Nothing else was changed."
    return ProblemError(Problem(ProblemKind.MODEL_FILE, sentence, OTHER_MODEL, details))


def out_of_memory_error(doing: str, details: str = "") -> ProblemError:
    sentence = f"There was not enough memory {doing}. What it had taken was freed; your conversations are untouched."
    return ProblemError(Problem(ProblemKind.OUT_OF_MEMORY, sentence, LESS_MEMORY, details))


def is_out_of_memory(error: BaseException) -> bool:
    """torch raises its own error for a GPU and a plain RuntimeError for the CPU; both are told by name, not by type,
    because this module must not import torch."""
    if isinstance(error, MemoryError) or type(error).__name__ == "OutOfMemoryError":
        return True
    text = str(error)
    return isinstance(error, RuntimeError) and ("can't allocate memory" in text or "out of memory" in text.lower())


@contextmanager
def memory_reported(doing: str) -> Iterator[None]:
    """Turns every way of running out of memory into one Problem, and lets go of what the failed calls held."""
    try:
        yield
    except (MemoryError, RuntimeError) as error:
        if not is_out_of_memory(error):
            raise
        # The traceback keeps each call's tensors alive for as long as the error is handled.
        clear_frames(error.__traceback__)
        raise out_of_memory_error(doing, str(error)) from error


def size_text(count: int) -> str:
    """Bytes as a person reads them: "98 MB"."""
    for unit, size in (("GB", 1_000_000_000), ("MB", 1_000_000), ("KB", 1_000)):
        if count >= size:
            return f"{count / size:.1f} {unit}"
    return f"{count} bytes"
