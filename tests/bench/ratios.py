"""From what the rounds gave to the figures of the bench: medians, and ratios of medians. Pure."""

import statistics
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

Threads = Iterable[int]
TURNS = ("next_turn", "restored_turn", "warmed_turn")


@dataclass(slots=True)
class Samples:
    """What was measured, by engine, figure and threads; rates in tokens per second, times in seconds."""

    found: dict[tuple[str, str, int], list[float]] = field(default_factory=dict)

    def add(self, engine: str, figure: str, threads: int, value: float) -> None:
        self.found.setdefault((engine, figure, threads), []).append(value)

    def median(self, engine: str, figure: str, threads: int) -> float:
        return statistics.median(self.found[engine, figure, threads])

    def least_ratio(self, above: tuple[str, str], below: tuple[str, str], threads: Threads) -> float:
        """The worse where more is better."""
        return min(self.median(*above, count) / self.median(*below, count) for count in threads)

    def greatest_ratio(self, above: tuple[str, str], below: tuple[str, str], threads: Threads) -> float:
        """The worse where less is better."""
        return max(self.median(*above, count) / self.median(*below, count) for count in threads)

    def medians(self) -> dict[str, float]:
        return {
            f"{engine} {figure} {threads}": round(statistics.median(values), 4)
            for (engine, figure, threads), values in self.found.items()
        }


def ratios(samples: Samples, threads: tuple[int, ...], prefills: tuple[int, ...]) -> dict[str, float]:
    """Each the worst over the numbers of threads."""
    ours = "ours"
    read = [f"prefill_{length}" for length in prefills]
    return {
        "decode_vs_llama_cpp": samples.least_ratio((ours, "decode"), ("llama.cpp", "decode"), threads),
        "decode_vs_generate": samples.least_ratio((ours, "decode"), ("generate", "decode"), threads),
        "prefill_vs_llama_cpp": min(
            samples.least_ratio((ours, figure), ("llama.cpp", figure), threads) for figure in read
        ),
        "decode_long_vs_short": samples.least_ratio((ours, "decode_long"), (ours, "decode_short"), threads),
        "alternatives_gain": samples.least_ratio((ours, "together"), (ours, "one"), threads),
        "lookup_gain": samples.least_ratio((ours, "guessed"), (ours, "plain"), threads),
    } | turn_ratios(samples, threads)


def turn_ratios(samples: Samples, threads: Threads) -> dict[str, float]:
    """A turn by what reading its tokens alone costs, and by what that costs after the same conversation (`overhead`:
    what is added to the model's own work)."""
    ours = "ours"
    found = {}
    for turn in TURNS:
        found[f"{turn}_ratio"] = samples.greatest_ratio((ours, turn), (ours, "alone"), threads)
        found[f"{turn}_overhead"] = samples.greatest_ratio((ours, turn), (ours, "after"), threads)
    return found


def loading(children: Iterable[Mapping[str, float]]) -> dict[str, float]:
    found = list(children)
    return {key: statistics.median(child[key] for child in found) for key in ("load_seconds", "memory_ratio")}


def agreement(ours: Iterable[int], theirs: Iterable[int]) -> int:
    """How many tokens are the same before the first that is not."""
    count = 0
    for mine, other in zip(ours, theirs, strict=False):
        if mine != other:
            break
        count += 1
    return count
