import re

from hypothesis import given
from hypothesis import strategies as st

from chatapp.domain.word_count import WORD, counts_of

texts = st.text(st.sampled_from("aé1_ \n\t\u3000\u00a0.-—'*，。（春天々ー👍🏽𠀀")) | st.text()


@given(texts)
def test_counts_are_those_of_every_word_by_itself(text: str) -> None:
    counts = counts_of(text)
    assert counts.words == len(WORD.findall(text))
    assert counts.letters == len(re.sub(r"\s", "", text))
    assert counts.characters == len(text.replace("\n", ""))
