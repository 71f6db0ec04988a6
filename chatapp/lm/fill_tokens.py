"""The tokens by which some models are asked to fill a gap, as their families spell them. Pure."""

from collections.abc import Callable
from dataclasses import dataclass

SPELLINGS = (
    ("<|fim_prefix|>", "<|fim_suffix|>", "<|fim_middle|>"),  # Qwen's, and CodeGemma's
    ("<fim_prefix>", "<fim_suffix>", "<fim_middle>"),  # StarCoder's
    ("<fim-prefix>", "<fim-suffix>", "<fim-middle>"),  # SantaCoder's
    ("<｜fim▁begin｜>", "<｜fim▁hole｜>", "<｜fim▁end｜>"),  # DeepSeek's
    ("▁<PRE>", "▁<SUF>", "▁<MID>"),  # CodeLlama's
    ("<|fim▁begin|>", "<|fim▁hole|>", "<|fim▁end|>"),
)
"""Before the text before the gap, before the text after it, before what is filled in (Bavarian et al. 2022, PSM)."""
ENDS = ("<|endoftext|>", "<|end_of_text|>", "<|end▁of▁sentence|>", "<|fim_pad|>", "<|file_sep|>", "<|file_separator|>")
"""What such models, and those that go on with a text, write where it is over."""


@dataclass(frozen=True, slots=True)
class FillTokens:
    before: int
    after: int
    gap: int


def fill_tokens(id_of: Callable[[str], int | None]) -> FillTokens | None:
    """None for a model that has none."""
    for spelling in SPELLINGS:
        before, after, gap = map(id_of, spelling)
        if before is not None and after is not None and gap is not None:
            return FillTokens(before, after, gap)
    return None
