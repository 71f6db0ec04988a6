"""All that a person can do to a conversation goes out and comes in, through the file itself."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from chatapp.domain.attachment import Attachment
from chatapp.domain.context import ContextReport, TurnShare
from chatapp.domain.conversation import ChatSettings, Conversation
from chatapp.domain.generation import Figures, FinishReason, GenerationOptions, Run, Sampling
from chatapp.domain.mark import ContextMark
from chatapp.domain.message import Role, Status
from chatapp.domain.parameters import Parameters
from chatapp.domain.persona import Persona
from chatapp.exchange import archive as own_json
from chatapp.exchange.source import Source
from chatapp.paths import Paths
from chatapp.storage.conversations import Conversations
from chatapp.storage.opening import open_store
from tests.storage.exchange.conftest import exported, import_into


def fill(store: Conversations) -> int:
    """A conversation with everything; its id."""
    asked, answer = store.start("Everything", "question")
    store.finish(answer.id, "first answer", Status.COMPLETE)
    sampling = Sampling(logit_bias=((7, -1.5),))
    options = GenerationOptions(sampling, 2**64 - 1, ("stop",), 99, alternatives=2)
    context = ContextReport((TurnShare(Role.USER, 5, True, True, (asked.id,)),))
    figures = Figures(10, 4, 7, 2, 2048, 0.5, 0.25, 1.5, 1)
    run = Run(answer.id, "Model", "f" * 64, "cpu", options, figures, FinishReason.END, 1, 3, "0.1", context, "Be kind.")
    run = replace(run, template="e" * 64)
    store.record_run(run, b"\0report\xff")
    other = store.add_answer(asked.id)
    store.finish(other.id, "second answer", Status.STOPPED, "a note")
    inserted = store.branches.insert(
        asked.conversation_id, other.id, Role.SYSTEM, "inserted", (Attachment("a.txt", "attached", "text/markdown"),)
    )
    gone = store.branches.insert(asked.conversation_id, inserted.id, Role.USER, "deleted")
    store.branches.delete(gone.id)
    store.branches.mark(asked.id, ContextMark.PINNED)
    store.branches.mark(other.id, ContextMark.EXCLUDED)
    arrange(store, store.conversation(asked.conversation_id))
    return asked.conversation_id


def arrange(store: Conversations, conversation: Conversation) -> None:
    above = store.folders.create("Work")
    inside = store.folders.create("Letters", above.id)
    persona = store.personas.create(Persona(0, "Baker", "You bake.", Parameters(temperature=0.5)))
    settings = ChatSettings("Own prompt", persona.id, Parameters(top_k=3, stop=("x",)))
    wanted = replace(
        conversation,
        is_pinned=True,
        archived_at=datetime(2026, 1, 1, tzinfo=UTC),
        folder_id=inside.id,
        tags=("alpha", "beta"),
        settings=settings,
    )
    store.arrange([wanted])


def test_all_of_it_is_the_same_elsewhere(tmp_path: Path) -> None:
    store = open_store(Paths(tmp_path / "one")).store
    fill(store)
    before = exported(store.archive)
    store.close()
    file = tmp_path / "all.json"
    file.write_text("".join(own_json.pieces(before, datetime.now(UTC))), encoding="utf-8")
    found = [found.grown for found in Source([file], lambda _read: None).conversations()]
    assert [grown.oddities for grown in found] == [()]
    other = open_store(Paths(tmp_path / "two")).store
    import_into(other.archive, [grown.record for grown in found if grown.record is not None])
    again = exported(other.archive)
    assert json.loads(again[0].model_dump_json()) == json.loads(before[0].model_dump_json())
    (conversation,) = other.conversations()
    assert [folder.name for folder in other.folders.all()] == ["Work", "Letters"]
    assert other.personas.all()[0].name == "Baker"
    assert conversation.settings.parameters == Parameters(top_k=3, stop=("x",))
    assert [branch.root.text for branch in other.branches.deleted(conversation.id)] == ["deleted"]
    answer = next(one for one in other.tree(conversation.id).messages.values() if one.text == "first answer")
    run = other.run(answer.id)
    assert run is not None
    assert (run.options.seed, run.system_prompt, run.figures.context_limit) == (2**64 - 1, "Be kind.", 2048)
    assert (run.template, run.figures.summarised_turns) == ("e" * 64, 1)
    assert other.token_report(answer.id) == b"\0report\xff"
    other.close()
