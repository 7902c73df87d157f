"""Five questions for each lesson, each choice with its reason: open a choice, and it says whether it is right and why.

They stand as QUESTIONS in the lesson's file. What is shown is plain HTML, so it also works without a kernel.
"""

from dataclasses import dataclass

from logreg_core.exercises.feedback import LOOK, marked_up


@dataclass(frozen=True)
class Question:
    """A question and its choices, pairs of an answer and its reason; `right` is the number of the right one."""

    text: str
    right: int
    choices: tuple[tuple[str, str], ...]


def question(text, right, *choices):
    """A Question; the choices are numbered from 1."""
    return Question(text, right, choices)


@dataclass(frozen=True, repr=False)
class Questions:
    """The questions of one lesson, as a page of choices to open."""

    lesson: int
    questions: tuple

    def __repr__(self):
        return f"{len(self.questions)} questions on lesson {self.lesson:02}"

    def __str__(self):
        lines = [repr(self)]
        for i, asked in enumerate(self.questions, 1):
            lines += [
                "",
                f"{i}. {asked.text}",
                *(f"   {chr(96 + k)}) {c}" for k, (c, _) in enumerate(asked.choices, 1)),
            ]
        return "\n".join(lines)

    def _repr_html_(self):
        parts = []
        for i, asked in enumerate(self.questions, 1):
            parts.append(f'<p style="margin:14px 0 6px;font-weight:600">{i}. {marked_up(asked.text)}</p>')
            for k, (choice, reason) in enumerate(asked.choices, 1):
                icon, colour, background = LOOK["correct" if k == asked.right else "wrong"]
                verdict = "Right." if k == asked.right else "No."
                parts.append(
                    f'<details name="question-{self.lesson}-{i}" style="margin:3px 0 3px 18px">'
                    f'<summary style="cursor:pointer">{marked_up(choice)}</summary>'
                    f'<div style="background:{background};color:#1b1b1f;border-left:6px solid {colour};'
                    f'border-radius:4px;padding:6px 12px;margin:4px 0 8px 18px">'
                    f'<b style="color:{colour}"><span aria-hidden="true">{icon}</span> {verdict}</b> '
                    f"{marked_up(reason)}</div></details>"
                )
        return f'<div data-questions style="max-width:46em;line-height:1.5">{"".join(parts)}</div>'
