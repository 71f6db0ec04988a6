from hypothesis import given
from hypothesis import strategies as st

from chatapp.engine.prefix import shared_length


@given(st.text("ab"), st.text("ab"))
def test_the_longest_common_beginning(left: str, right: str) -> None:
    length = shared_length(left.encode(), right.encode())
    assert left[:length] == right[:length]
    assert left[: length + 1] != right[: length + 1] or length == len(left) == len(right)
