import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatapp.domain import difference as module
from chatapp.domain.difference import LONGEST, Change, Piece, difference

texts = st.text(max_size=60) | st.text(st.sampled_from("ab 你好.\n"), max_size=60)


@given(texts, texts)
def test_both_texts_are_in_it_whole(before: str, after: str) -> None:
    pieces = difference(before, after)
    assert "".join(piece.text for piece in pieces if piece.change is not Change.ADDED) == before
    assert "".join(piece.text for piece in pieces if piece.change is not Change.REMOVED) == after
    assert all(piece.text for piece in pieces)


def test_words_stay_whole_and_characters_of_chinese_do_not() -> None:
    assert difference("the cat sleeps", "the dog sleeps") == (
        Piece(Change.SAME, "the "),
        Piece(Change.REMOVED, "cat"),
        Piece(Change.ADDED, "dog"),
        Piece(Change.SAME, " sleeps"),
    )
    assert difference("我喜欢猫", "我喜欢狗")[0] == Piece(Change.SAME, "我喜欢")


def test_long_texts_are_matched_by_lines_and_then_by_words() -> None:
    lines = [f"line {number} of a long text\n" for number in range(LONGEST)]
    after = ["a first line\n", *lines[:10], "line 10 of a short text\n", *lines[11:-1], "the last\n"]
    changed = [piece for piece in difference("".join(lines), "".join(after)) if piece.change is not Change.SAME]
    assert changed[:3] == [
        Piece(Change.ADDED, "a first line\n"),
        Piece(Change.REMOVED, "long"),
        Piece(Change.ADDED, "short"),
    ]
    assert all(piece.text in f"{lines[-1]}the last" for piece in changed[3:])


def test_where_every_paragraph_of_a_long_text_changed_each_is_compared_with_its_own() -> None:
    before = "".join(f"Paragraph {number} says this and no more than that.\n\n" for number in range(900))
    pieces = difference(before, before.replace("this", "something"))
    assert [piece.text for piece in pieces if piece.change is not Change.SAME] == ["this", "something"] * 900


def test_what_would_take_too_long_goes_and_comes_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """Paragraphs out of the same two words, in which every word has very many equals."""
    monkeypatch.setattr(module, "MOST_EFFORT", 100_000)
    before = "".join("ab " * 40 + f"{number}\n" for number in range(200))
    after = "".join("ba ab " * 20 + f"{-number}\n" for number in range(200))
    pieces = difference(before, after)
    removed = [piece.text for piece in pieces if piece.change is Change.REMOVED]
    assert len(removed[0]) < 100  # matched word by word
    assert len(removed[-1]) > 100
    assert "".join(piece.text for piece in pieces if piece.change is not Change.ADDED) == before
    assert "".join(piece.text for piece in pieces if piece.change is not Change.REMOVED) == after


@given(before=texts, after=texts, start=texts, end=texts)
def test_what_both_begin_and_end_with_changes_no_words(before: str, after: str, start: str, end: str) -> None:
    whole = difference(start + before + end, start + after + end)
    for piece in whole:
        assert piece.text
    assert "".join(piece.text for piece in whole if piece.change is not Change.ADDED) == start + before + end
