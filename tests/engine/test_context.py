from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatapp.domain.context import SummaryShare
from chatapp.domain.errors import ProblemError, ProblemKind
from chatapp.domain.generation import ContextPolicy, GenerationOptions
from chatapp.domain.message import Role
from chatapp.domain.prompt import Prompt, PromptTurn, Summary
from chatapp.engine.context import SUMMARY_HEADING, fit
from chatapp.engine.scripted import ByteTokenizer

TOKENIZER = ByteTokenizer()
SYSTEM = PromptTurn(Role.SYSTEM, "Be brief.")


def talk(texts: list[str]) -> tuple[PromptTurn, ...]:
    roles = (Role.USER, Role.ASSISTANT)
    turns = tuple(PromptTurn(roles[place % 2], text) for place, text in enumerate(texts))
    return turns if len(turns) % 2 else turns[:-1]


def test_what_fits_is_whole() -> None:
    prompt = Prompt(talk(["Hello"]), "Well, ")
    fitted = fit(prompt, TOKENIZER, 400, GenerationOptions())
    assert (list(fitted.tokens), fitted.dropped_turns) == (TOKENIZER.encode(prompt), 0)


@given(st.lists(st.text("xyz ", min_size=1, max_size=60), min_size=1, max_size=30), st.booleans())
def test_system_prompt_and_last_turn_stay_and_the_rest_is_whole_turns(texts: list[str], has_system: bool) -> None:
    turns = talk(texts)
    systems = (SYSTEM,) if has_system else ()
    fitted = fit(Prompt((*systems, *turns)), TOKENIZER, 400, GenerationOptions(max_tokens=100))
    kept = turns[fitted.dropped_turns :]
    assert list(fitted.tokens) == TOKENIZER.encode(Prompt((*systems, *kept)))
    assert len(fitted.tokens) <= 300
    assert kept[0].role is Role.USER
    assert kept[-1] == turns[-1]


def test_the_beginning_stays_the_same_for_many_turns() -> None:
    texts: list[str] = []
    beginnings = []
    for place in range(60):
        texts += [f"question {place:03}", f"answer {place:03}"]
        fitted = fit(Prompt(talk([*texts, "next"])), TOKENIZER, 800, GenerationOptions(max_tokens=100))
        beginnings.append(fitted.dropped_turns)
    changes = sum(a != b for a, b in pairwise(beginnings))
    assert beginnings[-1] > 60
    assert changes <= len(beginnings) / 6


def test_a_message_longer_than_the_window_is_said_so() -> None:
    with pytest.raises(ProblemError) as caught:
        fit(Prompt(talk(["x" * 500])), TOKENIZER, 400, GenerationOptions())
    assert caught.value.problem.kind is ProblemKind.CONTEXT_FULL


@given(st.lists(st.text("xyz é", min_size=1, max_size=60), min_size=1, max_size=30), st.sampled_from(ContextPolicy))
def test_the_report_says_of_every_turn_whether_it_is_read(texts: list[str], policy: ContextPolicy) -> None:
    turns = (SYSTEM, *talk(texts))
    fitted = fit(Prompt(turns), TOKENIZER, 400, GenerationOptions(max_tokens=100, context_policy=policy))
    shares = fitted.report.turns
    assert [share.role for share in shares] == [turn.role for turn in turns]
    assert [share.tokens for share in shares] == [len(turn.text.encode()) for turn in turns]
    read = Prompt(tuple(turn for turn, share in zip(turns, shares, strict=True) if share.is_in))
    assert list(fitted.tokens) == (TOKENIZER.encode(read) if read.turns else [])
    assert fitted.dropped_turns == sum(not share.is_in for share in shares if share.role is not Role.SYSTEM)
    assert fitted.report.tokens_in + fitted.report.tokens_out == sum(share.tokens for share in shares)


