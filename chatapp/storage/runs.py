"""Runs within a session: how each answer was drawn and what it cost, kept apart from its text."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session

from chatapp.domain.context import ContextReport, TurnShare
from chatapp.domain.generation import Figures, GenerationOptions, Run, Sampling
from chatapp.domain.message import Role
from chatapp.storage.columns import storable
from chatapp.storage.problems import DamagedValueError
from chatapp.storage.tables import RunRow


def record(session: Session, run: Run, now: datetime, report: bytes = b"") -> None:
    """Recording the run of the same answer again replaces it: an answer has one provenance, the last one told."""
    columns = {
        "model_name": run.model_name,
        "model_fingerprint": run.model_fingerprint,
        "device": run.device,
        **asdict(run.options.sampling),
        "seed": run.options.seed,
        "stop": [storable(text) for text in run.options.stop],
        "max_tokens": run.options.max_tokens,
        "min_tokens": run.options.min_tokens,
        "context_policy": run.options.context_policy,
        **asdict(run.figures),
        "reason": run.reason,
        "created_at": now,
        "alternatives": run.options.alternatives,
        "alternative": run.alternative,
        "start_length": run.start_length,
        "program_version": run.program_version,
        "context": [_plain(share) for share in run.context.turns],
        "system_prompt": run.system_prompt,
        "template": run.template,
        "report": report or None,
    }
    statement = insert(RunRow).values(message_id=run.message_id, **columns)
    session.execute(statement.on_conflict_do_update(index_elements=[RunRow.message_id], set_=columns))


def report(session: Session, message_id: int) -> bytes:
    """b"" where there is none."""
    return session.execute(select(RunRow.report).where(RunRow.message_id == message_id)).scalar() or b""


def get(session: Session, message_id: int) -> Run | None:
    try:
        row = session.execute(select(RunRow).where(RunRow.message_id == message_id)).scalar()
        return None if row is None else _run(row)
    except (ValueError, TypeError) as error:
        raise DamagedValueError(f"the run of message {message_id}: {error}") from error


def _run(row: RunRow) -> Run:
    sampling = Sampling(
        row.temperature,
        row.top_k,
        row.top_p,
        row.min_p,
        row.repetition_penalty,
        row.presence_penalty,
        row.frequency_penalty,
        tuple((token, bias) for token, bias in row.logit_bias),
    )
    figures = Figures(
        row.prompt_tokens,
        row.reused_tokens,
        row.generated_tokens,
        row.dropped_turns,
        row.context_limit,
        row.prefill_seconds,
        row.first_token_seconds,
        row.decode_seconds,
        row.summarised_turns,
    )
    options = GenerationOptions(
        sampling,
        row.seed,
        tuple(row.stop),
        row.max_tokens,
        row.min_tokens,
        row.alternatives,
        context_policy=row.context_policy,
    )
    return Run(
        row.message_id,
        row.model_name,
        row.model_fingerprint,
        row.device,
        options,
        figures,
        row.reason,
        row.alternative,
        row.start_length,
        row.program_version,
        ContextReport(tuple(_share(*plain) for plain in row.context)),
        row.system_prompt,
        row.template,
    )


def _plain(share: TurnShare) -> list[object]:
    return [share.role.value, share.tokens, share.is_in, share.is_pinned, list(share.message_ids)]


def _share(role: str, tokens: int, is_in: bool, is_pinned: bool, message_ids: list[int]) -> TurnShare:
    return TurnShare(Role(role), tokens, is_in, is_pinned, tuple(message_ids))
