"""Lesson 08: see one neuron. One column per example."""

import numpy as np

from logreg_core.exercises import reckoning
from logreg_core.exercises.exercise import exercise
from logreg_core.exercises.questions import question
from logreg_core.exercises.samples import MANY, TABLES, WITHOUT_LABELS, far


def _images(m, rows, columns):
    """m images whose pixels are all different whole numbers."""
    pixels = np.random.default_rng(m).permutation(m * rows * columns)
    return pixels.reshape(m, rows, columns).astype(float)


@exercise(
    lesson=8,
    cases=[(_images(2, 2, 2),), (_images(4, 2, 3),), (_images(5, 3, 3),)],
    edges=[(_images(1, 2, 3),)],
)
class flatten:
    """the images with one column for each, its pixels read row by row, shape (n, m)"""

    def answer(images):
        return images.reshape(len(images), -1).T

    def scrambled(images):
        """Your table has the right shape, and a wrong content: each column holds pixels of different images.
        `reshape` fills row after row. Make one row for each image first, then transpose."""
        return images.reshape(-1, len(images))

    def scrambled_rows(images):
        """Your table has one row for each image, and each row holds pixels of different images. Which number does
        `reshape` need first?"""
        return images.reshape(-1, len(images)).T

    def one_row_for_each_image(images):
        """Each image is a row of your table. Here each is asked for as a column: turn the table on its side."""
        return images.reshape(len(images), -1)

    def columns_first(images):
        """You read each image down its columns, perhaps because you transposed first. Read it row by row: reshape
        first, then transpose."""
        return images.transpose(0, 2, 1).reshape(len(images), -1).T

    def columns_first_in_rows(images):
        """You read each image down its columns, and put it into a row. Read it row by row, and make it a column."""
        return images.transpose(0, 2, 1).reshape(len(images), -1)

    def all_in_one(images):
        """You have put all images into one long row of pixels. Keep one column for each image."""
        return images.reshape(-1)

    def all_in_one_row(images):
        """You have put all images into a single row. Keep one column for each image."""
        return images.reshape(1, -1)

    def all_in_one_column(images):
        """You have put all images into a single column. Keep one column for each image."""
        return images.reshape(-1, 1)

    def first_image_only(images):
        """Your table holds the first image only. Every image has its column."""
        return images[0].reshape(-1, 1)

    def last_image_only(images):
        """Your table holds the last image only. Every image has its column: does a loop overwrite it?"""
        return images[-1].reshape(-1, 1)

    def side_by_side(images):
        """You have set the images side by side, and each still has its rows and columns. Make each of them one
        column."""
        return np.concatenate(list(images), axis=1)

    def one_below_the_other(images):
        """You have set the images one below the other, and each still has its rows and columns. Make each of them
        one column."""
        return np.concatenate(list(images), axis=0)

    def axes_turned_only(images):
        """You have turned the axes round, and there are still three of them. Two are asked for: pixels and images."""
        return images.T

    def scaled_too(images):
        """Your table is right, divided by 16. The scaling comes later; here the pixels stay as they are."""
        return images.reshape(len(images), -1).T / 16

    def scaled_by_255(images):
        """Your table is right, divided by 255. The pixels stay as they are here (and end at 16)."""
        return images.reshape(len(images), -1).T / 255

    def mean_of_each_image(images):
        """You keep one number of each image, its mean. Keep every pixel."""
        return images.reshape(len(images), -1).mean(axis=1)[None]


def _slopes(w, b, X, R):
    """The slopes that come of the residuals R in the place of A - Y."""
    return X @ R.T / X.shape[1], float(np.mean(R))


def _activations(w, b, X):
    return reckoning.sigmoid(w.T @ X + b)


def _turned(X, y, w, b):
    """A table of rows, as the arguments w, b, X, Y of a neuron."""
    return w[:, None], b, X.T, y[None]


