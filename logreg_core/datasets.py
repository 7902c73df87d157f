"""Small data sets, made from a seed or taken from scikit-learn, each small enough to see."""

import math
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from logreg_core import inputs, tables

MOST_EXAMPLES = 1_000_000
GAPS = {"", "na", "n/a", "nan", "null", "none", "?", "-"}  # what stands for a number that is missing
WIDEST = 10_000  # gap or spread
IRISES = "setosa", "versicolor", "virginica"
MEASURES = (  # of a cell nucleus: the mean of each, its standard error, and the mean of the worst three
    *("radius", "texture", "perimeter", "area", "smoothness"),
    *("compactness", "concavity", "concave points", "symmetry", "fractal dimension"),
)
NUCLEI = [form.format(measure) for form in ("mean {}", "{} error", "worst {}") for measure in MEASURES]
SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


@dataclass(frozen=True, eq=False, repr=False)
class Dataset:
    """Examples X (m, n) with labels y (m,), and the words that a picture of them needs.

    The labels are 0 and 1, or, with the names of k classes, whole numbers from 0 to k-1.
    """

    X: np.ndarray
    y: np.ndarray
    title: str = "Data"
    feature_names: tuple[str, ...] = ()
    class_names: tuple[str, ...] = ("class 0", "class 1")

    def __post_init__(self):
        X, k = inputs.matrix(self.X), max(2, len(self.class_names) if type(self.class_names) in (tuple, list) else 2)
        y = inputs.labels(self.y, length=len(X)) if k == 2 else inputs.classes(self.y, length=len(X))[0].astype(float)
        if y.max() >= k:
            raise ValueError(f"class_names must hold a name for each class; got {k} for {int(y.max()) + 1} classes")
        x1_x2 = tuple(f"x{i + 1}".translate(SUBSCRIPTS) for i in range(X.shape[1]))
        object.__setattr__(self, "X", X)
        object.__setattr__(self, "y", y)
        object.__setattr__(self, "title", inputs.text(self.title, "title"))
        object.__setattr__(self, "feature_names", inputs.names(self.feature_names, "feature_names", len(x1_x2), x1_x2))
        object.__setattr__(self, "class_names", inputs.names(self.class_names, "class_names", k))

    def __len__(self):
        return len(self.y)

    def __repr__(self):
        m, n = self.X.shape
        return f"Dataset({self.title!r}, {m} point{'s' * (m > 1)}, {n} feature{'s' * (n > 1)})"


def separable(m=200, *, gap=0.5, spread=1.0, seed=0):
    """Two clouds with an empty corridor of width `gap` between them: a line can part them without a mistake.

    Each cloud is normal with standard deviation `spread`, less whatever would reach into the corridor.
    """
    gap = inputs.number(gap, "gap", above=0, at_most=WIDEST)
    return _two_clouds(m, gap, spread, seed, "Two clouds apart", keep_out=gap / 2)


def overlapping(m=200, *, gap=-1.05, spread=1.0, seed=0):
    """Two clouds that run into each other: no line parts them without a mistake.

    Each cloud is normal with standard deviation `spread`. The gap is measured between the clouds' edges,
    two standard deviations from their centres, so a negative one is an overlap; the default makes 7 % of
    the points fall on the wrong side of the best line.
    """
    gap = inputs.number(gap, "gap", at_most=WIDEST)
    return _two_clouds(m, gap, spread, seed, "Two clouds that overlap", keep_out=-np.inf)


