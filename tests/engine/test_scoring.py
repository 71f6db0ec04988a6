import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatapp.domain import token_report
from chatapp.domain.errors import ProblemKind
from chatapp.domain.generation import FinishReason, GenerationOptions
from chatapp.domain.token_view import TokenSpan, spans
from chatapp.engine import scripted
from chatapp.engine.client import EngineClient
from chatapp.engine.messages import CommandFailed, Event, PromptRead, TextScored, TokensScored
from chatapp.engine.scoring import ROWS, parts
from chatapp.engine.scripted import Script
from tests.engine.test_laws import FOLDER, Pace, conversation, finish, run_of
from tests.fakes import Inbox


def told(events: list[Event], text: str, command: int) -> list[TokenSpan]:
    found: list[TokenSpan] = []
    for event in events:
        if isinstance(event, TokensScored) and event.id == command:
            report = token_report.decode(event.report)
            found += spans(report, text[: event.start + report.ends[-1]])
    return found


@settings(max_examples=30, deadline=None)
@given(st.text("abcé", max_size=150), st.integers(0, 160), st.integers(20, 90))
def test_every_token_is_told_of_once_and_covers_the_text(text: str, start: int, limit: int) -> None:
    """Also where the text is longer than the window; and one terminal event, law 1."""
    inbox = Inbox()
    client = EngineClient(scripted.loader(Script(lambda _: text, context_limit=limit)), inbox.outbox)
    client.load(FOLDER, "a")
    command = client.score(text, min(start, len(text)))
    events = finish(inbox, client, command)
    mine = [event for event in events if event.id == command]
    assert [type(event) for event in mine].count(TextScored) == 1
    assert mine[-1] == TextScored(command, FinishReason.END)
    covered = told(events, text, command)
    assert len(covered) == len(text[start:].encode())
    assert "".join(text[span.start : span.end] for span in covered) == text[start:]
    for span in covered:
        assert span.surprise == pytest.approx(-math.log2(span.probability))
    last = [event for event in mine if isinstance(event, PromptRead)][-1]
    assert last.done == last.total == len(covered)


def test_a_likely_word_surprises_less_than_another() -> None:
    inbox = Inbox()
    client = EngineClient(scripted.loader(Script(lambda _: "abcabc")), inbox.outbox)
    client.load(FOLDER, "a")
    text = "abcXbc"
    command = client.score(text)
    tokens = told(finish(inbox, client, command), text, command)
    levels = [token.level for token in tokens]
    assert levels[:3] == [0, 0, 0]
    assert levels[3] > 3
    assert tokens[3].choices[0].text == "a"


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 6), st.integers(1, 6 * ROWS))
def test_after_a_cancel_no_more_is_scored_than_the_chunk_under_way(cancel_at: int, length: int) -> None:
    """Law 3, and what was told before stays."""
    inbox, pace = Inbox(), Pace(cancel_at)
    client = EngineClient(scripted.loader(Script(lambda _: "", pace)), inbox.outbox)
    client.load(FOLDER, "a")
    pace.cancel.append(lambda: client.cancel(2))
    text = "y" * length
    command = client.score(text)
    events = finish(inbox, client, command)
    chunks = -(-length // ROWS)
    ended = next(event for event in events if isinstance(event, TextScored))
    assert pace.calls == min(cancel_at, chunks)
    assert ended.reason is (FinishReason.CANCELLED if cancel_at <= chunks else FinishReason.END)
    assert len(told(events, text, command)) == min(pace.calls * ROWS, length)


def test_a_failure_is_told_and_no_cache_is_lost() -> None:
    inbox, pace = Inbox(), Pace()
    client = EngineClient(scripted.loader(Script(lambda _: "one", pace)), inbox.outbox)
    early = client.score("before any model")
    client.load(FOLDER, "a")
    run_of(client, inbox, conversation("hi"), GenerationOptions())
    inbox.until_terminal(client.score("some text"))
    after = run_of(client, inbox, conversation("hi", "one", "more"), GenerationOptions()).outcomes[0]
    assert after.figures.reused_tokens == len(b"<user>hi\n<assistant>one")
    pace.fail_at = pace.calls + 1
    failed = client.score("some text")
    events = finish(inbox, client, failed)
    problems = {event.id: event.problem.kind for event in events if isinstance(event, CommandFailed)}
    assert problems == {early: ProblemKind.NO_MODEL, failed: ProblemKind.ENGINE}


@given(st.integers(0, 300), st.integers(0, 300), st.integers(1, 50))
def test_parts_follow_each_other_behind_half_a_window(first: int, more: int, room: int) -> None:
    found = list(parts(first, first + more, room))
    assert [place for part in found for place in range(part.first, part.end)] == list(range(first, first + more))
    for part in found:
        assert 0 <= part.begin <= part.first < part.end <= part.begin + room
        assert part.begin == 0 or part.first - part.begin == room // 2
