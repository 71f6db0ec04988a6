"""Says once that a graphics card is there which this program was made without a use for. GUI thread; the card is looked
for on a thread of its own."""

import logging
from pathlib import Path
from threading import Thread

from PySide6.QtCore import QObject, Qt, Signal

from chatapp import graphics, paths
from chatapp.graphics import Flavour
from chatapp.settings import SettingsFile
from chatapp.ui.banners import BannerAction, Banners
from chatapp.ui.translation_catalogue import said

log = logging.getLogger(__name__)

CARD = "card"


class UnusedCard(QObject):
    _found = Signal(str, str)

    def __init__(self, banners: Banners, settings: SettingsFile, program: Path | None = None) -> None:
        super().__init__(banners)
        self._banners = banners
        self._settings = settings
        self._program = program or paths.program_folder()
        self._found.connect(self.tell, Qt.ConnectionType.QueuedConnection)

    def begin(self) -> None:
        """Nobody waits for it, and a program that ends does not either."""
        Thread(target=self._look, name="graphics", daemon=True).start()

    def tell(self, card: str, fault: str) -> None:
        """`fault`: why what lies beside the program is of no use. Nothing where that was said to be known."""
        if self._settings.current.model.known_card == card:
            return
        found = self.tr("There is a graphics card, {0}, that this Causerie can't use: models run on the processor.")
        known = BannerAction(self.tr("Don't say this again"), lambda: self._keep(card))
        self._banners.show_notice(CARD, f"{found.format(card)}\n{self._remedy(fault)}", known)

    def _look(self) -> None:
        try:
            if graphics.flavour() is not Flavour.CPU:
                return
            pack = graphics.find_pack(self._program)
            if (pack is None or pack.fault) and (card := graphics.nvidia_card()):
                self._found.emit(card, pack.fault if pack is not None else "")
        except RuntimeError:
            return  # the window is gone
        except Exception:
            log.exception("graphics: unforeseen error")

    def _remedy(self, fault: str) -> str:
        place = self._program / graphics.PACK
        words = self.tr("Install the CUDA edition, or put PyTorch {0} for CUDA into {1}, where it is found.")
        unfit = self.tr("What is there now can't be used: {0}.").format(said(fault))
        return "\n".join((words.format(graphics.torch_release(), place), *([unfit] if fault else ())))

    def _keep(self, card: str) -> None:
        self._banners.dismiss(CARD)
        model = self._settings.current.model.model_copy(update={"known_card": card})
        try:
            self._settings.change(model=model)
        except OSError as error:
            log.warning("it was not saved that the card is known: %s", error)
