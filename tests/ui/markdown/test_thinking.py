from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatapp.ui.markdown.thinking import Parts, parts_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("An answer.", Parts("", "An answer.")),
        ("<think>\nHm.\n</think>\n\nYes.", Parts("Hm.", "Yes.")),
        ("\n<thinking>Hm.</thinking>Yes.", Parts("Hm.", "Yes.")),
        ("<think>\n\n</think>\n\nYes.", Parts("", "Yes.")),
        ("Hm.\nSo.\n</think>\n\nYes.", Parts("Hm.\nSo.", "Yes.")),  # the template had opened it
        ("<think>Hm, cut off", Parts("Hm, cut off", "")),
        ("The tag `</think>` ends it.", Parts("", "The tag `</think>` ends it.")),
        ("```\n</think>\n```", Parts("", "```\n</think>\n```")),
        ("Tell <think> apart.", Parts("", "Tell <think> apart.")),
        ("<thi", Parts("", "<thi")),
    ],
)
def test_a_whole_text(text: str, expected: Parts) -> None:
    assert parts_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<thi", Parts("", "")),
        ("<think>Hm", Parts("Hm", "", True)),
        ("<think>Hm.</thin", Parts("Hm.", "", True)),
        ("<think>Hm.</think>Y", Parts("Hm.", "Y")),
    ],
)
def test_a_text_that_grows(text: str, expected: Parts) -> None:
    assert parts_of(text, is_whole=False) == expected


@given(st.text(alphabet="a <>/think\n", max_size=60))
def test_an_answer_that_grows_only_grows(text: str) -> None:
    answers = [parts_of("<think>x</think>" + text[:end], is_whole=False).answer for end in range(len(text) + 1)]
    assert all(after.startswith(before) for before, after in pairwise(answers))