def _two_clouds(m, gap, spread, seed, title, keep_out):
    """Normal clouds, `gap` apart from edge to edge, on either side of a slanted line through the origin."""
    m, seed = inputs.count(m, "m", at_least=2, at_most=MOST_EXAMPLES), inputs.count(seed, "seed")
    spread = inputs.number(spread, "spread", above=0, at_most=WIDEST)
    rng = np.random.default_rng(seed)
    y = (np.arange(m) % 2).astype(float)
    side = 2 * y - 1
    across = rng.normal(size=m)
    centre = gap / 2 + 2 * spread
    while (short := centre + spread * across < keep_out).any():
        across[short] = rng.normal(size=short.sum())
    across = side * (centre + spread * across)
    along = spread * rng.normal(size=m)
    normal = np.array([0.8, -0.6])  # class 1 lies to the right and below
    X = np.outer(across, normal) + np.outer(along, [0.6, 0.8])
    return Dataset(X, y, title)


def study_hours(m=60, *, seed=28):
    """One feature: hours of study before an exam, and whether it was passed.

    The log-odds of passing rise by 1.5 with every hour and are even at 3 hours; the best fit to the default
    sample is close to that.
    """
    m, seed = inputs.count(m, "m", at_least=2, at_most=MOST_EXAMPLES), inputs.count(seed, "seed")
    rng = np.random.default_rng(seed)
    hours = np.sort(np.round(rng.uniform(0.0, 6.0, size=m), 1))
    y = (rng.logistic(size=m) < 1.5 * (hours - 3.0)).astype(float)
    y[0], y[-1] = 0.0, 1.0  # both classes, however few points
    return Dataset(hours[:, None], y, "Passing an exam", ("hours of study",), ("failed", "passed"))


def iris(classes=("setosa", "versicolor"), *, part="petal"):
    """Length and width of a part, "petal" or "sepal", of two or three kinds of iris, 50 of each, in cm (Fisher, 1936).

    By their petals, setosa/versicolor can be separated by a line; versicolor/virginica overlap, and by their sepals
    they overlap a lot. With three kinds the labels are 0, 1 and 2.
    """
    many = 3 if type(classes) in (tuple, list) and len(classes) == 3 else 2
    classes, part = inputs.names(classes, "classes", many), inputs.choice(part, "part", ("petal", "sepal"))
    if not set(classes) <= set(IRISES) or len(set(classes)) < many:
        raise ValueError(f"classes must be two of {', '.join(IRISES)}, or all three; got {', '.join(classes)}")
    flowers = _of_scikit_learn("iris.csv")
    kinds = [IRISES[int(kind)] for kind in flowers[:, 4]]
    chosen = np.isin(kinds, classes)
    y = np.array([classes.index(kind) for kind in kinds if kind in classes], float)
    measured = flowers[chosen, 2:4] if part == "petal" else flowers[chosen, :2]
    return Dataset(measured, y, "Iris flowers", (f"{part} length (cm)", f"{part} width (cm)"), classes)


def challenger():
    """The 23 flights of the space shuttle before the Challenger's last: the temperature at launch, and O-ring distress.

    Temperatures in degrees Fahrenheit, in the order of the flights; label 1 where one or more of the six primary
    O-rings of the field joints showed erosion or blow-by (S. R. Dalal, E. B. Fowlkes and B. Hoadley, *Risk analysis of
    the space shuttle: pre-Challenger prediction of failure*, 1989). Of the 24 flights one rocket was lost at sea.
    """
    fahrenheit = [66, 70, 69, 68, 67, 72, 73, 70, 57, 63, 70, 78, 67, 53, 67, 75, 70, 81, 76, 79, 75, 76, 58]
    distress = [0, 1, 0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 1]
    X, names = np.array(fahrenheit, float)[:, None], ("no distress", "distress")
    return Dataset(X, distress, "23 flights of the shuttle", ("temperature (°F)",), names)


