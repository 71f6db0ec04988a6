"""What is asked of the model for a document: which of the text it is given, with which notes. GUI thread, no state."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from secrets import randbelow

from chatapp.domain.generation import ContextPolicy, GenerationOptions
from chatapp.domain.model import ModelInfo
from chatapp.domain.prompt import Prompt
from chatapp.domain.proposal import Operation, Span
from chatapp.engine.passage import beginning
from chatapp.services.documents import Documents
from chatapp.services.requests import SEEDS
from chatapp.settings import SettingsFile
from chatapp.tasks.drafting import Material, Wish, recipe

TOKEN_CHARACTERS = 6
"""More than a token has of any usual text: what is left out by this is never what would have fitted the window."""
STEP_SHARE = 2
AFTER = 1200
"""Characters behind the place that the model is told of."""
LEAST_TOKENS = 3
"""A text that goes on begins with a line's end now and then, which is not its end."""
WHOLE = (Operation.SUMMARISE, Operation.TITLE)
"""These read the selection, or the document where nothing is selected."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person wants; made again it is asked anew, of the text as it is by then."""

    document_id: int
    operation: Operation
    place: Span
    wish: Wish = field(default_factory=Wish)
    details: Mapping[str, str] = field(default_factory=dict)


class DraftRequests:
    def __init__(self, documents: Documents, settings: SettingsFile, draw: Callable[[int], int] = randbelow) -> None:
        self._documents = documents
        self._settings = settings
        self._draw = draw

    def material(self, asked: Asked, model: ModelInfo) -> Material:
        """KeyError where the document is gone."""
        document = self._documents.document(asked.document_id)
        text, place = self._documents.text(asked.document_id), asked.place
        is_whole = asked.operation in WHOLE
        selection = text if is_whole and place.is_point else text[place.start : place.end]
        title = document.title
        return Material(
            "" if is_whole else before(text, place.start, model.context_limit * TOKEN_CHARACTERS),
            "" if is_whole else after(text, place.end),
            selection.strip(),
            "" if text.lstrip("# \n").startswith(title) else title,  # it is the text's first line as it is
            document.notes,
            asked.details,
        )

    def request(self, asked: Asked, material: Material, model: ModelInfo) -> tuple[Prompt, GenerationOptions]:
        known, is_chat = recipe(asked.operation), model.has_chat_template
        prompt = known.prompt(_without_blanks(material), asked.wish, has_template=is_chat, can_fill=model.can_fill)
        options = self._settings.current.generation.options(self._draw(SEEDS))
        sampling = options.sampling
        if known.temperature is not None:
            sampling = replace(sampling, temperature=known.temperature)
        if known.repeats:
            sampling = replace(sampling, repetition_penalty=1.0, presence_penalty=0.0, frequency_penalty=0.0)
        return prompt, replace(
            options,
            sampling=sampling,
            stop=known.stops(material, asked.wish, has_template=is_chat and bool(prompt.turns)),
            max_tokens=_tokens(asked, material, known.limits[asked.wish.length].tokens),
            min_tokens=LEAST_TOKENS if material.before and known.chat.passage else 0,
            alternatives=asked.wish.alternatives,
            is_side_job=True,  # a document costs no conversation its cache
            context_policy=ContextPolicy.DROP_OLD,  # so that there is room for what is written
        )


def before(text: str, place: int, longest: int) -> str:
    """What stands before a place: all, or from a paragraph on that stays the same while the text grows by half of the
    longest."""
    if place <= longest:
        return text[:place]
    step = max(longest // STEP_SHARE, 1)
    skipped = -(-(place - longest) // step) * step
    return text[min(beginning(text, skipped), place) : place]


def after(text: str, place: int) -> str:
    """The next words behind a place, to a line's end where one is near."""
    found = text[place : place + AFTER]
    if len(found) < AFTER:
        return found.rstrip()
    line = found.rfind("\n", AFTER // 2)
    return found[:line] if line > 0 else found[: found.rfind(" ", AFTER // 2) if " " in found[AFTER // 2 :] else AFTER]


def _tokens(asked: Asked, material: Material, most: int) -> int:
    """A revision is not much longer than what it revises, whatever a model that can't end thinks of it."""
    return min(most, 64 + len(material.selection)) if asked.operation is Operation.REWRITE else most


def _without_blanks(material: Material) -> Material:
    """Models write a word with the space before it, and are at a loss behind one that stands already."""
    return replace(material, before=material.before.rstrip(" \t"))
