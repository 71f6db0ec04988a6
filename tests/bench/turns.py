"""What a next turn of twenty tokens costs in a conversation of two thousand: at once, and after a restart.

Everything counts from the command on until text comes out of the engine. The restart is the program's own: an engine
that is closed writes its conversations down, another one that was just loaded finds them there.

`python -m tests.bench.turns --home DIR [--threads 1 2] [--rounds N]`, alone, where DIR holds a model of ours; the last
line is JSON. `tests.bench.engine` measures the same among the rest.
"""

import argparse
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from chatapp import paths
from chatapp.domain.message import Role
from chatapp.domain.prompt import Prompt, PromptTurn
from chatapp.library.shelf import open_shelf
from tests.bench.ours import Ours, Place, greedy
from tests.bench.questions import next_question, prompt_of
from tests.bench.ratios import Samples, turn_ratios

CONVERSATION, TURN = 1936, 20
WRITTEN = 64
QUESTIONS = 3
Add = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation, how many of its tokens the engine holds, and what may be asked next: `TURN` tokens each."""

    before: Prompt
    answer: str
    held: int
    questions: tuple[str, ...]

    def after(self, question: str) -> Prompt:
        return after(self.before, self.answer, question)


def after(before: Prompt, answer: str, question: str) -> Prompt:
    return Prompt((*before.turns, PromptTurn(Role.ASSISTANT, answer), PromptTurn(Role.USER, question)))


def held_talk(ours: Ours, seed: int) -> Talk:
    """Read and answered by the engine."""
    tokenizer = ours.model.tokenizer
    before = prompt_of(CONVERSATION, seed, tokenizer)
    answer = ours.generate(before, greedy(WRITTEN))[0].text
    held = len(ours.decoder.save()[0])

    def unread(question: str) -> int:
        return len(tokenizer.encode(after(before, answer, question))) - held

    questions = tuple(next_question(place, lambda question: unread(question) >= TURN) for place in range(QUESTIONS))
    return Talk(before, answer, held, questions)


def measure_turns(place: Place, threads: int, seed: int, add: Add) -> None:
    """`seed` chooses the conversation, which no other measurement may have seen."""
    ours = Ours(place, threads)
    try:
        talk = held_talk(ours, seed)
        for question in talk.questions:
            tokens = ours.model.tokenizer.encode(talk.after(question))
            # Another first token each time, so that nothing of them is in a cache.
            others = [seed % 1000 + len(question), *tokens[talk.held + 1 :]]
            add("next_turn_tokens", len(others))
            add("next_turn", ours.seconds_to_first_text(talk.after(question)))
            add("after", ours.seconds_to_read_after(tokens[: talk.held], others))
            add("alone", ours.seconds_to_read(others))
    finally:
        ours.close()
    if hasattr(os, "sync"):
        os.sync()  # a person who starts the program again has not written the snapshot this very moment
    for figure, prepare in restarts(talk):
        back = Ours(place, threads)
        try:
            prepare(back)
            add(figure, back.seconds_to_first_text(talk.after(talk.questions[0])))
        finally:
            back.close()


def restarts(talk: Talk) -> Iterator[tuple[str, Callable[[Ours], object]]]:
    """What happens between a load and the question: nothing, or what opening the conversation does while it is read."""
    yield "restored_turn", lambda _ours: None
    opened = Prompt((*talk.before.turns, PromptTurn(Role.ASSISTANT, talk.answer)))
    yield "warmed_turn", lambda ours: ours.warm_up(opened)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    home, samples, threads = paths.find(options.home), Samples(), tuple(options.threads)
    place = Place(open_shelf(home).models()[0].folder, home.cache)
    for number in range(options.rounds):
        for count in threads:
            add = partial(_add, samples, count)
            measure_turns(place, count, 10 * number + count, add)
    print(json.dumps(samples.medians()))
    print(json.dumps({key: round(value, 3) for key, value in turn_ratios(samples, threads).items()}))


def _add(samples: Samples, threads: int, figure: str, value: float) -> None:
    samples.add("ours", figure, threads, value)


if __name__ == "__main__":
    main()
