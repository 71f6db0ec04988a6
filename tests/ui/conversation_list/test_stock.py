from dataclasses import replace
from datetime import UTC, datetime, timedelta

from chatapp.domain.conversation import Conversation
from chatapp.ui.conversation_list.stock import Stock

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def conversation(id_: int, title: str, minutes: int = 0) -> Conversation:
    moment = NOON + timedelta(minutes=minutes)
    return Conversation(id_, title, False, None, moment, moment)


def titles(stock: Stock, words: str = "") -> list[str]:
    return [conversation.title for conversation in stock.matching(words)]


def test_titles_are_found_whatever_their_case() -> None:
    stock = Stock()
    stock.take([conversation(2, "ÄPFEL und Birnen"), conversation(1, "Trip to Lyon")])
    assert titles(stock, "äpf") == ["ÄPFEL und Birnen"]
    assert titles(stock, "LYON") == ["Trip to Lyon"]
    assert titles(stock, "none") == []
    assert len(titles(stock)) == len(stock) == 2


def test_what_is_written_in_goes_to_the_top_and_the_rest_stays_in_order() -> None:
    stock = Stock()
    old = conversation(1, "one", 1)
    stock.take([conversation(3, "three", 3), conversation(2, "two", 2), old])
    stock.renew([replace(old, updated_at=NOON + timedelta(hours=1))])
    assert titles(stock) == ["one", "three", "two"]
    stock.renew([conversation(4, "new", 70)])
    assert titles(stock) == ["new", "one", "three", "two"]
    stock.renew([replace(old, title="renamed", updated_at=NOON + timedelta(hours=1))])
    assert titles(stock, "NAMED") == ["renamed"]
    assert stock.find(9) is None


def test_taking_forgets_the_rest() -> None:
    stock = Stock()
    stock.take([conversation(1, "one")])
    stock.take([conversation(2, "two")])
    assert titles(stock) == ["two"]
    assert stock.find(1) is None
