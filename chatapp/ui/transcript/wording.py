"""What a turn says about itself besides its text. GUI thread, for translation; pure otherwise."""

from PySide6.QtCore import QCoreApplication, QLocale

from chatapp.domain.message import Message, Role, Status
from chatapp.services.live import LiveAnswer, Phase
from chatapp.ui import quantities
from chatapp.ui.translation_catalogue import said

translate = QCoreApplication.translate


def name_of(role: Role) -> str:
    return {
        Role.USER: translate("Transcript", "You"),
        Role.ASSISTANT: translate("Transcript", "Answer"),
        Role.SYSTEM: translate("Transcript", "Instructions"),
    }[role]


def progress_of(live: LiveAnswer) -> str:
    """Where a live answer stands; "" once it writes, since then its text says so."""
    if live.phase is Phase.QUEUED:
        return _queued(live.queue_place)
    if live.phase is Phase.READING:
        return _reading(live)
    return "" if live.text else translate("Transcript", "Writing…")


def _queued(place: int) -> str:
    if place <= 1:
        return translate("Transcript", "Waiting: next in line")
    if QLocale().language() is QLocale.Language.English:
        ending = {1: "st", 2: "nd", 3: "rd"}.get(place % 10 if place % 100 not in (11, 12, 13) else 0, "th")
        return translate("Transcript", "Waiting: {0} in line").format(f"{place}{ending}")
    return translate("Transcript", "Waiting: {0} in line").format(place)


def _reading(live: LiveAnswer) -> str:
    if not live.total:
        return translate("Transcript", "Reading…")
    words = translate("Transcript", "Reading {0}/{1}").format(quantities.count(live.done), quantities.count(live.total))
    return words if live.seconds_left is None else f"{words} · {quantities.time_left(live.seconds_left)}"


def ending_of(message: Message) -> str:
    """How an answer ended, where it didn't end well; the message's own note where it has one."""
    plain = {
        Status.STOPPED: translate("Transcript", "Stopped"),
        Status.INTERRUPTED: translate(
            "Transcript", "The program ended while this was written. What was written is kept."
        ),
        Status.FAILED: translate("Transcript", "This answer could not be made. Your message is kept."),
    }
    return (said(message.note) or plain[message.status]) if message.status in plain else ""
