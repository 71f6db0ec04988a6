"""When it is asked for a new version, and what becomes of the answer; the address is one on this computer."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from chatapp.domain.errors import ProblemError, ProblemKind
from chatapp.library.update_feed import UpdateFeed
from chatapp.services.updates import UpdatePhase, Updates
from chatapp.settings import SettingsFile
from tests.fakes import WAIT_SECONDS
from tests.library.publisher import PLACE, Publisher, Signer, publishing, version_file

SIGNER = Signer()
NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)


@dataclass
class Clock:
    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Asked:
    updates: Updates
    settings: SettingsFile
    publisher: Publisher
    clock: Clock
    seen: list[UpdatePhase] = field(default_factory=list)

    def publish(self, version: str, signer: Signer = SIGNER) -> None:
        content = version_file(version)
        self.publisher.publish(content, signer.sign(content))

    def switch(self, *, is_on: bool) -> None:
        self.settings.change(updates=self.settings.current.updates.model_copy(update={"is_on": is_on}))

    def answered(self) -> UpdatePhase:
        """Once what was asked has been answered."""
        if (thread := self.updates._thread) is not None:
            thread.join(WAIT_SECONDS)
        self.updates.take_reports()
        return self.updates.state.phase


@pytest.fixture
def asked(tmp_path: Path) -> Iterator[Asked]:
    with publishing() as publisher:
        clock, settings = Clock(), SettingsFile(tmp_path / "settings.toml")
        updates = Updates(settings, "1.0.0", clock)
        updates.feed = UpdateFeed(publisher.address, SIGNER.public_key)
        made = Asked(updates, settings, publisher, clock)
        updates.subscribe(lambda: made.seen.append(updates.state.phase))
        yield made


def test_switched_off_nobody_is_asked_however_long_it_runs(asked: Asked) -> None:
    asked.publish("2.0.0")
    for _ in range(3):
        asked.updates.check_if_due()
        asked.clock.now += timedelta(days=30)
    assert asked.answered() is UpdatePhase.UNKNOWN
    assert (asked.publisher.requests, asked.seen) == ([], [])


def test_switched_on_it_is_asked_once_a_day_over_restarts(asked: Asked, tmp_path: Path) -> None:
    asked.publish("2.0.0")
    asked.switch(is_on=True)
    asked.updates.check_if_due()
    assert asked.answered() is UpdatePhase.NEWER
    assert asked.updates.state.release is not None
    assert asked.updates.state.release.version == "2.0.0"
    assert not asked.updates.state.is_asked_for
    again = Updates(SettingsFile(tmp_path / "settings.toml"), "1.0.0", asked.clock)
    again.feed = asked.updates.feed
    asked.clock.now += timedelta(hours=23)
    asked.updates = again
    again.check_if_due()
    assert asked.answered() is UpdatePhase.UNKNOWN
    asked.clock.now += timedelta(hours=1)
    again.check_if_due()
    assert asked.answered() is UpdatePhase.NEWER
    assert asked.publisher.requests.count(PLACE) == 2


def test_a_clock_that_was_put_back_does_not_end_the_asking(asked: Asked) -> None:
    asked.publish("1.0.0")
    asked.switch(is_on=True)
    for moment in (NOW, NOW - timedelta(days=400)):
        asked.clock.now = moment
        asked.updates.check_if_due()
        assert asked.answered() is UpdatePhase.NEWEST
    assert asked.publisher.requests.count(PLACE) == 2


def test_an_address_that_fails_is_not_asked_oftener(asked: Asked) -> None:
    asked.switch(is_on=True)
    for _ in range(5):
        asked.updates.check_if_due()
        asked.answered()
        asked.clock.now += timedelta(hours=1)
    assert asked.publisher.requests == [PLACE]
    problem = asked.updates.state.problem
    assert problem is not None
    assert problem.kind is ProblemKind.NETWORK


@pytest.mark.parametrize("version", ["1.0.0", "1.0", "0.9.9", "0.0.1"])
def test_the_same_and_older_versions_are_no_news(asked: Asked, version: str) -> None:
    """However well they are signed: nobody is led back to a version with a known fault."""
    asked.publish(version)
    asked.updates.check()
    assert asked.answered() is UpdatePhase.NEWEST
    assert asked.updates.state.release is None


def test_a_forgery_is_told(asked: Asked) -> None:
    asked.publish("2.0.0", Signer())
    asked.updates.check()
    assert asked.answered() is UpdatePhase.FAILED
    assert asked.updates.state.is_asked_for
    assert asked.updates.state.problem is not None
    assert asked.updates.state.problem.kind is ProblemKind.CHECKSUM


def test_asked_twice_it_asks_once(asked: Asked) -> None:
    asked.publish("1.0.0")
    asked.updates.check()
    asked.updates.check()
    asked.answered()
    assert asked.seen == [UpdatePhase.ASKING, UpdatePhase.ASKING, UpdatePhase.NEWEST]
    assert asked.publisher.requests.count(PLACE) == 1


def test_a_build_without_an_address_asks_nobody_and_says_so(tmp_path: Path) -> None:
    updates = Updates(SettingsFile(tmp_path / "settings.toml"))
    with pytest.raises(ProblemError, match="names no address"):
        updates.check()
    assert updates.state.phase is UpdatePhase.UNKNOWN


def test_a_disk_that_refuses_does_not_keep_the_answer_back(asked: Asked, tmp_path: Path) -> None:
    asked.publish("2.0.0")
    asked.settings._path = tmp_path / "nowhere" / "settings.toml"
    asked.updates.check()
    assert asked.answered() is UpdatePhase.NEWER


def test_what_comes_after_the_end_wakes_nobody(asked: Asked) -> None:
    woken: list[bool] = []
    asked.publish("2.0.0")
    asked.updates.reports.watch(lambda: woken.append(True))
    asked.updates.close()
    asked.updates.check()
    asked.answered()
    assert woken == []
