"""A newer version is told in a banner, and the way to its page shown before it is gone. GUI thread.

Nothing is fetched or installed: what a person does with the page is their own affair.
"""

from PySide6.QtCore import QLocale, QObject, QTimer

from chatapp import __version__
from chatapp.domain.errors import ProblemKind
from chatapp.domain.release import Release
from chatapp.services.desk import Services
from chatapp.services.updates import UpdatePhase, no_feed
from chatapp.ui.actions import Actions
from chatapp.ui.asking import Asking
from chatapp.ui.banners import BannerAction, Banners
from chatapp.ui.chat.outside import open_link

UPDATES = "updates"
HOUR_MS = 3_600_000


class UpdatePresenter(QObject):
    def __init__(self, actions: Actions, banners: Banners, services: Services, asking: Asking) -> None:
        super().__init__(banners)
        self._banners = banners
        self._updates = services.updates
        self._asking = asking
        self._end_listening = self._updates.subscribe(self._on_state)
        self._hourly = QTimer(self)
        self._hourly.setInterval(HOUR_MS)
        self._hourly.timeout.connect(self._updates.check_if_due)
        actions.check_updates.triggered.connect(self.check)

    def begin(self) -> None:
        """The window is there, and nobody waits for anything."""
        self._hourly.start()
        self._updates.check_if_due()

    def leave(self) -> None:
        """Hears no more of what goes on."""
        self._hourly.stop()
        self._end_listening()

    def follow_settings(self) -> None:
        """Switched on just now, perhaps."""
        if self._updates.is_missing_feed:
            self._banners.show_problem(UPDATES, no_feed())
        self._updates.check_if_due()

    def check(self) -> None:
        if not self._updates.feed.is_there:
            self._banners.show_problem(UPDATES, no_feed())
            return
        self._asking(self._updates.check)

    def _on_state(self) -> None:
        """Of an answer that nobody waits for only what matters is told: an offline computer is no news."""
        state = self._updates.state
        if state.phase is UpdatePhase.NEWER and state.release is not None:
            self._tell(state.release)
        elif state.problem is not None and (state.is_asked_for or state.problem.kind is not ProblemKind.NETWORK):
            self._banners.show_problem(UPDATES, state.problem)
        elif state.phase is UpdatePhase.ASKING and state.is_asked_for:
            self._banners.show_notice(UPDATES, self.tr("Asking whether there is a new version…"))
        elif state.phase is UpdatePhase.NEWEST and state.is_asked_for:
            self._banners.show_notice(UPDATES, self.tr("This is the newest version, {0}.").format(__version__))

    def _tell(self, release: Release) -> None:
        sentence = self.tr("Causerie {0} is out; this is {1}. Nothing was fetched.").format(
            release.version, __version__
        )
        ask = BannerAction(self.tr("Go to its page…"), lambda: self._ask_to_open(release))
        self._banners.show_notice(UPDATES, sentence, ask, details=release.notes_in(QLocale().name()))

    def _ask_to_open(self, release: Release) -> None:
        sentence = self.tr("This opens in your browser: {0}").format(release.page)
        self._banners.show_notice(UPDATES, sentence, BannerAction(self.tr("Open"), lambda: self._open(release)))

    def _open(self, release: Release) -> None:
        self._banners.dismiss(UPDATES)
        open_link(release.page)
