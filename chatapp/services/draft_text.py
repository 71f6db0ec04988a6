"""What a model wrote, as it would stand in the document: without quotation marks around it, with the blanks of what it
stands for, ended with a sentence. Pure.
"""

import re

SENTENCE = re.compile(r".*[.!?…。！？][\"'”’»」』)]*", re.DOTALL)
FIRST_SENTENCE = re.compile(r"\s*\S.{5,}?(?:[.!?…][\"'”’»)]*(?=\s)|[。！？][”」』》]*)", re.DOTALL)
QUOTES = (('"', '"'), ("“", "”"), ("„", "“"), ("«", "»"), ("「", "」"), ("《", "》"))


def unquoted(text: str, base: str) -> str:
    """Without the quotation marks that models put around a whole answer."""
    for opening, closing in QUOTES:
        inner = text[1:-1]
        is_around = (
            text.startswith(opening) and text.endswith(closing) and opening not in inner and closing not in inner
        )
        if len(text) > 2 and is_around and not base.strip().startswith(opening):
            return inner
    return text


def dressed(text: str, base: str, *, is_over: bool) -> str:
    """With the blanks that what it stands for begins and ends with."""
    head = base[: len(base) - len(base.lstrip())]
    tail = base[len(base.rstrip()) :] if is_over else ""
    return f"{head}{text}{tail}"


def first_sentence(text: str) -> str:
    """ "" where it is not whole yet."""
    found = FIRST_SENTENCE.match(text)
    return found.group() if found is not None else ""


def whole_sentences(text: str, least: int) -> str:
    """To the end of the last sentence, where that is behind so many characters; else all of it."""
    found = SENTENCE.match(text)
    return text if found is None or found.end() < least else found.group()
