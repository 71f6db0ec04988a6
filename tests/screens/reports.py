"""A token report as a model would give it, made up so that a picture shows every level of surprise."""

import math
import re

from chatapp.domain.generation import Figures, FinishReason, GenerationOptions, Run
from chatapp.domain.message import Message
from chatapp.domain.token_report import Candidate, Report, ReportedToken, encode

SHARES = (0.97, 0.9, 0.8, 0.4, 0.93, 0.2, 0.88, 0.05, 0.99, 0.012, 0.7, 0.001)


def run_of(message: Message) -> Run:
    return Run(message.id, "SmolLM2", "0" * 64, "CPU", GenerationOptions(), Figures(), FinishReason.END)


def surprising(text: str) -> bytes:
    words = [word.encode() for word in re.findall(r"\s*\w+|\s*[^\w\s]|\s+", text)]
    tokens, ends, end = [], [], 0
    for number, word in enumerate(words):
        share = SHARES[number % len(SHARES)]
        end += len(word.decode())
        top = (Candidate(number, share), Candidate(len(words), (1 - share) / 2))
        tokens.append(ReportedToken(number, math.log(share), 1, 1.0, top))
        ends.append(end)
    pieces = dict(enumerate((*words, b" light")))
    return encode(Report(tuple(tokens), tuple(ends), pieces))
