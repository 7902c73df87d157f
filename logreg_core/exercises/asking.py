"""A place to commit oneself before an answer is opened: `ask("05/surface-question")`, in the cell below a question.

It is plain HTML with a style, so it needs no kernel, no script and no network. Which choice is right does not stand in
the notebook's cell, but here: choices as they are shown, the right one with a star; or a number, and how near is near
enough. Where nothing has a star, every choice is as good as another. An answer folded in <details class="answer">,
in one of the next cells, opens once something is chosen, and what the cells before it print shows only then.
"""

from dataclasses import dataclass
from html import escape

ASKED = {
    # 00
    "00/task-question": ("*in the left one", "in the right one", "in both"),
    "00/watch-question": ("it stays where it is", "*it goes on falling", "it rises again"),
    "00/watch-answer": ("yes, if one waits", "*no, it settles below"),
    "00/grow-question": (
        "*larger weights make right answers surer",
        "the steps are too large",
        "the start was badly chosen",
    ),
    "00/log": ("log p goes to 0", "log p goes to 1", "*log p falls without end"),
    "00/exp": ("it is negative", "*it is positive"),
    "00/slope": (6, 0.05),
    "00/dot": (2, 0),
    "00/product": ("log a · log b · log c", "*log a + log b + log c", "log (a + b + c)"),
    # 01
    "01/line": ("it is too steep", "*it leaves the range from 0 to 1", "it misses the points"),
    "01/line-answer": (2, 0),
    "01/odds-ends": ("the square root", "*the logarithm", "one divided by them"),
    "01/logit-table": ("*read it from the vertical axis to the horizontal one", "stretch it", "make it straight"),
    "01/film": ("yes", "*no, by less in the second step", "no, by more in the second step"),
    "01/film-answer": ("the dot is higher", "the bar is higher", "*they are equal"),
    "01/slope-film": ("*at z = 0, with the slope 1/4", "at z = 0, with the slope 1/2", "at z = 2, with the slope 1/4"),
    "01/unit-answer": ("yes", "*no"),
    "01/steer": (-3, 0),
    "01/why": ("still a line", "*a parabola", "an S, like the sigmoid"),
    # 02
    "02/flowers-question": ("exactly one line parts them", "*many lines do", "no line does"),
    "02/lost-question": ("w₁", "w₂", "*b"),
    "02/height-answer": ("turn the sign of b", "turn the signs of w₁ and w₂", "*turn all three signs"),
    "02/normal-question": ("it looks like one", "the proof is at fault", "*the picture is at fault"),
    "02/uphill": ("by 45°", "*by 90°", "by 180°"),
    "02/turning-answer": ("*stay as it is", "double", "halve"),
    "02/crossing-question": ("they are equal", "*they add up to 1", "one is twice the other"),
    "02/scale-question": ("*at 0 there is no line", "at 0 the line stands upright", "at 0 nothing changes"),
    "02/scale-answer": ("the trained line makes fewer", "*some other line makes fewer"),
    "02/plane-question": ("a plane in a box", "four lines", "*nobody can draw it"),
    # 03
    "03/bars": ("the one with the lowest score", "*the one with the shortest green bar", "the one with the longest"),
    "03/compare": (0.68, 0.06),
    "03/underflow": ("the square", "the exponential", "*the logarithm"),
    "03/one-example": ("*both cost the same at ½", "a 1 costs more at ½", "a 0 costs more at ½"),
    "03/library": (1, 0.05),
    "03/like-score-answer": ("it is the mean loss", "*it is the likelihood", "it is the odds"),
    "03/film": ("*the log loss", "the squared error", "both"),
    "03/valleys": ("positive", "*negative", "zero"),
    "03/second-answer": ("above both", "*above the log loss, below the squared error", "below both"),
    "03/board": ("one each", "*the log loss one, the squared error two", "two each"),
    "03/surface-answer": (
        "5 % costs least",
        "*30 % costs least, and 5 % is worse than 60 %",
        "30 % costs least, and 60 % is worse",
    ),
    # 04
    "04/tangent": ("*it rises by about 0.035", "it falls by about 0.035", "it rises by about 0.35"),
    "04/tangent-answer": (-0.75, 0.001),
    "04/cancel": ("*p − y", "p (1 − p)", "1 / (p (1 − p))"),
    "04/product-read": ("it grows without bound", "*it tends to 1 in size", "it tends to 0"),
    "04/weights": ("up", "*down"),
    "04/table-question": ("its label is 0", "*its feature x₂ is larger", "it is counted twice"),
    "04/speed": ("about twice", "about ten times", "*fifty times or more"),
    "04/speed-answer": ("those well on their own side pull hard", "*those far on the wrong side do", "all pull alike"),
    "04/board-answer": (0.488, 0.01),
    "04/check-answer": ("yes, both of them", "*one of them only", "neither"),
    "04/check-trap-answer": ("by 10 and by 10", "*by 10 and by 100", "by 100 and by 1000"),
    "04/steps-picture": ("the formula is wrong there", "*rounding errors are blown up", "the loss has a kink"),
    # 05
    "05/surface-question": ("yes", "*no"),
    "05/rule-question": ("*the surface is curved", "the gradient is not exact", "the computer rounds"),
    "05/loop-question": ("the data are used up", "*the slope fades", "the rate becomes smaller"),
    "05/film-question": (
        "along the valley",
        "*across the valley, then along its floor",
        "straight to the lowest point",
    ),
    "05/rates-question": ("stop 0.03", "stop 0.3", "*stop 3.0"),
    "05/edge": ("1/c and 1/c", "*1/c and 2/c", "2/c and 4/c"),
    "05/edge-question": ("it shrinks in both", "*it shrinks in one and grows in the other", "it grows in both"),
    "05/stuck-question": ("yes", "*no"),
    "05/plane-answer-intro": ("the place of the line", "*how sure the model is", "nothing"),
    "05/accuracy-question": ("no, it stands still", "*yes, the loss falls all the time"),
    "05/stop-question": ("the first", "the third", "*the first and the third"),
    # 06
    "06/pair-question": ("on both", "*on the left one", "on the right one"),
    "06/count-question": ("how many mistakes there are", "*which kind each mistake is", "how many points there are"),
    "06/watch-question": ("a ring further off", "*nothing, there is no lowest point"),
    "06/none-question": (56.6, 0.2),
    "06/widest-question": (
        "*the others have almost no pull left",
        "the others pull both ways",
        "the others come later",
    ),
    "06/one-question": ("yes", "*no"),
    "06/between": ("no", "*yes"),
    "06/stop-question": (
        "one that watches the accuracy",
        "*one that watches the loss, with a fine tol",
        "none, only many iterations",
    ),
    # 07
    "07/beside-question": ("*mostly, yes", "no"),
    "07/two-question": ("ours has the wrong formula", "scikit-learn's is wrong", "*neither, but ours has not arrived"),
    "07/mistakes-text": ("recall 1, precision 1", "*recall 1, precision about ½", "recall about ½, precision 1"),
    "07/move-question": ("precision", "*recall"),
    "07/cost-question": ("it is exactly the lowest", "*it is nearly the lowest", "½ is lower"),
    "07/rare-question": ("the first", "*the third"),
    "07/calibrated-question": ("too sure", "*not sure enough", "neither"),
    "07/calibrated-answer": ("no", "*yes"),
    "07/real-question": ("nothing", "*it bounces along one and creeps along the other", "it ignores the area"),
    "07/real-odds-question": ("yes", "*only with care"),
    # 08
    "08/graph": ("the two blue ones beside it", "*an orange one and the black one on the edge", "two orange ones"),
    "08/reuse": (1, 0),
    "08/shape-ask": ("Python complains", "*a whole table, and no complaint", "one row, and no complaint"),
    "08/wrong": ("yes", "*no"),
    "08/pair": ("near 60 %", "near 90 %", "*higher"),
    "08/weights": ("*on the left side", "on the right side", "in the middle"),
    "08/rates-ask": ("by where they begin", "*by a slow fall, and by jumps", "by their colours"),
    "08/flicker": ("it stands still", "*it flickers", "it fades"),
    "08/rates-film-answer": ("it learns faster", "nothing changes", "*the cost leaps up"),
    "08/mistakes": ("I can read all of them", "I can read some of them", "I can read none of them"),
    "08/mistakes-answer": ("too few iterations", "too few examples", "*too simple a model"),
    # 09
    "09/ring-question": ("x₁ + x₂", "*x₁² + x₂²", "x₁ x₂"),
    "09/squares-question": (
        "*the score is linear in its features only",
        "there are two models",
        "the circle is an accident",
    ),
    "09/raw-question": (
        "it suits both",
        "*it overshoots on one and hardly moves the other",
        "it ignores the large one",
    ),
    "09/degree-question": (
        "the highest degree, for both",
        "*one falls lowest, another is to be trusted",
        "degree 1, for both",
    ),
    "09/during-question": ("near iteration 100", "*near iteration 2,000", "near iteration 10,000"),
    "09/bias": ("it is always small", "*it bends nothing", "it cannot be learned"),
    "09/strength-question": ("both losses fall", "*one rises, the other falls and then rises", "both losses rise"),
    "09/units": ("only its unit changes", "*it is hardly held back any more", "it is held back far more"),
    "09/folds": ("larger", "the same", "*smaller"),
    "09/apart": ("no", "*yes"),
    "09/apart-question": ("it stays where it is", "*it runs off", "it comes to zero"),
    "09/reader": ("the one with squares, L2", "*the one with sizes, L1"),
    # 10
    "10/unit-question": ("its rate is too small", "*its hollow is a ravine", "its data can be separated"),
    "10/pictures": ("*the first", "the second", "the fourth"),
    "10/bowl-question": ("never", "*where a feature is there twice", "at the minimum"),
    "10/edge-question": (0.78, 0.001),
    "10/edge-check": ("below the edge", "*above the edge", "in both"),
    "10/standard-question": ("it would be slow", "*its numbers would mean something else", "it has no spread"),
    "10/batch-question": (
        "*small batches first, in the end the full batch",
        "the full batch, in both",
        "small batches, in both",
    ),
    "10/newton-question": (3, 0),
    "10/race-question": ("yes", "*no"),
    "10/race-table": ("Newton, whatever the goal", "mini-batches, whatever the goal", "*it depends on the goal"),
    # 11
    "11/night-question": ("nothing: they are undamaged", "*every flight without damage was warm", "heat is bad, too"),
    "11/night-doubt": ("yes", "no", "not on that number alone"),
    "11/redraw-question": ("*w₁ only", "w₂ only", "both"),
    "11/redraw-petals": ("yes", "*no"),
    "11/cloud-question": (
        "a quarter as long and as wide",
        "as large as now, with more dots",
        "*half as long and half as wide",
    ),
    "11/bowl": ("near the top", "*far out", "nowhere"),
    "11/interval": ("no, it catches far fewer", "no, it catches nearly all", "*yes, nearly"),
    "11/band-question": ("nothing, it works", "*an end may leave the range from 0 to 1", "it is always too narrow"),
    "11/tests-question": (
        "so that it is never negative",
        "because there are two models",
        "*so that both tests speak of the same thing",
    ),
    "11/part-question": ("*rise", "fall", "level off"),
    "11/part-wrong": (
        "the weight has stopped growing",
        "*the standard error has grown faster than the weight",
        "the groups have become too small",
    ),
    "11/back-question": (
        "yes, the cold is a clear case",
        "*no, the sigmoid squeezes a wide interval",
        "no, the band is drawn wrongly",
    ),
    "11/launch-question": ("yes", "no", "not before I know more"),
    # 12
    "12/third-question": ("*setosa alone", "setosa and virginica", "each of the three"),
    "12/rest-question": ("yes", "*no, some by none and some by two", "no, but every point by one at least"),
    "12/softmax-question": ("they all grow", "the largest grows most", "*nothing"),
    "12/slope-question": ("1", "*0", "it depends on the scores"),
    "12/loop-question": (
        "the flowers happen to lie so",
        "the run was stopped early",
        "*along an edge two scores are equal",
    ),
    "12/confused-question": ("*setosa", "versicolor", "virginica"),
    "12/best-question": ("the rate is too large", "the two that overlap have none", "*one kind stands apart"),
    "12/digits-question": ("0 and 6", "*1 and 9", "4 and 7"),
    "12/mistakes-question": ("there are too few ones", "*their ink lies where a 9 has its own", "they are too pale"),
    # 13
    "13/suspicion-question": ("yes", "*not yet", "no, chance will do as well"),
    "13/six-question": (
        "the table must be wrong",
        "two departments are enough",
        "*they applied where few are admitted",
    ),
    "13/six-cross": (67, 4),
    "13/dummy-question": ("yes, it holds numbers", "*no, they are only names", "yes, once it is standardised"),
    "13/dummy-coding": ("its own log-odds", "how many applied there", "*how far its log-odds are from A's"),
    "13/threefold-question": ("yes", "*no"),
    "13/risk": ("*towards 0", "towards ½", "towards 1"),
    "13/not-say": (
        "The university treated women worse",
        "*Women applied more where few are admitted",
        "Being a woman had no effect",
    ),
    "13/area-question": (
        "*the zeros above it have moved the curve to the right",
        "the ones above it have moved the curve up",
        "the zeros below it are counted first",
    ),
    "13/base": ("nothing", "*they are too high", "they are too low"),
    "13/base-precision": ("about 86 %", "about 40 %", "*less than 5 %"),
    "13/base-answer": ("it puts the lumps into a better order", "it makes the probabilities better", "*hardly"),
}
PRINTED = {"01/line-answer", "03/like-score-answer", "08/mistakes-answer"}  # they are about what the next cell prints
RIGHT = "✓ Right. Now open the answer, and see whether your reason was the same."
WRONG = "✗ Not quite. Have another look, or open the answer."
NOTED = "Noted. Now read on, and see whether you would choose the same again."
DONE = ":checked, [type=number]:valid:not(:focus), :out-of-range:not(:focus)"  # something is chosen
OPEN = f".lp-ask:not(:has({DONE}))"
CELL = f".jp-Cell:has(.lp-ask):not(:has({', '.join(f'.lp-ask {part}' for part in DONE.split(', '))}))"
AFTER = f":is({', '.join(CELL + ' + .jp-Cell' * k for k in (1, 2, 3))})"
LOCKED = [f"{AFTER} details.answer", *(f"{OPEN}{' + *' * k} + details.answer" for k in range(5))]  # JupyterLab, pages
INSIDE = ("p", "ul", "ol", "pre", "table", "details", ".equation", ".highlight")  # by name: `*` would be all of a page
BEFORE = CELL.replace(":has(.lp-ask)", ":has(.lp-ask:not([data-open]))")
PRINTS = f":is({BEFORE} + .jp-CodeCell, {BEFORE} + .jp-CodeCell + .jp-CodeCell) .jp-OutputArea"
PRINTS += ":not(:has(.jp-OutputArea-child ~ .jp-OutputArea-child))"  # it prints, and shows nothing else
PRINTS += ' [data-mime-type="application/vnd.jupyter.stdout"]'
STYLE = f"""\
.lp-ask {{ margin: 4px 0; padding: 4px 14px 8px; border: 1px solid #8a8a8a; border-radius: 4px; }}
.lp-ask legend {{ font-weight: 600; padding: 0 4px; }}
.lp-ask label {{ display: inline-flex; align-items: center; gap: 6px; min-height: 30px; margin-right: 22px; }}
.lp-ask input[type=radio] {{ width: 17px; height: 17px; margin: 0; accent-color: #0072B2; }}
.lp-ask input[type=number] {{ width: 8em; height: 30px; padding: 2px 8px; font: inherit; }}
.lp-ask p {{ display: none; margin: 4px 0 0; }}
.lp-ask:has(.lp-is:checked, [type=number]:valid:not(:focus)) .lp-right,
.lp-ask:has(.lp-not:checked, :out-of-range:not(:focus)) .lp-wrong,
.lp-ask:has(.lp-any:checked) .lp-noted {{ display: block; }}
:is({", ".join(LOCKED)}) {{
  {", ".join(f"> {each}" for each in INSIDE)} {{ display: none; }}
  > summary::after {{ content: " (opens once you have chosen)"; opacity: 0.8; }}
}}
{AFTER} .jp-PlaceholderText {{ display: none; }} /* the first line of a folded output */
{PRINTS} > pre {{ display: none; }}
{PRINTS}::after {{ content: "What this prints shows once you have chosen."; opacity: 0.8; }}
details.answer {{ margin-bottom: 1em; }}
"""


