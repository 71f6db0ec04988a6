"""What the engines are asked: prompts of about so many tokens that share no beginning, and a text to repeat. Pure."""

import random
from collections.abc import Callable

from chatapp.domain.message import Role
from chatapp.domain.prompt import Prompt, PromptTurn
from chatapp.engine.ports import Tokenizer

WORDS = (
    *("river", "mountain", "early", "paper", "because", "window", "yellow", "market", "slowly", "music", "between"),
    *("winter", "never", "station", "garden", "letter", "behind", "story", "quiet", "machine", "colour", "walked"),
    *("island", "further", "copper", "little", "answer", "school", "reading", "tomorrow", "north", "glass", "wide"),
)
TEXT = (
    "The old lighthouse stands on a small island two miles from the harbour. It was built in 1874 by a company of "
    "local fishermen, who paid for the stone themselves. Every evening the keeper climbed the hundred and twelve steps "
    "to the lamp and lit it before the sun went down. In winter the storms were so strong that nobody could reach the "
    "island for weeks, and the keeper lived on dried fish, potatoes and tea. Today the lamp is electric and the island "
    "is empty, but in summer a boat takes visitors there twice a day."
)
REPEAT = f"Repeat the following text word for word, but write 'rock' instead of 'island'.\n\n{TEXT}"


def repetition() -> Prompt:
    """With the first changed sentence given, so that the model does what it is asked."""
    start = "The old lighthouse stands on a small rock two miles from the harbour."
    return Prompt((PromptTurn(Role.USER, REPEAT),), start)


def asked(text: str) -> Prompt:
    return Prompt((PromptTurn(Role.USER, text),))


def prompt_of(length: int, seed: int, tokenizer: Tokenizer) -> Prompt:
    """At most `length` tokens, a word's fewer at worst; another seed is another text from its first words on."""
    rng = random.Random(seed)
    words = [rng.choice(WORDS) for _ in range(length)]
    low, high = 1, len(words)
    while low < high:
        middle = (low + high + 1) // 2
        if len(tokenizer.encode(_prompt(words[:middle], seed))) <= length:
            low = middle
        else:
            high = middle - 1
    return _prompt(words[:low], seed)


def _prompt(words: list[str], seed: int) -> Prompt:
    system = PromptTurn(Role.SYSTEM, f"{seed} is the number of this text.")
    return Prompt((system, PromptTurn(Role.USER, " ".join(words))))


def next_question(number: int, is_long_enough: Callable[[str], bool]) -> str:
    """Word for word until it is; another number begins with another word."""
    question = WORDS[number]
    for word in WORDS:
        if is_long_enough(question):
            break
        question = f"{question} {word}"
    return question
