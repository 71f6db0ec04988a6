"""Two messages compared, in a window of their own that keeps nobody from going on. GUI thread."""

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from chatapp.ui.dialog_size import open_at
from chatapp.ui.side_panel.difference_view import DifferenceView

SIZE = (640, 480)


def show_comparison(parent: QWidget, before: str, after: str) -> QDialog:
    dialog = QDialog(parent.window())
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle(QCoreApplication.translate("Comparison", "Differences"))
    open_at(dialog, SIZE)
    view = DifferenceView()
    view.show_texts(before, after)
    column = QVBoxLayout(dialog)
    column.setContentsMargins(12, 12, 12, 12)
    column.addWidget(view)
    dialog.show()
    return dialog