@exercise(
    lesson=8,
    cases=[_turned(*table) for table in TABLES],
    hard=[_turned(*far(1000.0)), _turned(*far(1000.0, (0.0, 1.0)))],
    columns="X Y",
    returns="dw db",
    stable="The activation overflows. Use the stable form of the sigmoid from lesson 01.",
)
class propagate_gradient:
    """the slopes of the cost in the weights, dw, of shape (n, 1), and in the bias, db, a number"""

    def answer(w, b, X, Y):
        return _slopes(w, b, X, reckoning.residual(_activations(w, b, X), Y))

    def flat_for_column(w, b, X, Y):
        """Your numbers are right, and your `dw` is flat, shape (n,). A column is asked for, shape (n, 1), like w."""
        dw, db = _slopes(w, b, X, _activations(w, b, X) - Y)
        return dw[:, 0], db

    def row_for_column(w, b, X, Y):
        """Your numbers are right, and your `dw` is a row, shape (1, n). A column is asked for, shape (n, 1), like w:
        which factor comes first, and which is transposed?"""
        dw, db = _slopes(w, b, X, _activations(w, b, X) - Y)
        return dw.T, db

    def table_for_db(w, b, X, Y):
        """Your `db` is a table with one entry, shape (1, 1). Return the number itself: leave out `axis` and
        `keepdims`."""
        dw, db = _slopes(w, b, X, _activations(w, b, X) - Y)
        return dw, np.array([[db]])

    def flipped_sign(w, b, X, Y):
        """Your signs are all flipped: you have Y - A, which points downhill. The slopes point uphill."""
        return _slopes(w, b, X, Y - _activations(w, b, X))

    def flipped_sign_in_dw(w, b, X, Y):
        """Your `db` is right; the sign of `dw` is flipped. Both use the same A - Y."""
        dw, db = _slopes(w, b, X, _activations(w, b, X) - Y)
        return -dw, db

    def flipped_sign_in_db(w, b, X, Y):
        """Your `dw` is right; the sign of `db` is flipped. Both use the same A - Y."""
        dw, db = _slopes(w, b, X, _activations(w, b, X) - Y)
        return dw, -db

    def sum_for_mean(w, b, X, Y):
        """Both slopes are sums over the examples. The cost is a mean, and so are its slopes: divide by the number of
        columns of X."""
        dw, db = _slopes(w, b, X, _activations(w, b, X) - Y)
        return dw * X.shape[1], db * X.shape[1]

    def sum_for_mean_in_dw(w, b, X, Y):
        """Your `db` is right. `dw` is a sum over the examples: divide it by their number."""
        dw, db = _slopes(w, b, X, _activations(w, b, X) - Y)
        return dw * X.shape[1], db

    def sum_for_mean_in_db(w, b, X, Y):
        """Your `dw` is right. `db` is a sum over the examples: divide it by their number."""
        dw, db = _slopes(w, b, X, _activations(w, b, X) - Y)
        return dw, db * X.shape[1]

    def divided_by_the_features(w, b, X, Y):
        """You divide by the number of features. In this layout the examples are columns: their number is
        X.shape[1], and len(X) is something else."""
        dw, db = _slopes(w, b, X, _activations(w, b, X) - Y)
        return dw * X.shape[1] / len(X), db * X.shape[1] / len(X)

    def divided_by_the_features_in_dw(w, b, X, Y):
        """Your `db` is right. In `dw` you divide by the number of features: the examples are the columns, so their
        number is X.shape[1]."""
        dw, db = _slopes(w, b, X, _activations(w, b, X) - Y)
        return dw * X.shape[1] / len(X), db

    def divided_by_the_rows_of_Y(w, b, X, Y):
        """You divide by len(Y), and that is 1: Y is one row. The examples are its columns."""
        R = _activations(w, b, X) - Y
        return X @ R.T / len(Y), np.mean(R, axis=0)

    def divided_twice(w, b, X, Y):
        """You divide by the number of examples twice. `np.mean` has divided already."""
        dw, db = _slopes(w, b, X, _activations(w, b, X) - Y)
        return dw / X.shape[1], db / X.shape[1]

    def swapped_returns(w, b, X, Y):
        """Both are right, in the wrong order: first `dw`, then `db`."""
        return _slopes(w, b, X, _activations(w, b, X) - Y)[::-1]

    def bias_left_out(w, b, X, Y):
        """You return `dw` alone. Return two values, first `dw`, then `db`."""
        return _slopes(w, b, X, _activations(w, b, X) - Y)[0]

    def bias_forgotten(w, b, X, Y):
        """The bias is missing from your scores."""
        return _slopes(w, b, X, _activations(w, 0.0, X) - Y)

    def bias_sign_flipped(w, b, X, Y):
        """You subtract the bias. In the score it is added."""
        return _slopes(w, b, X, _activations(w, -b, X) - Y)

    def sigmoid_missing(w, b, X, Y):
        """You subtract the labels from the scores. They are subtracted from the activations: the sigmoid is missing."""
        return _slopes(w, b, X, w.T @ X + b - Y)

    def sigmoid_applied_twice(w, b, X, Y):
        """You apply the sigmoid to activations, which have been through it already. Once is enough."""
        return _slopes(w, b, X, reckoning.sigmoid(_activations(w, b, X)) - Y)

    def label_for_probability(w, b, X, Y):
        """You round the activations to labels first, so that only mistakes count. Keep the activations."""
        return _slopes(w, b, X, (w.T @ X + b > 0) - Y)

    def label_missing(w, b, X, Y):
        """You use A where A - Y belongs: the labels are missing."""
        return _slopes(w, b, X, _activations(w, b, X))

    def labels_swapped(w, b, X, Y):
        """You use the opposite labels, A - (1 - Y). Or two signs are flipped at once: you have Y - A, and the sigmoid's
        exponent has the wrong sign."""
        return _slopes(w, b, X, _activations(w, b, X) - (1 - Y))

    def absolute_for_signed(w, b, X, Y):
        """You have dropped the sign of A - Y. It says in which direction an example pulls."""
        return _slopes(w, b, X, np.abs(_activations(w, b, X) - Y))

    def square_for_residual(w, b, X, Y):
        """You square A - Y. The slope of this cost holds the difference itself."""
        return _slopes(w, b, X, (_activations(w, b, X) - Y) ** 2)

    def squared_error_slope(w, b, X, Y):
        """A factor A(1 - A) is left in. On the way from the loss to the score it cancels."""
        A = _activations(w, b, X)
        return _slopes(w, b, X, (A - Y) * A * (1 - A))

    def features_forgotten(w, b, X, Y):
        """Your `dw` is `db` over again. What stands on the edge from a weight to the score?"""
        db = _slopes(w, b, X, _activations(w, b, X) - Y)[1]
        return np.full(w.shape, db), db

    def one_number_without_the_features(w, b, X, Y):
        """Your `dw` is one number, and it is `db` over again. Each weight has a slope of its own, from what stands on
        the edge."""
        db = _slopes(w, b, X, _activations(w, b, X) - Y)[1]
        return db, db

    def sum_forgotten(w, b, X, Y):
        """Your `dw` is a whole table, one column for each example: you multiply entry by entry. The matrix product
        `@` with the transposed row adds up over the examples."""
        R = _activations(w, b, X) - Y
        return X * R / X.shape[1], float(np.mean(R))

    def mean_forgotten_in_db(w, b, X, Y):
        """Your `dw` is right. Your `db` is still the whole row A - Y: take its mean."""
        R = _activations(w, b, X) - Y
        return X @ R.T / X.shape[1], R

    def transposed(w, b, X, Y):
        """The product for `dw` has X transposed, as with one row per example. Here X is (n, m) as it stands: which
        shapes should meet?"""
        R = _activations(w, b, X) - Y
        return X.T @ R.T / X.shape[1], float(np.mean(R))

    def exponent_sign_flipped(w, b, X, Y):
        """The labels are subtracted as they should be, from the wrong activations: the sign in the exponent of your
        sigmoid is flipped."""
        return _slopes(w, b, X, 1 - _activations(w, b, X) - Y)

    def tanh_for_sigmoid(w, b, X, Y):
        """You have put the hyperbolic tangent in the place of the sigmoid. It runs from -1 to 1, and the labels do
        not."""
        return _slopes(w, b, X, np.tanh(w.T @ X + b) - Y)

    def db_from_dw(dw, db):
        """Your `dw` is right. Your `db` is made of `dw`. It has a slope of its own: the mean of A - Y."""
        return dw, np.sum(dw)

    def db_from_dw_divided(dw, X):
        """Your `dw` is right. Your `db` is made of `dw`, divided by the number of examples. It has a slope of its own:
        the mean of A - Y."""
        return dw, np.sum(dw) / X.shape[1]

    def one_number_for_dw(dw, db):
        """Your `db` is right. Your `dw` is one number: you add over the features too. Each weight has its own slope:
        add over the examples alone, `axis=1`, or use `@`."""
        return np.sum(dw), db