@pytest.mark.parametrize(("length", "is_read"), [(90, True), (300, True), (370, False)])
def test_where_nothing_may_be_dropped_the_window_is_full_or_all_is_read(length: int, is_read: bool) -> None:
    prompt = Prompt(talk(["x" * length, "y", "z"]))
    fitted = fit(prompt, TOKENIZER, 400, GenerationOptions(context_policy=ContextPolicy.STOP))
    assert list(fitted.tokens) == (TOKENIZER.encode(prompt) if is_read else [])
    assert all(share.is_in == is_read for share in fitted.report.turns)


def test_a_message_longer_than_the_window_is_said_so_whatever_the_policy() -> None:
    with pytest.raises(ProblemError):
        fit(Prompt(talk(["x" * 500])), TOKENIZER, 400, GenerationOptions(context_policy=ContextPolicy.STOP))


@given(
    st.lists(st.text("xyz é", min_size=1, max_size=60), min_size=4, max_size=30),
    st.integers(1, 29),
    st.text("s", min_size=1, max_size=80),
    st.booleans(),
)
def test_a_summary_is_read_instead_of_its_turns_where_not_all_fit(
    texts: list[str], covered: int, text: str, has_system: bool
) -> None:
    turns = talk(texts)
    summary = Summary(min(covered, len(turns) - 1) // 2 * 2, text)
    prompt = Prompt((*((SYSTEM,) if has_system else ()), *turns), summary=summary)
    fitted = fit(prompt, TOKENIZER, 400, GenerationOptions(context_policy=ContextPolicy.SUMMARISE))
    plain = fit(replace(prompt, summary=None), TOKENIZER, 400, GenerationOptions())
    if fitted.report.summary is None:
        assert fitted == plain
        assert plain.dropped_turns == 0 or summary.turns == 0
        return
    assert fitted.report.summary == SummaryShare(summary.turns, len(text))
    assert summary.turns == fitted.summarised_turns <= fitted.dropped_turns < len(turns)
    words = f"{SUMMARY_HEADING}\n{text}"
    system = PromptTurn(Role.SYSTEM, f"{SYSTEM.text}\n\n{words}" if has_system else words)
    assert list(fitted.tokens) == TOKENIZER.encode(Prompt((system, *turns[fitted.dropped_turns :])))
    assert len(fitted.tokens) <= 300
    own = [share for share in fitted.report.turns if share.role is not Role.SYSTEM]
    assert [share.is_in for share in own] == [place >= fitted.dropped_turns for place in range(len(turns))]


def test_a_summary_without_which_the_last_turn_fits_is_left_out() -> None:
    prompt = Prompt(talk(["x" * 200, "y", "z" * 250]), summary=Summary(2, "s" * 100))
    fitted = fit(prompt, TOKENIZER, 400, GenerationOptions(context_policy=ContextPolicy.SUMMARISE))
    assert (fitted.dropped_turns, fitted.report.summary) == (2, None)


def test_with_a_summary_the_beginning_stays_the_same_for_many_turns() -> None:
    texts = ["start", "answer"] * 20
    beginnings = []
    for place in range(30):
        prompt = Prompt(talk([*texts, "next"]), summary=Summary(40, "What was said."))
        beginnings.append(fit(prompt, TOKENIZER, 600, GenerationOptions(max_tokens=100)).dropped_turns)
        texts += [f"question {place:03}", f"answer {place:03}"]
    assert beginnings[0] == 40 < beginnings[-1]
    assert sum(a != b for a, b in pairwise(beginnings)) <= len(beginnings) / 6


def test_a_pinned_exchange_is_read_beside_the_summary_of_it() -> None:
    turns = list(talk(["a" * 60] * 8 + ["next"]))
    turns[3] = replace(turns[3], is_pinned=True)
    prompt = Prompt(tuple(turns), summary=Summary(6, "What was said."))
    fitted = fit(prompt, TOKENIZER, 500, GenerationOptions(context_policy=ContextPolicy.SUMMARISE))
    assert [share.is_in for share in fitted.report.turns] == [False, False, True, True, False, False, True, True, True]
    assert (fitted.dropped_turns, fitted.summarised_turns) == (4, 4)