def tumours(features=("mean radius", "mean texture")):
    """Cell nuclei of 569 breast lumps as a microscope saw them, and whether the lump was cancer (label 1, 212 of them).

    Real patients of the University of Wisconsin's hospitals (Street, Wolberg and Mangasarian, 1993; UCI, 1995), as
    scikit-learn has them, with its labels turned round. `features` are some of its 30 names; None takes them all.
    """
    chosen = NUCLEI if features is None else features
    chosen = inputs.names(chosen, "features", len(chosen) if isinstance(chosen, list | tuple) else 1)
    if not chosen:
        raise ValueError("features must hold at least one name; got none")
    if lost := [name for name in chosen if name not in NUCLEI]:
        raise ValueError(f"features must be names of scikit-learn's load_breast_cancer; got {', '.join(lost)}")
    cells = _of_scikit_learn("breast_cancer.csv")
    X = cells[:, [NUCLEI.index(name) for name in chosen]]
    return Dataset(X, 1.0 - cells[:, -1], "Breast lumps", chosen, ("harmless", "cancer"))


def _of_scikit_learn(file):
    """The rows of a table that comes with scikit-learn; its own loaders take a second and 80 MB to import."""
    folder = Path(find_spec("sklearn").origin).parent
    return np.loadtxt(folder / "datasets" / "data" / file, delimiter=",", skiprows=1)


def admissions():
    """Who applied to the six largest graduate departments of Berkeley for autumn 1973, and who was admitted.

    4,526 rows: 1 for a woman, 0 for a man; the department, 0 to 5 for A to F; label 1 for those admitted. They are made
    from the 24 counts that R carries as UCBAdmissions (P. J. Bickel, E. A. Hammel and J. W. O'Connell, *Sex bias in
    graduate admissions: data from Berkeley*, 1975).
    """
    men = [(512, 313), (353, 207), (120, 205), (138, 279), (53, 138), (22, 351)]  # admitted, rejected: A to F
    women = [(89, 19), (17, 8), (202, 391), (131, 244), (94, 299), (24, 317)]
    kinds = [(sex, place, 1 - k) for sex in (0, 1) for place in range(6) for k in (0, 1)]
    rows = np.repeat(np.array(kinds, float), np.ravel([men, women]), axis=0)
    names = ("woman", "department"), ("rejected", "admitted")
    return Dataset(rows[:, :2], rows[:, 2], "Berkeley, autumn 1973", *names)


def from_csv(path, *, label, features=None):
    """A table of one's own: a file with the names of its columns in the first row, and an example in each other row.

    `label` names the column to be predicted, which must hold two different words or numbers; the second in order,
    or 1, becomes class 1. `features` names the columns to predict from, by default all others. Cells are parted by
    commas, semicolons or tabs; next to the last two a comma may be the decimal sign.
    """
    path = Path(inputs.text(str(path) if isinstance(path, Path) else path, "path"))
    try:
        lines = path.expanduser().read_text("utf-8").removeprefix("\ufeff").splitlines()
    except FileNotFoundError:
        folder = path.expanduser().parent.absolute()
        raise ValueError(f"path must lead to a file; there is no {path.name} in {folder}") from None
    except UnicodeDecodeError:
        raise ValueError(
            f'path must lead to a text file in UTF-8; {path.name} is none: save the table anew, as "CSV UTF-8"'
        ) from None
    except (OSError, RuntimeError, ValueError):
        raise ValueError(f"path must lead to a text file in UTF-8; {path.name} cannot be read as one") from None
    numbered = [(number, line) for number, line in enumerate(lines, 1) if line.strip()]
    if len(numbered) < 3:
        raise ValueError("path must hold a row with the names of the columns, and two rows or more under it")
    sign = tables.separator([numbered[0][1]])
    header, label = tables.cells(numbered[0][1], sign), inputs.text(label, "label")
    rows = [(number, tables.cells(line, sign)) for number, line in numbered[1:]]
    if any(tables.is_number(name) for name in header):
        raise ValueError(
            f"path must name its columns in the first row; it holds numbers: {inputs.shown(numbered[0][1])}"
        )
    if "" in header:
        nameless = header.index("") + 1
        raise ValueError(f"path must name each column; column {nameless} has no name: give it one, or leave it out")
    if len(set(header)) < len(header):
        raise ValueError(f"path must give each column a name of its own; the names are {', '.join(header)}")
    for number, row in rows:
        if len(row) != len(header):
            raise ValueError(
                f"path must have {len(header)} cells in each row, as in the first; line {number} has {len(row)}"
            )
    if label not in header:
        raise ValueError(f"label must be one of the columns {', '.join(header)}; got {label}")
    wanted = [name for name in header if name != label] if features is None else list(features)
    if not wanted or not set(wanted) <= set(header) - {label}:
        raise ValueError(f"features must be some of the columns besides {label}; got {', '.join(map(str, wanted))}")
    X = np.column_stack([_feature(name, header.index(name), rows, sign) for name in wanted])
    words = [row[header.index(label)] for _, row in rows]
    for (number, _), word in zip(rows, words, strict=True):
        if not word:
            raise ValueError(f"path must hold no gaps; the label in line {number} is missing")
    classes = _two_labels(label, words)
    return Dataset(X, [classes.index(word) for word in words], path.stem, tuple(wanted), tuple(classes))