@exercise(
    lesson=8,
    cases=[(w[:, None], b, X.T) for X, w, b in [*WITHOUT_LABELS[1:], (MANY[0], MANY[1], MANY[2])]],
    edges=[
        (np.array([[1.0], [-2.0]]), 0.5, np.array([[1.5, 4.0, -1.0], [1.0, 0.5, 0.0]])),
        (np.array([[0.0], [0.0]]), 0.0, np.array([[1.0, 2.0], [3.0, -1.0]])),
    ],
    columns="X",
)
class predict_row:
    """the predicted labels, shape (1, m), 1.0 where the activation is above one half and 0.0 elsewhere"""

    def answer(w, b, X):
        return (w.T @ X + b > 0).astype(float)

    def flat_for_row(w, b, X):
        """Your labels are right, and flat, shape (m,). A table with one row is asked for, shape (1, m)."""
        return (w.T @ X + b > 0).astype(float)[0]

    def column_for_row(w, b, X):
        """Your labels are right, and stand in a column, shape (m, 1). A row is asked for, shape (1, m)."""
        return (w.T @ X + b > 0).astype(float).T

    def tie_counted_as_one(w, b, X):
        """Your labels are right but for a tie: an activation of exactly one half is not above it. Use >, not >=."""
        return (w.T @ X + b >= 0).astype(float)

    def opposite_labels(w, b, X):
        """Your labels are all the wrong way round: a 1 belongs where the activation is large."""
        return (w.T @ X + b <= 0).astype(float)

    def probability_for_label(w, b, X):
        """You return the activations. Compare them with one half."""
        return _activations(w, b, X)

    def score_for_label(w, b, X):
        """You return the scores. Put them through the sigmoid, and compare with one half."""
        return w.T @ X + b

    def minus_one_for_zero(w, b, X):
        """You use -1 for the lower class. The labels are 0 and 1."""
        return np.where(w.T @ X + b > 0, 1.0, -1.0)

    def half_for_the_score(w, b, X):
        """You compare the score with one half. One half belongs to the activation; the score is compared with 0."""
        return (w.T @ X + b > 0.5).astype(float)

    def zero_for_the_probability(w, b, X):
        """You compare the activation with 0, and it is always above that. Or you apply the sigmoid twice. Every label
        comes out as 1."""
        return np.ones((1, X.shape[1]))

    def bias_forgotten(w, b, X):
        """The bias is missing from your scores."""
        return (w.T @ X > 0).astype(float)

    def bias_sign_flipped(w, b, X):
        """You subtract the bias. In the score it is added."""
        return (w.T @ X - b > 0).astype(float)

    def sum_forgotten(w, b, X):
        """Your answer is a whole table, one row for each feature: you multiply entry by entry. The matrix product `@`
        adds up over the features."""
        return (w * X + b > 0).astype(float)

    def count_for_labels(w, b, X):
        """You return how many labels are 1. One label for each example is asked for."""
        return np.sum(w.T @ X + b > 0)

    def places_for_labels(w, b, X):
        """You return the places of the ones. One label for each example is asked for, 0 or 1."""
        return np.flatnonzero(w.T @ X + b > 0)


