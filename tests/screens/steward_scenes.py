"""What the program says of itself: the tour, newer versions, a card without a use."""

from functools import partial

from PySide6.QtWidgets import QPushButton

from chatapp.domain.release import Release
from chatapp.ui.updates.presenter import UPDATES
from tests.screens.scene import Scene
from tests.screens.stage import Setting, Stage

NOTES = {
    "en": "Faster on processors with AVX2.\nDocuments can be compared with one another.\nTwo faults are mended.",
    "zh_CN": "在支持 AVX2 的处理器上更快。\n可以相互比较文档。\n修复了两个错误。",
}


class Feed:
    """Somebody who has a newer one."""

    is_there = True

    def newest(self) -> Release:
        return Release("9.0.0", "https://example.org/causerie/releases/9.0.0", NOTES)


def new_version(stage: Stage) -> None:
    stage.load()
    stage.window.open_to_write(stage.newest())
    stage.services.updates.feed = Feed()
    stage.window.commands.check_updates.trigger()
    stage.until(lambda: stage.services.updates.state.release is not None)
    banners = stage.window.exchange_panel.banners
    next(button for button in banners.findChildren(QPushButton) if button.isCheckable()).click()


def its_page(stage: Stage) -> None:
    new_version(stage)
    stage.window.exchange_panel.banners.act(UPDATES)


def no_feed(stage: Stage) -> None:
    stage.load()
    stage.window.open_to_write(stage.newest())
    stage.window.commands.check_updates.trigger()


def tour(stage: Stage, step: int) -> None:
    stage.load()
    stage.window.open_to_write(None)
    stage.front.begin()
    for _ in range(step):
        stage.window.steward.tour.card.next.click()
    stage.settle()


def tour_beside_answers(stage: Stage) -> None:
    """Asked for, so it has the keyboard."""
    stage.load()
    stage.window.open_to_write(stage.newest())
    stage.window.resize(640, 420)
    stage.window.commands.tour.trigger()
    stage.settle()


def unused_card(stage: Stage) -> None:
    stage.load()
    stage.window.open_to_write(stage.newest())
    stage.window.steward.card.tell("NVIDIA GeForce RTX 4090", "")


SCENES = (
    *(Scene(f"tour-{step + 1}", partial(tour, step=step), Setting(has_history=False)) for step in range(4)),
    Scene("tour-small", tour_beside_answers),
    Scene("new-version", new_version),
    Scene("new-version-page", its_page),
    Scene("no-new-versions", no_feed),
    Scene("unused-card", unused_card),
)
