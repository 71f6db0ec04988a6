"""Held against the tokenizer's own encoding of the whole text, for texts that grow, branch and are cut."""

from collections.abc import Callable
from pathlib import Path

import pytest
import tokenizers
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import AddedToken, models, normalizers, pre_tokenizers

from chatapp.domain.message import Role
from chatapp.domain.prompt import Prompt, PromptTurn
from chatapp.lm.encoder import KNOWN, WORTH_CHARACTERS, Encoder
from chatapp.lm.tokenizer import read_tokenizer
from tests.lm.tiny import CORPUS, byte_level_tokenizer, sentencepiece_tokenizer


def with_odd_tokens() -> tokenizers.Tokenizer:
    """Tokens that eat spaces, stand alone, are looked for in normalized text, hold or overlap each other."""
    backend = byte_level_tokenizer()
    backend.add_tokens([AddedToken("<l>", lstrip=True, normalized=False), AddedToken("<r>", rstrip=True)])
    backend.add_tokens([AddedToken("word", single_word=True), AddedToken("NORM", normalized=True)])
    backend.add_special_tokens(
        [AddedToken("x<|im_end|>", normalized=False), AddedToken("<|im_end|>a", normalized=False)]
    )
    return backend


def first_word_marked() -> tokenizers.Tokenizer:
    """Unigram with a mark at the text's very beginning alone, and a normalizer that makes ASCII of wide letters."""
    pieces = [("<unk>", 0.0), ("▁", -2.0), ("<s>", -9.0), *((chr(code), -3.0) for code in range(33, 127))]
    backend = tokenizers.Tokenizer(models.Unigram(pieces, unk_id=0, byte_fallback=False))
    backend.normalizer = normalizers.NFKC()
    backend.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="first")
    backend.add_special_tokens([AddedToken("<s>", normalized=False), AddedToken("</s>", normalized=False)])
    return backend


BACKENDS = {
    "byte level": (byte_level_tokenizer(), "<|im_end|>"),
    "sentencepiece": (sentencepiece_tokenizer(), "</s>"),
    "odd tokens": (with_odd_tokens(), "<|im_end|>"),
    "first word": (first_word_marked(), "<s>"),
}
ODD = ["<l>", " <l> ", "<r> ", "word", "NORM", "x", "a", "x<|im_end|>", "<|im_", "end|>", "<|im_end|>a", "＜s＞", "<s>"]
SOME = st.sampled_from([*CORPUS, *ODD, " ", "\n", "  \n", "é", "e\u0301", "你", "<"]) | st.text(max_size=8)
EDITS = st.lists(st.tuples(st.integers(0, 400), st.lists(SOME | st.just(""), max_size=5)), min_size=1, max_size=6)


@pytest.mark.parametrize("kind", BACKENDS)
@settings(max_examples=150, deadline=None)
@given(edits=EDITS)
def test_ids_are_those_of_the_whole_text(kind: str, edits: list[tuple[int, list[str]]]) -> None:
    """Each text goes on from some beginning of the one before it."""
    backend, border = BACKENDS[kind]
    encoder, text = Encoder(backend), border.join(CORPUS)
    for length, more in edits:
        assert encoder.ids(text) == backend.encode(text, add_special_tokens=False).ids
        text = text[: max(0, len(text) - length)] + border + border.join(more)
    assert encoder.ids(text) == backend.encode(text, add_special_tokens=False).ids


class Watched:
    """A tokenizer that notes what it is asked."""

    def __init__(self, backend: tokenizers.Tokenizer) -> None:
        self._backend = backend
        self.lengths: list[int] = []
        self.get_added_tokens_decoder: Callable[[], dict[int, AddedToken]] = backend.get_added_tokens_decoder

    def encode(self, text: str, *, add_special_tokens: bool) -> tokenizers.Encoding:
        self.lengths.append(len(text))
        return self._backend.encode(text, add_special_tokens=add_special_tokens)


def test_only_what_follows_the_last_border_is_encoded() -> None:
    watched = Watched(byte_level_tokenizer())
    encoder, text = Encoder(watched), "<|im_start|>" + "many words " * 100  # type: ignore[arg-type]  # it only listens
    encoder.ids(text)
    grown = text + "<|im_end|>" + "more words " * 50
    encoder.ids(grown)
    encoder.ids(grown + "<|im_end|> and then")
    encoder.ids(grown + "<|im_end|> and thus")
    last = len("<|im_end|> and thus")
    assert watched.lengths[2:] == [len("<|im_end|>" + "more words " * 50) + last, last]
    encoder.forget()
    encoder.ids(grown)
    assert watched.lengths[-1] == len(grown)


def test_texts_are_not_kept_for_ever() -> None:
    encoder = Encoder(byte_level_tokenizer())
    for place in range(3 * KNOWN):
        encoder.ids(f"{place:03}" * WORTH_CHARACTERS)
    assert len(encoder._known) == KNOWN


@pytest.mark.starter
def test_a_conversation_of_the_starter_model_grows_exactly(starter_folder: Path) -> None:
    tokenizer, fresh = (read_tokenizer(starter_folder, "starter") for _ in range(2))
    turns: list[PromptTurn] = []
    for place in range(12):
        turns.append(PromptTurn((Role.USER, Role.ASSISTANT)[place % 2], CORPUS[place % len(CORPUS)] * 3))
        for answer_start in ("", "Well, ", "<|im_end|>"):
            prompt = Prompt(tuple(turns), answer_start)
            assert tokenizer.encode(prompt) == fresh.encode(prompt)
            fresh.forget()  # so that it encodes all of the next one