QUESTIONS = (
    question(
        "What does the backward pass compute at each node?",
        2,
        ("its value", "That is what the forward pass does."),
        (
            "how fast the loss changes if this quantity moves",
            "It starts with 1 at the loss, and multiplies along the edges.",
        ),
        ("its new weight", "The update comes afterwards, and uses the slopes."),
    ),
    question(
        "Why is the backward pass cheaper than measuring each slope?",
        1,
        (
            "what has arrived at z serves all the weights",
            "So each weight costs one multiplication more, and not two forward passes.",
        ),
        ("it uses smaller numbers", "Both ways give the same slopes, so the numbers are equally large."),
        ("it leaves out some weights", "It leaves out none."),
    ),
    question(
        "`A` is (1, m) and `Y.T` is (m, 1). What is `A - Y.T`?",
        3,
        ("an error", "NumPy stretches both without a word."),
        ("a row of m numbers", "For that, both would have to be rows."),
        ("a table of m by m numbers", "Every activation against every label: no error, and nonsense."),
    ),
    question(
        "The pixels are 16 times as large as before. How do you have to change the rate, roughly?",
        3,
        ("divide it by 16", "The gradient is 16 times as large, and the pixels multiply the step once more."),
        ("multiply it by 16", "The steps are too long already."),
        ("divide it by 256", "The scores move 16 times 16 times as far."),
    ),
    question(
        "Training and test accuracy are both 92 %, whatever you do. What would you try next?",
        2,
        ("more iterations", "Five times as many changed next to nothing."),
        ("a richer model", "It misses even training images that you can read, so it is too simple."),
        ("fewer examples", "Then it would know even less."),
    ),
)
