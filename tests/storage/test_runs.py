import contextlib
import sqlite3

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chatapp.domain.generation import ContextPolicy, Figures, FinishReason, GenerationOptions, Run, Sampling
from chatapp.paths import Paths
from chatapp.storage.conversations import Conversations
from chatapp.storage.opening import open_store

counts = st.integers(0, 2**40)
seconds = st.floats(0, 1e9)
penalties = st.floats(-2, 2)
biases = st.lists(st.tuples(counts, st.floats(-100, 100))).map(tuple)
samplings = st.builds(
    Sampling,
    st.floats(0, 10),
    counts,
    st.floats(0.01, 1),
    st.floats(0, 1),
    st.floats(0.1, 10),
    penalties,
    penalties,
    biases,
)
options = st.builds(
    GenerationOptions,
    samplings,
    st.integers(0, 2**64 - 1),
    st.lists(st.text(st.characters(exclude_categories=["Cs"]))).map(tuple),
    st.none() | counts,
    counts,
    context_policy=st.sampled_from(ContextPolicy),
)
figures = st.builds(Figures, counts, counts, counts, counts, counts, seconds, seconds, seconds)


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(options, figures, st.none() | st.sampled_from(FinishReason))
def test_a_run_comes_back_as_it_was(
    store: Conversations, options: GenerationOptions, figures: Figures, reason: FinishReason | None
) -> None:
    _, answer = store.add_turn(store.create().id, None, "question")
    assert store.run(answer.id) is None
    run = Run(answer.id, "SmolLM2 小", "ab" * 32, "cpu", options, figures, reason, template="cd" * 32)
    store.record_run(run)
    assert store.run(answer.id) == run


def test_the_last_recorded_run_counts(store: Conversations) -> None:
    _, answer = store.add_turn(store.create().id, None, "question")
    started = Run(answer.id, "m", "f", "cpu", GenerationOptions(), Figures(), None)
    ended = Run(answer.id, "m", "f", "cpu", GenerationOptions(), Figures(generated_tokens=3), FinishReason.END)
    store.record_run(started)
    store.record_run(ended)
    assert store.run(answer.id) == ended


def test_a_run_needs_its_message(store: Conversations) -> None:
    with pytest.raises(KeyError):
        store.record_run(Run(99, "m", "f", "cpu", GenerationOptions(), Figures(), None))
    assert store.run(99) is None


def test_purging_takes_the_runs_along(store: Conversations) -> None:
    made = store.create()
    _, answer = store.add_turn(made.id, None, "question")
    store.record_run(Run(answer.id, "m", "f", "cpu", GenerationOptions(), Figures(), None))
    store.delete(made.id)
    store.purge(made.id)
    assert store.run(answer.id) is None


def test_a_report_of_the_tokens_is_kept_as_it_is(store: Conversations, paths: Paths) -> None:
    _, answer = store.start("", "question")
    assert store.token_report(answer.id) == b""
    run = Run(answer.id, "m", "f", "cpu", GenerationOptions(), Figures(), None)
    store.record_run(run)
    assert store.token_report(answer.id) == b""
    report = bytes(range(256)) * 1000
    store.record_run(run, report=report)
    assert store.run(answer.id) == run
    store.close()
    again = open_store(paths).store
    assert again.token_report(answer.id) == report
    again.close()


def test_the_columns_that_a_run_may_lack_have_defaults(store: Conversations, paths: Paths) -> None:
    with contextlib.closing(sqlite3.connect(paths.database)) as raw:
        columns = raw.execute("PRAGMA table_info(run)").fetchall()
    assert {name: value for _, name, _, _, value, _ in columns if value is not None} == {
        "presence_penalty": "'0'",
        "frequency_penalty": "'0'",
        "logit_bias": "'[]'",
        "min_tokens": "'0'",
        "context_policy": "'drop_old'",
        "alternatives": "'1'",
        "alternative": "'0'",
        "start_length": "'0'",
        "program_version": "''",
        "context": "'[]'",
        "system_prompt": "''",
        "summarised_turns": "'0'",
        "template": "''",
    }
