"""What a learner is told: a status, a message, and the card that shows both in a notebook."""

import re
from dataclasses import dataclass
from html import escape

LOOK = {  # status: icon, colour of the edge and the heading, background; legible on light and dark pages
    "not yet": ("…", "#55555f", "#f1f1f4"),
    "correct": ("✓", "#00664a", "#e8f6f0"),
    "correct, but": ("✓", "#7a5200", "#fdf4dc"),
    "mistake": ("↺", "#7a3e00", "#fdeee0"),
    "wrong": ("✗", "#a03000", "#fceae4"),
    "error": ("!", "#a03000", "#fceae4"),
}


@dataclass(frozen=True, repr=False)
class Feedback:
    """One answer to a learner; `mistake` is the name of the misunderstanding where the status is "mistake".

    `progress` says how many exercises of the lesson are solved, where this one is and that is kept.
    """

    status: str
    message: str
    exercise: str
    mistake: str = ""
    progress: str = ""

    def __str__(self):
        return self.message

    def __repr__(self):
        return f"{LOOK[self.status][0]} {self.status.capitalize()}. {self.message}" + f"\n{self.progress}".rstrip()

    def _repr_html_(self):
        icon, colour, background = LOOK[self.status]
        words = marked_up(f"{self.message}\n{self.progress}".rstrip())
        return (
            f'<div role="status" style="background:{background};color:#1b1b1f;border-left:6px solid {colour};'
            f'border-radius:4px;padding:10px 14px;margin:4px 0;max-width:46em;line-height:1.5">'
            f'<div style="color:{colour};font-weight:700"><span aria-hidden="true">{icon}</span> '
            f'{self.status.capitalize()}</div><div style="white-space:pre-wrap;color:#1b1b1f">{words}</div></div>'
        )


def marked_up(words):
    """The words as HTML, with code where they have it between backticks."""
    look = "background:transparent;color:inherit;padding:0;font-weight:600"
    return re.sub("`([^`\n]+)`", rf'<code style="{look}">\1</code>', escape(words))
