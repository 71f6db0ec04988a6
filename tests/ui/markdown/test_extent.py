import pytest

from chatapp.ui.markdown.extent import Settled, settled
from chatapp.ui.markdown.parser import parse


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Settled()),
        ("one", Settled()),
        ("one\n\ntwo", Settled(2)),
        ("one\n- ", Settled()),  # could become a list or an underline
        ("one\n- two\n", Settled(1)),
        ("- one\n\n2", Settled()),  # could become an item
        ("- one\n\ntwo", Settled(2)),
        ("- one\n- two\n- three", Settled(1, 2)),
        ("- one\n- two\n- three\n", Settled(2, 3)),
        ("4. one\n4. two\n", Settled(1, 5)),
        ("    code\n\n  ", Settled()),
        ("```\none\n\ntwo", Settled()),
        ("```\none\n```\ntwo\n", Settled(3)),
        ("| a |\n|---|\n| b |", Settled()),
        ("> one\n\ntwo", Settled(2)),
        ("one\n$$\ntwo\n", Settled()),  # could turn out to be none
        ("one\n$$\ntwo\n$$", Settled()),
        ("one\n$$\ntwo\n$$\n", Settled(1)),
        ("one\n\n$$\ntwo", Settled(2)),
    ],
)
def test_what_can_no_longer_change(text: str, expected: Settled) -> None:
    assert settled(parse(text).tokens, text.split("\n")) == expected


def test_a_list_that_goes_on_keeps_counting() -> None:
    text = "1. five\n1. six\n"
    assert settled(parse(text).tokens, text.split("\n"), next_number=5) == Settled(1, 6)
