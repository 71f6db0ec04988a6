"""Personas: a system prompt and parameters under a name, to be given to conversations and to other people as files."""

import json
from dataclasses import dataclass, field

from chatapp.domain.parameters import Parameters, parameters_from, parameters_to

FORM, VERSION = "causerie-persona", 1
LONGEST = 1_000_000
"""Characters of a file: more is not a persona."""


@dataclass(frozen=True, slots=True)
class Persona:
    """`system_prompt` None leaves it open, "" says that there is none. `id` 0: not in the store yet."""

    id: int
    name: str
    system_prompt: str | None = None
    parameters: Parameters = field(default_factory=Parameters)


def persona_name(words: str) -> str:
    """A name as it is kept, on one line; "" is none."""
    return " ".join(words.split())


def persona_file(persona: Persona) -> str:
    """The text of a file that `persona_from_file` reads again."""
    plain: dict[str, object] = {"form": FORM, "version": VERSION, "name": persona.name}
    if persona.system_prompt is not None:
        plain["system_prompt"] = persona.system_prompt
    plain["parameters"] = parameters_to(persona.parameters)
    return json.dumps(plain, ensure_ascii=False, indent=2) + "\n"


def persona_from_file(text: str) -> Persona:
    """ValueError, in words for a person, for anything that is not a persona of a version that we know."""
    if len(text) > LONGEST:
        raise ValueError("The file is too long for a persona.")
    try:
        plain = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"The file is not JSON: {error}") from error
    if not isinstance(plain, dict) or plain.get("form") != FORM:
        raise ValueError("The file is not a persona of Causerie.")
    if plain.get("version") != VERSION:
        raise ValueError("A newer Causerie wrote this persona; this one does not know its form.")
    name, system_prompt = plain.get("name"), plain.get("system_prompt")
    if not isinstance(name, str) or not persona_name(name):
        raise ValueError("The persona has no name.")
    if not isinstance(system_prompt, str | None):
        raise ValueError("The persona's system prompt is not a text.")
    try:
        return Persona(0, persona_name(name), system_prompt, parameters_from(plain.get("parameters", {})))
    except (ValueError, TypeError) as error:
        raise ValueError(f"The persona's parameters can't be used: {error}") from error
