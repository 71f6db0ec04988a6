"""Pictures of reading and writing: formulas, tables, footnotes, thoughts, what is found, what goes with a message."""

from chatapp.domain.attachment import Attachment
from chatapp.domain.message import Status
from chatapp.ui.markdown.typesetter import typesetter
from tests.screens.stage import Stage

ANSWER = r"""<think>
The person asks about **rainbows**. I should give the law of refraction and then the angle, $\theta$.
</think>

Light bends by Snell's law, $n_1 \sin\theta_1 = n_2 \sin\theta_2$, and the bow stands where the rays crowd:

$$
\theta = 4 \arcsin\frac{\sin i}{n} - 2i, \qquad \sin i = \sqrt{\frac{4 - n^2}{3}}
$$

| Colour | Index $n$ | Angle |
| :----- | --------: | ----: |
| red    |     1.331 | 42.4° |
| violet |     1.344 | 40.5° |

- [x] Sun behind you
- [ ] Rain before you

```python
def angle(n: float) -> float:
    return degrees(4 * asin(sine(n) / n) - 2 * asin(sine(n)))
```

Descartes found it in 1637[^1]; see [his book](https://example.org/meteores).

[^1]: *Les Météores*, the eighth discourse.
"""
ATTACHED = (
    Attachment("observations-of-rainbows-2025.csv", "time,angle\n" * 900, "text/csv"),
    Attachment("notes.md", "Rain.\n" * 40),
)


def formulas(stage: Stage) -> None:
    stage.load()
    _, answer = stage.store.add_turn(stage.newest(), None, stage.words.question, ATTACHED)
    stage.store.finish(answer.id, ANSWER, Status.COMPLETE)
    stage.window.open_to_write(stage.newest())
    stage.until(lambda: not typesetter().is_busy)


def thoughts(stage: Stage) -> None:
    formulas(stage)
    answer = stage.window.chat.answer
    widget = None if answer is None else stage.window.chat_page.transcript.turn_widget(answer.message.id)
    if widget is None:
        raise LookupError("no answer in view")
    stage.window.chat_page.transcript.verticalScrollBar().setValue(0)
    widget.fold.unfold()
    widget.fold.header.setFocus()
    stage.until(lambda: not typesetter().is_busy)


def found(stage: Stage) -> None:
    formulas(stage)
    stage.window.commands.find.trigger()
    bar = stage.window.chat_page.transcript.find_bar
    bar.field.setText("angle")
    stage.until(lambda: " " in bar.count.text())


def link_asked(stage: Stage) -> None:
    formulas(stage)
    answer = stage.window.chat.answer
    widget = None if answer is None else stage.window.chat_page.transcript.turn_widget(answer.message.id)
    if widget is not None:
        widget.link_activated.emit("https://example.org/meteores?discourse=8")


def attachments(stage: Stage) -> None:
    stage.load()
    stage.window.open_to_write(stage.newest())
    composer = stage.window.chat_page.composer
    composer.tray.show_attachments(ATTACHED)
    composer.tray.add_paste("A long paste. " * 400)
    composer.suggest(stage.words.draft)