@dataclass(frozen=True)
class Asked:
    """The choices below a question, or a field for a number, as the output of a cell."""

    name: str

    def __repr__(self):
        return f"Asked({self.name})"

    @property
    def html(self):
        """The form alone; the page brings the style."""
        choices = ASKED[self.name]
        if isinstance(choices[0], str):
            inside = "".join(_choice(self.name, choice, choices) for choice in choices)
        else:
            inside = _number(*choices)
        replies = zip(("right", "wrong", "noted"), (RIGHT, WRONG, NOTED), strict=True)
        said = "".join(f'<p class="lp-{kind}" hidden>{text}</p>' for kind, text in replies)
        return (
            f'<fieldset class="lp-ask" data-ask="{self.name}"{" data-open" * (self.name in PRINTED)} '
            f'data-lm-suppress-shortcuts="true">'
            f'<legend>Before you go on: what do you say?</legend>{inside}<div role="status">{said}</div></fieldset>'
        )

    def _repr_html_(self):
        return f"{self.html}<style>\n{STYLE}</style>"


def ask(name: str) -> Asked:
    """The place to commit oneself to an answer of the question in the cell above; its name is "lesson/cell"."""
    if name not in ASKED:
        raise ValueError(f"name must be that of a question, such as {next(iter(ASKED))!r}; got {name!r}")
    return Asked(name)


def _choice(name, choice, choices):
    """A button to choose; its class says whether it is right."""
    judged = any(each.startswith("*") for each in choices)
    kind = "any" if not judged else "is" if choice.startswith("*") else "not"
    look = f'class="lp-{kind}" type="radio" name="ask {name}" data-lm-suppress-shortcuts="true"'
    return f"<label><input {look}> {escape(choice.removeprefix('*'))}</label>"


def _number(right, within):
    """A field for a number; what lies in its range is right, once the field is left."""
    look = f'type="number" step="any" min="{right - within:g}" max="{right + within:g}" required'
    # Browsers drop the comma of 0,75 without a word, some even where they speak German; a point they take.
    field = f'<input {look} data-lm-suppress-shortcuts="true">'
    return f"<label>a number, with a point before decimals: {field}</label> (then press Tab)"
