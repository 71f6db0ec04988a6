from pathlib import Path
from time import perf_counter

import pytest
import tokenizers
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import decoders, models, pre_tokenizers

from chatapp.engine.ports import TextStream
from chatapp.lm.text_stream import TextStreams, byte_level_alphabet
from chatapp.lm.tokenizer import read_tokenizer
from tests.lm.tiny import byte_level_tokenizer, sentencepiece_tokenizer

BYTE_LEVEL = byte_level_tokenizer()
SENTENCEPIECE = sentencepiece_tokenizer()
STREAMS = {"byte level": TextStreams(BYTE_LEVEL), "sentencepiece": TextStreams(SENTENCEPIECE)}
BACKENDS = {"byte level": BYTE_LEVEL, "sentencepiece": SENTENCEPIECE}
FIRST_BYTE = 3
TEXTS = st.text(st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from("你好👨‍👩‍👧🎉🇫🇷é   \n▁")))


def pieces(stream: TextStream, tokens: list[int]) -> list[str]:
    return [*map(stream.push, tokens), stream.flush()]


@settings(deadline=None)
@given(text=TEXTS)
@pytest.mark.parametrize("kind", BACKENDS)
def test_stream_gives_what_the_library_decodes(kind: str, text: str) -> None:
    tokens = BACKENDS[kind].encode(text, add_special_tokens=False).ids
    assert "".join(pieces(STREAMS[kind].open(), tokens)) == BACKENDS[kind].decode(tokens)


@settings(deadline=None)
@given(tokens=st.lists(st.integers(0, 383)))
def test_any_byte_level_ids_give_what_the_library_decodes(tokens: list[int]) -> None:
    assert "".join(pieces(STREAMS["byte level"].open(), tokens)) == BYTE_LEVEL.decode(tokens)


@settings(deadline=None)
@given(text=TEXTS)
@pytest.mark.parametrize("kind", BACKENDS)
def test_no_piece_holds_half_a_character(kind: str, text: str) -> None:
    tokens = BACKENDS[kind].encode(text.replace("�", ""), add_special_tokens=False).ids
    assert not any("�" in piece for piece in pieces(STREAMS[kind].open(), tokens))


def test_character_comes_with_its_last_token() -> None:
    tokens = [FIRST_BYTE + byte for byte in "🎉".encode()]
    assert pieces(STREAMS["sentencepiece"].open(), tokens) == ["", "", "", "🎉", ""]


def test_bytes_that_never_become_a_character_are_given_at_the_end() -> None:
    tokens = [FIRST_BYTE + byte for byte in "🎉".encode()[:2]]
    assert pieces(STREAMS["sentencepiece"].open(), tokens) == ["", "", "�"]


def test_special_tokens_and_unknown_ids_are_no_text() -> None:
    tokens = [1, *BYTE_LEVEL.encode("fox").ids, 2, 99_999]
    assert "".join(pieces(STREAMS["byte level"].open(), tokens)) == "fox"


def test_space_at_the_front_is_kept_where_a_text_goes_on() -> None:
    tokens = SENTENCEPIECE.encode("the dog", add_special_tokens=False).ids
    assert "".join(pieces(STREAMS["sentencepiece"].open(), tokens)) == "the dog"
    assert "".join(pieces(STREAMS["sentencepiece"].open(continues=True), tokens)) == " the dog"


def metaspace() -> tokenizers.Tokenizer:
    backend = tokenizers.Tokenizer(models.Unigram([("<unk>", 0.0), ("▁", -1.0), ("a", -1.0), ("▁a", -1.5)], 0, False))
    backend.pre_tokenizer = pre_tokenizers.Metaspace()
    backend.decoder = decoders.Metaspace()
    return backend


def word_piece() -> tokenizers.Tokenizer:
    words = {"[UNK]": 0, "the": 1, "fox": 2, "##es": 3, ".": 4, ",": 5, "run": 6, "##s": 7}
    backend = tokenizers.Tokenizer(models.WordPiece(words, unk_token="[UNK]"))
    backend.decoder = decoders.WordPiece()
    return backend


@settings(deadline=None)
@given(tokens=st.lists(st.integers(1, 3)))
def test_metaspace_decoder(tokens: list[int]) -> None:
    backend = metaspace()
    assert "".join(pieces(TextStreams(backend).open(), tokens)) == backend.decode(tokens)


@settings(deadline=None)
@given(tokens=st.lists(st.integers(1, 7), max_size=200))
def test_other_decoders_over_a_window(tokens: list[int]) -> None:
    backend = word_piece()
    assert "".join(pieces(TextStreams(backend).open(), tokens)) == backend.decode(tokens)


@pytest.mark.parametrize("streams", [STREAMS["byte level"], TextStreams(word_piece())], ids=["bytes", "window"])
def test_cost_does_not_grow_with_the_text(streams: TextStreams) -> None:
    def seconds(count: int) -> float:
        stream, begun = streams.open(), perf_counter()
        for place in range(count):
            stream.push(1 + place % 7)
        return perf_counter() - begun

    seconds(100)
    assert min(seconds(8000) for _ in range(3)) < 40 * min(seconds(500) for _ in range(3))  # 256 times if quadratic


def test_alphabet_is_that_of_the_library() -> None:
    assert set(byte_level_alphabet().values()) == set(pre_tokenizers.ByteLevel.alphabet())


@pytest.mark.starter
def test_starter_streams_what_it_decodes(starter_folder: Path) -> None:
    tokenizer = read_tokenizer(starter_folder, "starter")
    backend = tokenizers.Tokenizer.from_file(str(starter_folder / "tokenizer.json"))
    text = "Naïve café — 你好，世界! 👨‍👩‍👧‍👦 🇫🇷 def f(x):\n    return x**2  # 100 %\t\x00 日本語 한국어 العربية"
    tokens = backend.encode(text).ids
    given_out = pieces(tokenizer.text_stream(), tokens)
    assert "".join(given_out) == backend.decode(tokens) == tokenizer.decode(tokens) == text
    assert not any("�" in piece for piece in given_out)


@pytest.mark.parametrize("kind", STREAMS)
def test_a_piece_is_what_a_token_stands_for_in_the_middle_of_a_text(kind: str) -> None:
    streams, backend = STREAMS[kind], BACKENDS[kind]
    text = "so it was, née 你好"
    tokens = backend.encode(text, add_special_tokens=False).ids
    assert b"".join(map(streams.piece, tokens)).decode().strip() == text
    assert {streams.piece(token) for token, added in backend.get_added_tokens_decoder().items() if added.special} <= {
        b""
    }
