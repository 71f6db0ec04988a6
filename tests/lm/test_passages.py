"""Texts that are read without a template: gone on with, filled in between, scored."""

import pytest
import tokenizers
from hypothesis import given, settings
from hypothesis import strategies as st

from chatapp.domain.errors import ProblemError
from chatapp.domain.generation import GenerationOptions
from chatapp.domain.message import Role
from chatapp.domain.prompt import Passage, Prompt, PromptTurn
from chatapp.engine.context import fit
from chatapp.lm.chat_template import ChatTemplate
from chatapp.lm.fill_tokens import SPELLINGS
from chatapp.lm.tokenizer import FolderTokenizer
from tests.lm.tiny import CHATML, SPECIAL, byte_level_tokenizer, sentencepiece_tokenizer

ROLES = {"bos_token": "<|im_start|>", "eos_token": "<|im_end|>"}


def tokenizer_of(backend: tokenizers.Tokenizer) -> FolderTokenizer:
    return FolderTokenizer(backend, ChatTemplate(CHATML, ROLES, "m"), ROLES)


TOKENIZER = tokenizer_of(byte_level_tokenizer())


def test_a_text_is_gone_on_with_as_it_stands() -> None:
    plain = Prompt((), passage=Passage("Once upon", head="Notes.\n\n"))
    assert TOKENIZER.decode(TOKENIZER.encode(plain)) == "Notes.\n\nOnce upon"
    turns = (PromptTurn(Role.USER, "Write."),)
    assert TOKENIZER.encode(Prompt(turns, passage=Passage("Once upon"))) == TOKENIZER.encode(Prompt(turns, "Once upon"))
    assert len(TOKENIZER.encode(Prompt((), passage=Passage("")))) == 1
    assert not TOKENIZER.can_fill


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_gap_is_asked_for_by_the_models_own_tokens(spelling: tuple[str, str, str]) -> None:
    backend = byte_level_tokenizer()
    backend.add_special_tokens([tokenizers.AddedToken(word, special=True, normalized=False) for word in spelling])
    tokenizer = tokenizer_of(backend)
    assert tokenizer.can_fill
    before, after, gap = (backend.token_to_id(word) or 0 for word in spelling)
    ids = tokenizer.encode(Prompt((), passage=Passage(f"The cat {spelling[1]}", " on the mat.")))
    assert (ids[0], ids[-1], ids.count(after)) == (before, gap, 1)  # what a person spelt out is text
    assert tokenizer.decode(ids[1 : ids.index(after)]) == f"The cat {spelling[1]}"
    assert tokenizer.decode(ids[ids.index(after) + 1 : -1]) == " on the mat."


@settings(deadline=None)
@given(st.lists(st.sampled_from([*SPECIAL, "a word", " ", "\n", "你好", "é", "😀", "x"]), max_size=9).map("".join))
def test_a_text_in_tokens_says_where_each_ends(text: str) -> None:
    for tokenizer in (TOKENIZER, tokenizer_of(sentencepiece_tokenizer())):
        spelt = tokenizer.spelt(text)
        assert len(spelt.opening) >= 1
        assert list(spelt.ends) == sorted(spelt.ends)
        assert len(spelt.ends) == len(spelt.ids)
        assert spelt.ends[-1:] == ((len(text),) if text else ())
    assert TOKENIZER.decode(spelt_ids(text)) == text


def spelt_ids(text: str) -> list[int]:
    return list(TOKENIZER.spelt(text).ids)


def test_of_a_long_text_the_end_is_read_from_a_paragraph_on() -> None:
    options = GenerationOptions(max_tokens=20)
    text = "".join(f"Paragraph {number} of the story.\n\n" for number in range(60))
    begins = set()
    for words in range(0, 16):
        passage = Passage(text + "And so on " * words, head="Notes.\n\n")
        fitted = fit(Prompt((), passage=passage), TOKENIZER, 400, options)
        read = TOKENIZER.decode(fitted.tokens)
        assert read.startswith("Notes.\n\nParagraph ")
        assert passage.before.endswith(read.removeprefix("Notes.\n\n"))
        assert 100 < len(fitted.tokens) <= 380
        begins.add(read[:24])
    assert len(begins) <= 5  # it moves in large steps
    whole = fit(Prompt((), passage=Passage("a" * 5000)), TOKENIZER, 400, options)
    assert 180 < len(whole.tokens) <= 380  # half of what fits at the least
    with pytest.raises(ProblemError, match="notes"):
        fit(Prompt((), passage=Passage("a", head="note " * 500)), TOKENIZER, 400, options)
