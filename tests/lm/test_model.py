from dataclasses import dataclass
from pathlib import Path
from typing import cast

from chatapp.domain.message import Role
from chatapp.domain.model import ModelInfo
from chatapp.domain.prompt import PromptTurn
from chatapp.lm.chat_template import plain_text
from chatapp.lm.model import FolderModel, FreeableDecoder
from chatapp.lm.tokenizer import FolderTokenizer


@dataclass
class Parts:
    """No part is called for here."""

    folder: Path


def model(*, has_chat_template: bool) -> FolderModel:
    info = ModelInfo("tiny", "0", "cpu", 1, 64, has_chat_template)
    parts = Parts(Path())
    return FolderModel(info, cast(FolderTokenizer, parts), cast(FreeableDecoder, parts), frozenset())


def test_a_base_model_stops_where_its_transcript_goes_on() -> None:
    stops = model(has_chat_template=False).stop_strings
    going_on = plain_text([PromptTurn(Role.ASSISTANT, "Fine."), PromptTurn(Role.USER, "And?")])
    assert any(stop in going_on.removeprefix("Assistant: ") for stop in stops)
    assert model(has_chat_template=True).stop_strings == ()
