"""A document as it comes out of a file: its title, where the file says one, its blocks, what had to be left out."""

from dataclasses import dataclass, field

from chatapp.exchange.document.loss import Losses
from chatapp.markup.flow import Blocks


@dataclass(frozen=True, slots=True)
class Draft:
    title: str
    blocks: Blocks
    losses: Losses = field(default_factory=Losses)
