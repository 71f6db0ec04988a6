"""What of a document reaches real models: a gap by their own tokens where they have some, else words; plain text where
they have no template.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from tokenizers import AddedToken

from chatapp.domain.document import Notes
from chatapp.domain.proposal import Operation, Span
from chatapp.engine.ports import LanguageModel
from chatapp.lm.fill_tokens import SPELLINGS
from chatapp.lm.loading import load
from chatapp.paths import Paths
from chatapp.services.desk import Services
from chatapp.services.drafting import Section
from chatapp.settings import SettingsFile
from chatapp.storage.opening import open_store
from chatapp.tasks.drafting import Length, Wish
from tests.fakes import Driver, ScriptedLibrary
from tests.lm.conftest import ignore
from tests.lm.tiny import CHATML, SIZES, byte_level_tokenizer, save_model, save_tokenizer

BEFORE, AFTER = "The cat sat", " on the mat."
SHORT = Wish(Length.WORDS)


def model_of(folder: Path, spelling: Sequence[str] = (), template: str | None = CHATML) -> LanguageModel:
    """Two layers with random weights, and a tokenizer that has these control tokens besides its own."""
    save_model(folder, "llama")
    backend = byte_level_tokenizer(SIZES["vocab_size"] - len(spelling))
    backend.add_special_tokens([AddedToken(word, special=True, normalized=False) for word in spelling])
    (folder / "chat_template.jinja").unlink()
    save_tokenizer(folder, backend, template)
    return load(folder, "Tiny", ignore)


@contextmanager
def writing(home: Path, model: LanguageModel) -> Iterator[tuple[Driver, list[list[int]]]]:
    """And the prompts that the model was given, in its tokens."""
    place = Paths(home)
    place.create()
    opened = open_store(place)
    services = Services(opened.store, ScriptedLibrary(home), lambda *_: model, SettingsFile(place.settings))
    driver, prompts, start = Driver(services, opened.store), list[list[int]](), model.decoder.start

    def noted(tokens: Sequence[int], *, is_side_job: bool = False) -> int:
        prompts.append(list(tokens))
        return start(tokens, is_side_job=is_side_job)

    model.decoder.start = noted  # type: ignore[method-assign]  # the real one is called
    try:
        driver.ready()
        yield driver, prompts
    finally:
        services.close()


def until_over(driver: Driver, run_id: int | None) -> None:
    assert run_id is not None
    driver.until(lambda: driver.services.drafting.run(run_id).is_over)
    assert driver.services.drafting.run(run_id).problem is None


@pytest.mark.parametrize(("spelling", "template"), [(SPELLINGS[0], CHATML), (SPELLINGS[3], None)])
def test_a_gap_is_asked_for_natively(tmp_path: Path, spelling: tuple[str, str, str], template: str | None) -> None:
    model = model_of(tmp_path / "model", spelling, template)
    assert model.info.can_fill
    with writing(tmp_path / "home", model) as (driver, prompts):
        made = driver.services.documents.create("", BEFORE + AFTER).id
        until_over(driver, driver.services.drafting.insert(made, len(BEFORE), SHORT))
        (asked,) = prompts
        assert "".join(model.tokenizer.piece(token).decode() or "|" for token in asked) == f"|{BEFORE}|{AFTER}|"
        ids = [backend_id(tmp_path / "model", word) for word in spelling]
        assert [token for token in asked if token in ids] == ids  # prefix, suffix, middle: as they were trained
        until_over(driver, driver.services.drafting.continue_(made, len(BEFORE), SHORT))
        assert not set(ids).intersection(prompts[-1])


def backend_id(folder: Path, word: str) -> int:
    import tokenizers

    found = tokenizers.Tokenizer.from_file(str(folder / "tokenizer.json")).token_to_id(word)
    assert found is not None
    return found


def test_a_model_without_such_tokens_is_asked_in_words(tmp_path: Path) -> None:
    model = model_of(tmp_path / "model")
    assert not model.info.can_fill
    with writing(tmp_path / "home", model) as (driver, prompts):
        made = driver.services.documents.create("", BEFORE + AFTER).id
        until_over(driver, driver.services.drafting.insert(made, len(BEFORE), SHORT))
        said = model.tokenizer.decode(prompts[0])
        assert said.endswith(f"assistant\n{BEFORE}")
        assert f"leads over to this:\n\n{AFTER}" in said


PLAIN: dict[Operation, str] = {
    Operation.GHOST: f"It rains.\n\nAda\n\nShort words.\n\nTitle\n\n{BEFORE}",
    Operation.CONTINUE: f"It rains.\n\nAda\n\nShort words.\n\nTitle\n\n{BEFORE}",
    Operation.INSERT: "It rains.\n\nAda\n\nShort words.\n\n"
    f"[What comes later]\n\n{AFTER}\n\n[What comes before it]\n\n{BEFORE}",
    Operation.REWRITE: f"Original text:\n\n{BEFORE}\n\nTask: Shout.\n\nRevised text:\n\n",
    Operation.OUTLINE: "It rains.\n\nAda\n\nA leaflet\n\nOutline:\n\n## ",
    Operation.SECTION: f"It rains.\n\nAda\n\nShort words.\n\n## Hives\n\n{BEFORE}",
    Operation.SUMMARISE: f"{BEFORE}{AFTER}\n\nSummary:",
    Operation.TITLE: f"{BEFORE}{AFTER}\n\nTitle:",
}


def started(services: Services, made: int, operation: Operation) -> int | None:
    drafting, at, whole = services.drafting, len(BEFORE), len(BEFORE + AFTER)
    starts: dict[Operation, Callable[[], int | None]] = {
        Operation.GHOST: lambda: drafting.ghost(made, at),
        Operation.CONTINUE: lambda: drafting.continue_(made, at, SHORT),
        Operation.INSERT: lambda: drafting.insert(made, at, SHORT),
        Operation.REWRITE: lambda: drafting.rewrite(made, Span(0, at), "Shout.", SHORT),
        Operation.OUTLINE: lambda: drafting.outline(made, at, "A leaflet", SHORT),
        Operation.SECTION: lambda: drafting.draft_section(made, at, Section("Hives", "## Hives"), SHORT),
        Operation.SUMMARISE: lambda: drafting.summarise(made, Span(0, whole), SHORT),
        Operation.TITLE: lambda: drafting.title(made, SHORT),
    }
    return starts[operation]()


def test_a_base_model_goes_on_with_plain_text_whatever_is_asked(tmp_path: Path) -> None:
    model = model_of(tmp_path / "model", template=None)
    assert not model.info.has_chat_template
    with writing(tmp_path / "home", model) as (driver, prompts):
        made = driver.services.documents.create("Title", BEFORE + AFTER).id
        driver.services.documents.set_notes(made, Notes("It rains.", "Short words.", "Ada"))
        for operation in Operation:
            until_over(driver, started(driver.services, made, operation))
            assert model.tokenizer.decode(prompts[-1]) == PLAIN[operation], operation
        assert len(prompts) == len(Operation)
