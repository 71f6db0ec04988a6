"""Numbers as a person reads them: counts, sizes, times left. Pure but for locale and translation."""

from PySide6.QtCore import QCoreApplication, QLocale


def count(number: int) -> str:
    return QLocale().toString(number)


def size(number: int) -> str:
    """Of a file: 98.4 MB, in powers of ten as every shop and disk counts."""
    return QLocale().formattedDataSize(number, 1, QLocale.DataSizeFormat.DataSizeSIFormat)


def percent(fraction: float) -> str:
    return QCoreApplication.translate("Quantities", "{0} %").format(int(fraction * 100))


def speed(tokens_per_second: float) -> str:
    precision = 0 if tokens_per_second >= 10 else 1
    number = QLocale().toString(tokens_per_second, "f", precision)
    return QCoreApplication.translate("Quantities", "{0} tokens/s").format(number)


def seconds(duration: float) -> str:
    precision = 0 if duration >= 10 else 1
    return QCoreApplication.translate("Quantities", "{0} s").format(QLocale().toString(duration, "f", precision))


def time_left(duration: float) -> str:
    """Rough on purpose: a number that jumps is worse than a round one."""
    translate = QCoreApplication.translate
    if duration < 60:
        return translate("Quantities", "{0} s left").format(max(1, round(duration)))
    return translate("Quantities", "{0} min left").format(round(duration / 60))
