import math

import pytest

from chatapp.domain.token_report import Candidate, Report, ReportedToken
from chatapp.domain.token_view import Choice, spans, start_of_other

PIECES = {1: b"The", 2: b" cat", 3: b" dog", 4: "é".encode()[:1], 5: "é".encode()[1:], 6: b""}


def token(number: int, probability: float, *others: tuple[int, float]) -> ReportedToken:
    top = tuple(
        Candidate(other, share) for other, share in sorted(((number, probability), *others), key=lambda c: -c[1])
    )
    return ReportedToken(number, math.log(probability), 1 + sum(s > probability for _, s in others), math.log(2), top)


REPORT = Report((token(1, 0.9, (6, 0.1)), token(2, 0.25, (3, 0.5)), token(4, 1.0), token(5, 0.5)), (3, 7, 7, 8), PIECES)


def test_each_token_has_its_place_its_surprise_and_its_rivals() -> None:
    the, cat, first_half, second_half = spans(REPORT, "The caté")
    assert (the.start, the.end, the.level, the.rank) == (0, 3, 0, 1)
    assert (cat.start, cat.end, cat.level, cat.rank) == (3, 7, 2, 2)
    assert cat.surprise == pytest.approx(2)
    assert cat.entropy == pytest.approx(1)
    assert cat.choices == (Choice(" dog", 0.5, is_taken=False), Choice(" cat", 0.25, is_taken=True))
    assert (first_half.start, first_half.end) == (7, 7)
    assert (second_half.start, second_half.end) == (7, 8)
    assert [choice.text for choice in second_half.choices] == [None]
    assert the.choices[1].text == ""


def test_the_tokens_are_the_end_of_a_continued_text() -> None:
    assert [(span.start, span.end) for span in spans(REPORT, "Yes. The caté")] == [(5, 8), (8, 12), (12, 12), (12, 13)]


def test_a_report_of_another_text_tells_nothing() -> None:
    assert spans(REPORT, "The") == ()
    assert spans(Report(), "The") == ()


def test_another_answer_begins_with_what_stood_before_and_the_other_word() -> None:
    text = "Yes. The caté"
    the, cat, _, second_half = spans(REPORT, text)
    assert start_of_other(text, cat, cat.choices[0]) == "Yes. The dog"
    for span, choice in ((cat, cat.choices[1]), (the, the.choices[1]), (second_half, second_half.choices[0])):
        with pytest.raises(ValueError, match="go on"):
            start_of_other(text, span, choice)


def test_what_was_taken_stands_among_the_choices_even_if_it_was_unlikely() -> None:
    rare = ReportedToken(3, math.log(0.001), 40, 1.0, (Candidate(2, 0.6), Candidate(1, 0.3)))
    (span,) = spans(Report((rare,), (4,), PIECES), " dog")
    assert span.level == 5
    assert (span.choices[-1].text, span.choices[-1].is_taken) == (" dog", True)
    assert span.choices[-1].probability == pytest.approx(0.001)
