from collections import Counter
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatapp.domain.generation import Sampling
from chatapp.engine.lookahead import Lookahead
from chatapp.engine.ports import Logits
from chatapp.lm.sampling import LogitSampler
from tests.engine.markov import MarkovDecoder

PLAIN = Sampling(temperature=1.0, top_k=0, top_p=1.0, min_p=0.0)
samplings = st.sampled_from(
    [Sampling(temperature=0), PLAIN, Sampling(repetition_penalty=1.3, frequency_penalty=0.5), Sampling(temperature=0.4)]
)


def plainly(decoder: MarkovDecoder, prompt: list[int], sampler: LogitSampler, count: int) -> list[int]:
    decoder.start(prompt)
    logits, drawn = decoder.prefill(prompt), []
    for _ in range(count):
        drawn.append(sampler.draw(logits))
        logits = decoder.step(drawn[-1])
    return drawn


def ahead(decoder: MarkovDecoder, prompt: list[int], sampler: LogitSampler, count: int) -> tuple[list[int], Lookahead]:
    decoder.start(prompt)
    logits, drawn = decoder.prefill(prompt), []
    lookahead = Lookahead(decoder, prompt, len(prompt) + count + 1, decoder.clock)
    for _ in range(count):
        drawn.append(sampler.draw(logits))
        logits = lookahead.step(drawn[-1])
    lookahead.settle()
    return drawn, lookahead


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 999),
    spread=st.sampled_from([0.5, 2.0, 6.0]),
    sampling=samplings,
    prompt=st.lists(st.integers(0, 4), min_size=1, max_size=40),
    price=st.sampled_from([0.0, 0.05, 0.5]),
)
def test_the_text_is_that_of_plain_decoding(
    seed: int, spread: float, sampling: Sampling, prompt: list[int], price: float
) -> None:
    decoder = MarkovDecoder(5, seed, spread)
    decoder.price = price
    expected = plainly(decoder, prompt, LogitSampler(sampling, seed, prompt), 60)
    drawn, lookahead = ahead(decoder, prompt, LogitSampler(sampling, seed, prompt), 60)
    assert drawn == expected
    assert decoder.tokens == [*prompt, *drawn]
    assert lookahead.accepted <= lookahead.guessed


def test_greedy_text_of_any_model_is_the_same_and_much_of_it_guessed() -> None:
    for seed in range(5):
        decoder = MarkovDecoder(12, seed)
        greedy = Sampling(temperature=0)
        expected = plainly(decoder, [1, 2], LogitSampler(greedy, 0), 200)
        begun = decoder.now
        drawn, lookahead = ahead(decoder, [1, 2], LogitSampler(greedy, 0), 200)
        assert drawn == expected  # a chain of two tokens comes back to where it was, and repeats from there
        assert lookahead.accepted > 100
        assert decoder.now - begun < 100


def test_sampled_tokens_follow_the_distribution_of_the_model() -> None:
    """Chi-square over pairs of tokens that were mostly verified guesses, against the chain's own probabilities."""
    size, runs, prompt = 4, 4000, [0, 1, 2, 0, 1, 2, 3, 0, 1, 2, 0, 1]
    decoder = MarkovDecoder(size, 3, spread=1.0)
    decoder.price = 0.0
    pairs: Counter[tuple[int, int]] = Counter()
    guessed = accepted = 0
    for seed in range(runs):
        drawn, lookahead = ahead(decoder, prompt, LogitSampler(PLAIN, seed), 7)
        pairs[drawn[5], drawn[6]] += 1
        guessed, accepted = guessed + lookahead.guessed, accepted + lookahead.accepted
    assert guessed > runs
    assert guessed / 10 < accepted < guessed * 9 / 10
    chances = np.exp(decoder.table.astype(np.float64))
    chances /= chances.sum(axis=2, keepdims=True)
    state = np.zeros((size, size))
    state[prompt[-2], prompt[-1]] = 1
    for _ in range(7):
        state = np.einsum("ab,abc->bc", state, chances)
    expected = runs * state
    seen = np.array([[pairs[one, other] for other in range(size)] for one in range(size)])
    chi_square = float(((seen - expected) ** 2 / expected).sum())
    freedom = size * size - 1
    assert chi_square < freedom + 4 * np.sqrt(2 * freedom)  # four standard deviations; the seeds make it repeatable


def test_a_text_that_repeats_costs_a_fraction_and_one_that_does_not_hardly_more() -> None:
    source = np.random.default_rng(0).integers(0, 500, 300).tolist()
    copying, fresh = CopyDecoder(source * 2), CopyDecoder([*source, *np.random.default_rng(1).integers(0, 500, 300)])
    for decoder, least, most in ((copying, 0.0, 0.2), (fresh, 1.0, 1.05)):
        lookahead = Lookahead(decoder, decoder.text[:300], 10_000, decoder.clock)
        for place in range(300, 600):
            assert int(np.argmax(lookahead.step(decoder.text[place]))) == decoder.text[place + 1]
        assert least <= decoder.now / 300 <= most


class CopyDecoder(MarkovDecoder):
    """Finds a given text likeliest, whatever it is fed."""

    def __init__(self, text: list[int]) -> None:
        super().__init__(1, 0)
        self.text = [*text, 0]
        self.tokens = self.text[:300]

    def _appended(self, tokens: Sequence[int]) -> list[Logits]:
        found: list[Logits] = []
        for token in tokens:
            self.tokens.append(token)
            logits = np.zeros(501, np.float32)
            logits[self.text[min(len(self.tokens), len(self.text) - 1)]] = 1
            found.append(logits)
        return found


@pytest.mark.parametrize("room", [1, 2, 3, 6])
def test_nothing_is_guessed_beyond_the_window(room: int) -> None:
    prompt = [1, 2] * 10
    decoder = MarkovDecoder(3, 0, context_limit=len(prompt) + room)
    decoder.start(prompt)
    decoder.prefill(prompt)
    lookahead = Lookahead(decoder, prompt, 10_000, decoder.clock)
    for place in range(room):
        lookahead.step(1 + place % 2)
    lookahead.settle()
    assert len(decoder.tokens) == len(prompt) + room


def test_the_clock_chooses_nothing_where_rounding_depends_on_the_choice() -> None:
    chosen = []
    for price in (0.0, 5.0):
        decoder = MarkovDecoder(12, 1)
        decoder.is_extend_exact, decoder.price = False, price
        ahead(decoder, [1, 2], LogitSampler(Sampling(temperature=0), 0), 100)
        chosen.append(decoder.extensions)
    assert chosen[0] == chosen[1] != []


def test_nothing_is_guessed_where_it_could_not_be_taken_back() -> None:
    decoder = MarkovDecoder(5, 1)
    decoder.takes_back = False
    drawn, lookahead = ahead(decoder, [1, 2], LogitSampler(Sampling(temperature=0), 0), 100)
    assert (lookahead.guessed, decoder.extensions) == (0, [])
    assert decoder.tokens == [1, 2, *drawn]