def _feature(name, place, rows, sign):
    """A column of numbers, which differ."""
    values = []
    for number, row in rows:
        try:
            values.append(tables.to_number(row[place], sign, largest=math.inf))
        except ValueError as problem:
            cell, why = row[place], str(problem)
            hint = "make dummy columns of it, or leave it out"
            if cell.lower() in GAPS:
                why = "a number is missing" + f" ('{cell}')" * bool(cell)
                hint = "fill the gap or leave the row out"
            elif any(letter.isdigit() for letter in cell):
                hint = "write it as a number, or leave it out"
            raise ValueError(f"path must hold numbers; in column {name}, line {number}, {why}: {hint}") from None
    if min(values) == max(values):
        raise ValueError(f"path must hold columns that vary; {name} is {values[0]:g} in every row: leave it out")
    return values


def _two_labels(name, words):
    """The two labels in order: as numbers if they are."""
    classes = sorted(set(words))
    if len(classes) != 2:
        shown = ", ".join(classes[:5]) + (", ..." if len(classes) > 5 else "")
        raise ValueError(f"label must be a column with two different labels; {name} has {len(classes)}: {shown}")
    return sorted(classes, key=float) if all(tables.is_number(word) for word in classes) else classes


def ring(m=200, *, gap=0.5, spread=0.25, seed=0):
    """A disc of class 1 inside a ring of class 0, `gap` between them: no line parts them, a circle does."""
    m, seed = inputs.count(m, "m", at_least=2, at_most=MOST_EXAMPLES), inputs.count(seed, "seed")
    gap, spread = inputs.number(gap, "gap", at_most=WIDEST), inputs.number(spread, "spread", above=0, at_most=WIDEST)
    rng = np.random.default_rng(seed)
    y = (np.arange(m) % 2).astype(float)
    radius = np.where(y == 1, np.sqrt(rng.random(m)), 1.0 + gap + spread * (0.5 + rng.random(m)))
    angle = rng.uniform(0.0, 2 * np.pi, size=m)
    return Dataset(radius[:, None] * np.column_stack([np.cos(angle), np.sin(angle)]), y, "A disc in a ring")


def moons(m=200, *, spread=0.2, seed=0):
    """Two half circles hooked into each other, blurred by `spread`: no line parts them."""
    m, seed = inputs.count(m, "m", at_least=2, at_most=MOST_EXAMPLES), inputs.count(seed, "seed")
    spread = inputs.number(spread, "spread", above=0, at_most=WIDEST)
    rng = np.random.default_rng(seed)
    y = (np.arange(m) % 2).astype(float)
    angle = rng.uniform(0.0, np.pi, size=m)
    side = 1.0 - 2.0 * y
    X = np.column_stack([side * np.cos(angle) - 0.5 * side, side * np.sin(angle) - 0.25 * side])
    return Dataset(X + spread * rng.normal(size=(m, 2)), y, "Two moons")
