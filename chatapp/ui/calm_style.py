"""How controls are drawn where the system names no style of its own: flat, one line around, corners alike. GUI thread.

Only what is drawn differs from Qt's Fusion; sizes, keys and behaviour are its own.
"""

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPalette, QPen, QPolygonF
from PySide6.QtWidgets import (
    QApplication,
    QProxyStyle,
    QStyle,
    QStyleOption,
    QStyleOptionButton,
    QStyleOptionComplex,
    QStyleOptionFocusRect,
    QStyleOptionFrame,
    QStyleOptionSlider,
    QStyleOptionTab,
    QStyleOptionToolButton,
    QStyleOptionViewItem,
    QWidget,
)

from chatapp.ui.icons import Icon, icon
from chatapp.ui.theme import Colours, colours_of

NAME = "calm"
RADIUS = 6.0
HANDLE = 8  # thickness of a scroll bar's handle
LEAST_HANDLE = 32

HEIGHT = 28  # of a button or a field
ROW = 24  # of a list, so that its lines are told apart
TEXT_INSET = 4
TAB_SPACE = 14  # beside its name, both sides together
BUTTON_INSET = 6  # beside a button's words, more than Fusion gives
TALL = frozenset(
    (
        QStyle.ContentsType.CT_LineEdit,
        QStyle.ContentsType.CT_PushButton,
        QStyle.ContentsType.CT_ComboBox,
        QStyle.ContentsType.CT_SpinBox,
    )
)

Complex = QStyle.ComplexControl
Sub = QStyle.SubControl
Primitive = QStyle.PrimitiveElement
State = QStyle.StateFlag


