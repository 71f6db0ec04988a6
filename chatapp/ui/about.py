"""Help > About: what this is, which version, under which licence. GUI thread; not modal."""

import platform

from PySide6.QtCore import Qt, qVersion
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

import chatapp
from chatapp import graphics
from chatapp.ui import licences
from chatapp.ui.app_icon import app_icon

ICON = 64


class About(QDialog):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("About Causerie"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        picture = QLabel()
        picture.setPixmap(app_icon().pixmap(ICON, ICON))
        name = QLabel(self.tr("Causerie {0}").format(chatapp.__version__))
        font = QFont(name.font())
        font.setPointSizeF(font.pointSizeF() * 1.4)
        name.setFont(font)
        text = self.words = QLabel(
            self.tr(
                "Chat and write with a language model, on your own computer.\n"
                "What you write stays here: nothing is sent anywhere.\n\n"
                "Licence: MIT. The models that you add have licences of their own.\n\n"
                "Python {0}, Qt {1}, PyTorch {3} ({4}), {2}"
            ).format(
                platform.python_version(),
                qVersion(),
                platform.platform(terse=True),
                graphics.torch_release(),
                graphics.flavour().upper(),
            )
        )
        text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        text.setAccessibleName(self.tr("About"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        if licences.file().is_file():
            shown = buttons.addButton(self.tr("&Licences"), QDialogButtonBox.ButtonRole.ActionRole)
            shown.clicked.connect(self.show_licences)
        words = QVBoxLayout()
        words.addWidget(name)
        words.addWidget(text)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        column = QVBoxLayout(self)
        column.addLayout(row)
        column.addWidget(buttons)

    def show_licences(self) -> None:
        licences.Licences(licences.file().read_text(encoding="utf-8"), self).show()
