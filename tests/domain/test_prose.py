from hypothesis import given
from hypothesis import strategies as st

from chatapp.domain.proposal import Span
from chatapp.domain.prose import long_sentences, repeated_phrases


def test_phrases_that_come_again_soon_are_found_as_long_as_they_are() -> None:
    text = "On the other hand it rains. Well, on the other hand it does not; and on the other side it may."
    found = {
        phrase.words.casefold(): [text[at.start : at.end] for at in phrase.places] for phrase in repeated_phrases(text)
    }
    assert found["on the other hand it"] == ["On the other hand it", "on the other hand it"]
    assert set(found) == {"on the other hand it", "on the other"}
    numbers = " ".join(map(str, range(300)))
    assert repeated_phrases(f"one two three {numbers} one two three") == []


@given(st.text("ab .\n", max_size=80))
def test_what_is_told_of_stands_there_and_more_than_once(text: str) -> None:
    for phrase in repeated_phrases(text):
        said = [text[at.start : at.end].casefold().split() for at in phrase.places]
        assert len(said) > 1
        assert all(len(words) >= 3 for words in said)
        assert len({tuple(word.rstrip(".") for word in words) for words in said}) == 1


def test_long_sentences_are_those_of_too_many_words() -> None:
    text = "Short one. " + "word " * 40 + "end! After it another."
    (found,) = long_sentences(text)
    assert text[found.start : found.end] == "word " * 40 + "end!"
    assert long_sentences(text, most=50) == []
    assert long_sentences("") == []
    assert long_sentences("a b c d", most=3) == [Span(0, 7)]
