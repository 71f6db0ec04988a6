from weakref import ref

import pytest

from chatapp.domain.errors import ProblemError, ProblemKind
from chatapp.lm.problems import memory_reported, size_text


def test_other_errors_pass() -> None:
    with pytest.raises(RuntimeError, match="shapes"), memory_reported("to think"):
        raise RuntimeError("shapes do not match")


class Tensor:
    """Something that takes much room."""


def failing(seen: list[ref[Tensor]]) -> None:
    tensor = Tensor()
    seen.append(ref(tensor))
    raise MemoryError("9 GB")


def test_what_the_failed_call_held_is_freed_while_the_error_is_handled() -> None:
    seen: list[ref[Tensor]] = []
    with pytest.raises(ProblemError, match="not enough memory to think") as caught, memory_reported("to think"):
        failing(seen)
    assert caught.value.problem.kind is ProblemKind.OUT_OF_MEMORY
    assert seen[0]() is None


@pytest.mark.parametrize(
    ("count", "text"), [(9, "9 bytes"), (1500, "1.5 KB"), (98_362_432, "98.4 MB"), (3_000_000_000, "3.0 GB")]
)
def test_sizes_as_people_read_them(count: int, text: str) -> None:
    assert size_text(count) == text
