"""Which heading a conversation stands under. Pure, but for translation and the reader's own time zone."""

from datetime import date, datetime

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from chatapp.domain.conversation import days_ago


def section_of(moment: datetime, today: date) -> str:
    """Today, Yesterday, the previous 7 and 30 days, then the month: "March", or "March 2024" in another year."""
    days = days_ago(moment, today)
    for limit, heading in _near():
        if days <= limit:
            return heading
    day = moment.astimezone().date()
    year = QCoreApplication.translate("DaySections", "MMMM yyyy")  # Qt's signs for a month and a year
    pattern = "MMMM" if day.year == today.year else year
    return QLocale().toString(QDate(day.year, day.month, day.day), pattern)


def _near() -> tuple[tuple[int, str], ...]:
    translate = QCoreApplication.translate
    return (
        (0, translate("DaySections", "Today")),
        (1, translate("DaySections", "Yesterday")),
        (7, translate("DaySections", "Previous 7 days")),
        (30, translate("DaySections", "Previous 30 days")),
    )
