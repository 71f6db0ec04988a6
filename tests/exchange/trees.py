"""Arbitrary conversations for Hypothesis: trees of any shape, texts of any script, times, runs, folders."""

from base64 import b64encode
from datetime import UTC, datetime
from typing import Any

from hypothesis import strategies as st

from chatapp.domain.generation import ContextPolicy, FinishReason
from chatapp.domain.message import Role, Status
from chatapp.exchange.record import (
    AttachmentRecord,
    ConversationRecord,
    MessageRecord,
    NamedRecord,
    PersonaRecord,
    RunRecord,
    SettingsRecord,
)

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
NAMES = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=8)
UIDS = st.uuids().map(lambda uid: uid.hex)
TIMES = st.integers(0, 2**32).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
FINISHED = [status for status in Status if status.is_terminal]
SHARES = st.floats(0.01, 1)
COLOURS = st.none() | st.sampled_from(["red", "blue", "grey"])
ATTACHMENTS = st.builds(AttachmentRecord, name=TEXTS, text=TEXTS, media_type=st.just("text/plain"))
RUNS = st.builds(
    RunRecord,
    model_name=TEXTS,
    model_fingerprint=NAMES,
    device=st.sampled_from(["cpu", "cuda"]),
    temperature=st.floats(0, 5),
    top_k=st.integers(0, 1000),
    top_p=SHARES,
    min_p=SHARES,
    repetition_penalty=st.floats(0.5, 2),
    presence_penalty=st.floats(-2, 2),
    frequency_penalty=st.floats(-2, 2),
    logit_bias=st.lists(st.tuples(st.integers(0, 99), st.floats(-100, 100)), max_size=2).map(tuple),
    seed=st.integers(0, 2**64 - 1),
    stop=st.lists(NAMES, max_size=2).map(tuple),
    max_tokens=st.none() | st.integers(1, 999),
    min_tokens=st.integers(0, 9),
    context_policy=st.sampled_from(ContextPolicy),
    prompt_tokens=st.integers(0, 9999),
    prefill_seconds=st.floats(0, 99),
    reason=st.none() | st.sampled_from(FinishReason),
    created_at=TIMES,
    alternatives=st.just(1),
    alternative=st.just(0),
    start_length=st.integers(0, 9),
    program_version=NAMES,
    context=st.just(()),
    system_prompt=TEXTS,
    report=st.binary(max_size=20).map(b64encode),
)
SETTINGS = st.builds(
    SettingsRecord,
    system_prompt=st.none() | TEXTS,
    persona=st.none() | st.builds(PersonaRecord, name=NAMES, system_prompt=st.none() | TEXTS, parameters=st.just({})),
    parameters=st.sampled_from([{}, {"temperature": 0.5}, {"top_k": 3, "stop": ["x"]}]),
)


@st.composite
def conversations(draw: st.DrawFn) -> ConversationRecord:
    uids = draw(st.lists(UIDS, max_size=6, unique=True))
    messages = [_message(draw, uid, uids[:place]) for place, uid in enumerate(uids)]
    created = draw(TIMES)
    return ConversationRecord(
        uid=draw(UIDS),
        title=draw(TEXTS),
        has_own_title=draw(st.booleans()),
        has_model_title=draw(st.booleans()),
        created_at=created,
        updated_at=draw(TIMES),
        deleted_at=draw(st.none() | TIMES),
        head=draw(st.sampled_from([*uids, None])) if uids else None,
        source=draw(st.just("") | UIDS),
        is_pinned=draw(st.booleans()),
        archived_at=draw(st.none() | TIMES),
        folder=tuple(draw(st.lists(st.builds(NamedRecord, name=NAMES, colour=COLOURS), max_size=2))),
        tags=tuple(draw(st.lists(st.builds(NamedRecord, name=NAMES.map(str.lower), colour=st.none()), max_size=2))),
        colour=draw(COLOURS),
        settings=draw(SETTINGS),
        messages=tuple(messages),
    )


def _message(draw: st.DrawFn, uid: str, above: list[str]) -> MessageRecord:
    role = draw(st.sampled_from(Role))
    plain: dict[str, Any] = {}
    if role is Role.ASSISTANT:
        plain["run"] = draw(st.none() | RUNS)
    return MessageRecord(
        uid=uid,
        parent=draw(st.sampled_from([*above, None])),
        role=role,
        status=draw(st.sampled_from(FINISHED)),
        created_at=draw(TIMES),
        note=draw(TEXTS),
        text=draw(TEXTS),
        attachments=tuple(draw(st.lists(ATTACHMENTS, max_size=2))),
        mark=draw(st.none() | st.sampled_from(["pinned", "excluded"])),
        **plain,
    )