class CalmStyle(QProxyStyle):
    def __init__(self) -> None:
        super().__init__("fusion")
        self.setObjectName(NAME)

    def drawPrimitive(
        self, element: Primitive, option: QStyleOption, painter: QPainter, widget: QWidget | None = None
    ) -> None:
        if element == Primitive.PE_PanelButtonCommand:
            _draw_button(option, painter)
        elif element in (Primitive.PE_FrameLineEdit, Primitive.PE_PanelLineEdit):
            if _has_frame(option, widget):
                _draw_field(option, painter, stands_for=None if widget is None else widget.focusProxy())
        elif element == Primitive.PE_Frame and isinstance(option, QStyleOptionFrame):
            _draw_frame(option, painter)
        elif element == Primitive.PE_PanelItemViewRow and isinstance(option, QStyleOptionViewItem):
            super().drawPrimitive(element, _calmly_selected(option), painter, widget)
        elif element == Primitive.PE_IndicatorCheckBox:
            _draw_check_box(option, painter)
        elif element == Primitive.PE_FrameFocusRect:
            _draw_focus(option, painter)
        else:
            super().drawPrimitive(element, option, painter, widget)

    def drawControl(
        self,
        element: QStyle.ControlElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        """A flat button has no ground of its own, but shows the pointer and the keyboard like the others."""
        if element == QStyle.ControlElement.CE_PushButtonBevel and _is_flat(option):
            _draw_button(option, painter)
        elif element == QStyle.ControlElement.CE_TabBarTabShape and isinstance(option, QStyleOptionTab):
            _draw_tab(option, painter)
        elif element == QStyle.ControlElement.CE_ItemViewItem and isinstance(option, QStyleOptionViewItem):
            super().drawControl(element, _calmly_selected(option), painter, widget)
        else:
            super().drawControl(element, option, painter, widget)

    def pixelMetric(
        self, metric: QStyle.PixelMetric, option: QStyleOption | None = None, widget: QWidget | None = None
    ) -> int:
        """Tabs stand close, so that a narrow panel shows their names whole."""
        return (
            TAB_SPACE
            if metric == QStyle.PixelMetric.PM_TabBarTabHSpace
            else super().pixelMetric(metric, option, widget)
        )

    def standardIcon(
        self, which: QStyle.StandardPixmap, option: QStyleOption | None = None, widget: QWidget | None = None
    ) -> QIcon:
        """What empties a field is drawn like the other icons: Qt's own is white on white, or glaring in the dark."""
        if which == QStyle.StandardPixmap.SP_LineEditClearButton:
            return icon(Icon.CLOSE, QApplication.palette() if widget is None else widget.palette())
        return super().standardIcon(which, option, widget)

    def drawComplexControl(
        self, control: Complex, option: QStyleOptionComplex, painter: QPainter, widget: QWidget | None = None
    ) -> None:
        if control == Complex.CC_ScrollBar and isinstance(option, QStyleOptionSlider):
            _draw_scroll_bar(option, painter, self.subControlRect(control, option, Sub.SC_ScrollBarSlider, widget))
        elif control == Complex.CC_ComboBox:
            _draw_field(option, painter, is_pressed=bool(option.state & State.State_On))
            arrow = self.subControlRect(control, option, Sub.SC_ComboBoxArrow, widget)
            _draw_arrow(painter, option, QPointF(arrow.center()), up=False)
        elif control == Complex.CC_SpinBox:
            _draw_field(option, painter)
            for part, up in ((Sub.SC_SpinBoxUp, True), (Sub.SC_SpinBoxDown, False)):
                centre = self.subControlRect(control, option, part, widget).center()
                _draw_arrow(painter, option, QPointF(centre), up=up)
        else:
            if control == Complex.CC_ToolButton and isinstance(option, QStyleOptionToolButton) and not option.text:
                option = QStyleOptionToolButton(option)
                option.features &= ~QStyleOptionToolButton.ToolButtonFeature.HasMenu  # an arrow over its icon
            super().drawComplexControl(control, option, painter, widget)

    def subElementRect(self, element: QStyle.SubElement, option: QStyleOption, widget: QWidget | None = None) -> QRect:
        rect = super().subElementRect(element, option, widget)  # type: ignore[arg-type] # None is taken
        if element == QStyle.SubElement.SE_LineEditContents and _has_frame(option, widget):
            rect.adjust(TEXT_INSET, 0, -TEXT_INSET, 0)
        return rect

    def sizeFromContents(
        self, kind: QStyle.ContentsType, option: QStyleOption, size: QSize, widget: QWidget | None = None
    ) -> QSize:
        wanted = super().sizeFromContents(kind, option, size, widget)  # type: ignore[arg-type] # None is taken
        if kind in TALL and (kind != QStyle.ContentsType.CT_LineEdit or _has_frame(option, widget)):
            wanted.setHeight(max(wanted.height(), HEIGHT))
            if kind == QStyle.ContentsType.CT_PushButton:
                wanted.setWidth(wanted.width() + 2 * BUTTON_INSET)
        elif kind == QStyle.ContentsType.CT_ItemViewItem:
            wanted.setHeight(max(wanted.height(), ROW))
        return wanted

    def subControlRect(
        self, control: Complex, option: QStyleOptionComplex, part: Sub, widget: QWidget | None = None
    ) -> QRect:
        """A scroll bar without arrows: its handle has the whole length."""
        if control != Complex.CC_ScrollBar or not isinstance(option, QStyleOptionSlider):
            return super().subControlRect(control, option, part, widget)  # type: ignore[arg-type] # None is taken
        is_upright = option.orientation == Qt.Orientation.Vertical
        length = option.rect.height() if is_upright else option.rect.width()
        start, size = _handle(option, length)
        spans = {
            Sub.SC_ScrollBarGroove: (0, length),
            Sub.SC_ScrollBarSlider: (start, size),
            Sub.SC_ScrollBarSubPage: (0, start),
            Sub.SC_ScrollBarAddPage: (start + size, length - start - size),
        }
        if part not in spans:
            return QRect()
        at, extent = spans[part]
        rect = QRect(0, at, option.rect.width(), extent) if is_upright else QRect(at, 0, extent, option.rect.height())
        return QStyle.visualRect(option.direction, option.rect, rect.translated(option.rect.topLeft()))


def _handle(option: QStyleOptionSlider, length: int) -> tuple[int, int]:
    """Where the handle begins, and how long it is: the share of the page that is seen."""
    steps = option.maximum - option.minimum
    if steps <= 0:
        return 0, length
    size = min(length, max(LEAST_HANDLE, length * option.pageStep // (steps + option.pageStep)))
    start = QStyle.sliderPositionFromValue(
        option.minimum, option.maximum, option.sliderPosition, length - size, option.upsideDown
    )
    return start, size


def _has_frame(option: QStyleOption, widget: QWidget | None) -> bool:
    """Not the field within a spin or combo box, nor one that stands in a frame of ours."""
    is_inner = widget is not None and widget.objectName() == "qt_spinbox_lineedit"
    return not is_inner and not (isinstance(option, QStyleOptionFrame) and option.lineWidth <= 0)


def _frame(option: QStyleOption, inset: float) -> QRectF:
    return QRectF(option.rect).adjusted(inset, inset, -inset, -inset)


def _accent(option: QStyleOption) -> QColor:
    return option.palette.color(QPalette.ColorRole.Accent)


def _edge(option: QStyleOption, colours: Colours) -> QPen:
    """Stronger with the keyboard; quiet where nothing can be done."""
    if option.state & State.State_HasFocus:
        return QPen(_accent(option), 2)
    return QPen(QColor(colours.edge if option.state & State.State_Enabled else colours.line), 1)


def _draw_box(option: QStyleOption, painter: QPainter, ground: QColor, pen: QPen) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(pen)
    painter.setBrush(ground)
    painter.drawRoundedRect(_frame(option, pen.widthF() / 2), RADIUS, RADIUS)
    painter.restore()


def _draw_button(option: QStyleOption, painter: QPainter) -> None:
    colours = colours_of(option.palette)
    is_flat = _is_flat(option)
    is_default = isinstance(option, QStyleOptionButton) and bool(
        option.features & QStyleOptionButton.ButtonFeature.DefaultButton
    )
    is_down = bool(option.state & (State.State_Sunken | State.State_On))
    is_over = bool(option.state & State.State_MouseOver) and bool(option.state & State.State_Enabled)
    ground = QColor(colours.track if is_down else colours.hover if is_over else colours.page)
    pen = _edge(option, colours)
    if is_flat and not is_down and not is_over:
        ground = _no_colour()
    if is_flat and not option.state & State.State_HasFocus:
        pen = QPen(Qt.PenStyle.NoPen)
    elif is_default and option.state & State.State_Enabled:
        pen.setColor(_accent(option))
    _draw_box(option, painter, ground, pen)


def _is_flat(option: QStyleOption) -> bool:
    return isinstance(option, QStyleOptionButton) and bool(option.features & QStyleOptionButton.ButtonFeature.Flat)


def _draw_field(
    option: QStyleOption, painter: QPainter, *, is_pressed: bool = False, stands_for: QWidget | None = None
) -> None:
    """`stands_for` has the keyboard in the field's place."""
    colours = colours_of(option.palette)
    is_enabled = bool(option.state & State.State_Enabled)
    ground = QColor(colours.hover if is_pressed else colours.page if is_enabled else colours.panel)
    has_focus = stands_for is not None and stands_for.hasFocus()
    _draw_box(option, painter, ground, QPen(_accent(option), 2) if has_focus else _edge(option, colours))


def _draw_check_box(option: QStyleOption, painter: QPainter) -> None:
    colours = colours_of(option.palette)
    is_on = bool(option.state & State.State_On)
    ground = _accent(option) if is_on else QColor(colours.page)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(_accent(option) if is_on else QColor(colours.edge), 1))
    painter.setBrush(ground)
    box = _frame(option, 0.5)
    painter.drawRoundedRect(box, 3, 3)
    if is_on:
        painter.setPen(QPen(option.palette.color(QPalette.ColorRole.HighlightedText), 1.8))
        unit = box.width() / 10
        points = [QPointF(box.left() + x * unit, box.top() + y * unit) for x, y in ((2.2, 5.2), (4.2, 7.2), (7.8, 3))]
        painter.drawPolyline(QPolygonF(points))
    painter.restore()


def _calmly_selected(option: QStyleOptionViewItem) -> QStyleOptionViewItem:
    """A chosen row in the quiet colour that the list of conversations has for it."""
    calm = QStyleOptionViewItem(option)
    colours = colours_of(option.palette)
    calm.palette.setColor(QPalette.ColorRole.Highlight, QColor(colours.selected))
    calm.palette.setColor(QPalette.ColorRole.HighlightedText, QColor(colours.text))
    return calm


def _draw_frame(option: QStyleOption, painter: QPainter) -> None:
    """Around what scrolls; its corners are square, for what lies in it is."""
    painter.save()
    painter.setPen(QPen(QColor(colours_of(option.palette).edge), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(_frame(option, 0.5))
    painter.restore()


def _draw_tab(option: QStyleOptionTab, painter: QPainter) -> None:
    """Flat; the one that is shown has a line of the accent below it."""
    colours = colours_of(option.palette)
    is_shown = bool(option.state & State.State_Selected)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    if option.state & State.State_MouseOver and not is_shown:
        painter.setBrush(QColor(colours.hover))
        painter.drawRoundedRect(_frame(option, 2), RADIUS, RADIUS)
    line = QRectF(option.rect.left(), option.rect.bottom() - 1, option.rect.width(), 2 if is_shown else 1)
    painter.fillRect(line, _accent(option) if is_shown else QColor(colours.line))
    painter.restore()


def _no_colour() -> QColor:
    return QColor(Qt.GlobalColor.transparent)


def _draw_focus(option: QStyleOption, painter: QPainter) -> None:
    """On a selected row in the colour of its text and within it: the accent is what lies under it."""
    under = option.backgroundColor if isinstance(option, QStyleOptionFocusRect) else QColor()
    is_selected = under == option.palette.highlight().color()
    colour = option.palette.highlightedText().color() if is_selected else _accent(option)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour, 1 if is_selected else 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(_frame(option, 2 if is_selected else 1), RADIUS - 2, RADIUS - 2)
    painter.restore()


def _draw_scroll_bar(option: QStyleOptionSlider, painter: QPainter, handle: QRect) -> None:
    colours = colours_of(option.palette)
    if option.maximum <= option.minimum:
        return
    is_held = bool(option.state & (State.State_Sunken | State.State_MouseOver))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colours.muted if is_held else colours.edge))
    room = QRectF(handle)
    if option.orientation == Qt.Orientation.Vertical:
        room = QRectF(room.center().x() - HANDLE / 2, room.top() + 2, HANDLE, room.height() - 4)
    else:
        room = QRectF(room.left() + 2, room.center().y() - HANDLE / 2, room.width() - 4, HANDLE)
    painter.drawRoundedRect(room, HANDLE / 2, HANDLE / 2)
    painter.restore()


def _draw_arrow(painter: QPainter, option: QStyleOption, centre: QPointF, *, up: bool) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    group = QPalette.ColorGroup.Normal if option.state & State.State_Enabled else QPalette.ColorGroup.Disabled
    painter.setPen(QPen(option.palette.color(group, QPalette.ColorRole.ButtonText), 1.4))
    rise = -2.0 if up else 2.0
    points = [centre + QPointF(x, y) for x, y in ((-3.5, -rise / 2), (0, rise / 2), (3.5, -rise / 2))]
    painter.drawPolyline(QPolygonF(points))
    painter.restore()
