"""What the program says of itself: newer versions."""

from PySide6.QtWidgets import QPushButton

from chatapp.domain.release import Release
from chatapp.ui.updates.presenter import UPDATES
from tests.screens.scene import Scene
from tests.screens.stage import Stage

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


SCENES = (
    Scene("new-version", new_version),
    Scene("new-version-page", its_page),
    Scene("no-new-versions", no_feed),
)
