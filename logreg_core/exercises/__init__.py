"""Exercises that answer back: check("sigmoid", my_sigmoid) says not yet, correct, or which mistake it is.

    lesson 01   odds(p)
                logit(p)
                sigmoid(z)
                sigmoid_slope(z)
                odds_ratio(w, step)
                probability_of_sign(z, t)
    lesson 02   score(X, w, b)
                signed_distance(X, w, b)
                predict(X, w, b)
                boundary_x2(x1, w, b)
    lesson 03   likelihood(p, y)
                cross_entropy(z, y)
                log_loss(X, y, w, b)
                squared_error(p, y)
                sign_loss(z, t)
    lesson 04   residual(z, y)
                gradient(X, y, w, b) -> (dw, db)
                numerical_slope(f, x, h)
                batch_gradient(X, y, w, b, rows) -> (dw, db)
                score_grid(x1, x2, w, b)
    lesson 05   descent_step(X, y, w, b, learning_rate) -> (w, b)
                descend(X, y, learning_rate, n_iterations) -> (w, b)
                has_stopped(losses, tol, patience)
    lesson 06   confusion_matrix(y, predicted)
                with_ones(X)
                margin(X, y, w, b)
    lesson 07   fit(self, X, y, learning_rate, n_iterations) -> self
                predict_probability(self, X)
                predict_labels(self, X)
                precision(y, predicted)
                recall(y, predicted)
                predict_with_threshold(p, threshold)
                expected_cost(y, predicted, cost_false_positive, cost_false_negative)
                area_under_roc(y, p)
                split_and_scale(X, n_train) -> (train, held)
    lesson 08   flatten(images)
                propagate_gradient(w, b, X, Y) -> (dw, db)
                predict_row(w, b, X)
    lesson 09   number_of_features(degree)
                penalised_gradient(X, y, w, b, l2) -> (dw, db)
                decayed_step(X, y, w, b, learning_rate, l2) -> (w, b)
                best_l2(strengths, training_losses, held_out_losses)
    lesson 10   hessian(X, w, b)
                largest_stable_rate(H)
                standardise(X, train)
                newton_step(X, y, w, b) -> (w, b)
    lesson 11   covariance(X, w, b)
                odds_ratio_interval(w, error, step) -> (low, high)
                probability_interval(x, w, b, V) -> (low, high)
                likelihood_ratio(smaller, larger, m)
    lesson 12   softmax(Z)
                one_hot(y, n_classes)
                softmax_cross_entropy(Z, Y)
                softmax_gradient(X, Y, W, b) -> (dW, db)
    lesson 13   dummies(codes, k)
                risk_ratio(odds_ratio, risk)
                shifted_intercept(b, share, new_share)
                precision_at(share, recall, false_positive_rate)

In reading order: `feedback` is what the learner sees, `running` calls the learner's function, `reckoning` computes
what mistakes are made of, `anywhere` holds those that fit any exercise, `given` those in what goes in, `methods` what
is different where a method is asked for, `exercise` says what an exercise is, `samples` what it is tried on, one file
for each lesson holds the exercises and the questions, `questions` shows these, `asking` is a place to
commit oneself before an answer is opened, `wording` puts answers into words,
`forms` knows right numbers in a wrong form, `combining` two slips at once, `probing` asks once more about changed
inputs, `judging` decides, `progress` keeps what is solved, and `own` hands it to the lessons that go on with it. A new
exercise is a new class in its lesson's file and a line above.
"""

from collections.abc import Callable
from dataclasses import replace
from difflib import get_close_matches
from importlib import import_module
from pkgutil import iter_modules
from types import FunctionType

from logreg_core.exercises import own, progress
from logreg_core.exercises.asking import ask
from logreg_core.exercises.exercise import Exercise, Mistake
from logreg_core.exercises.feedback import Feedback
from logreg_core.exercises.judging import interrupted, judge
from logreg_core.exercises.methods import as_written
from logreg_core.exercises.questions import Questions

FILES = [name for _, name, _ in iter_modules(__path__) if name.startswith("lesson_")]
LESSONS = [import_module(f"{__name__}.{name}") for name in FILES]
EXERCISES = {
    exercise.name: exercise
    for lesson in LESSONS
    for exercise in vars(lesson).values()
    if isinstance(exercise, Exercise)
}
QUESTIONS = {int(lesson.__name__[-2:]): lesson.QUESTIONS for lesson in LESSONS if hasattr(lesson, "QUESTIONS")}

__all__ = [
    "EXERCISES",
    "QUESTIONS",
    "Exercise",
    "Feedback",
    "Mistake",
    "ask",
    "check",
    "names",
    "questions",
    "solved",
    "yours",
]


def names(lesson=None):
    """Names of the exercises, of one lesson or of all."""
    return [name for name, exercise in EXERCISES.items() if lesson in (None, exercise.lesson)]


def check(name: str, function: Callable | None = None) -> Feedback:
    """Feedback on a learner's function for the exercise of that name.

    Its status is "not yet", "correct", "correct, but", "mistake", "wrong" or "error". Whatever the function
    does is answered, never raised. Interrupting the kernel ends the check, and that is answered too, so that
    the cells below can go on.
    """
    if not isinstance(name, str) or name not in EXERCISES:
        raise ValueError(_unknown(name))
    function = as_written(EXERCISES[name], function)
    try:
        feedback = judge(EXERCISES[name], function)
    except KeyboardInterrupt:
        return interrupted(EXERCISES[name])
    except Exception as error:  # an object so odd that even asking what it is fails
        return Feedback("error", f"Your answer cannot be read: asking it raises `{type(error).__name__}`.", name)
    if feedback.status in ("correct", "correct, but"):
        kept = progress.keep(EXERCISES, EXERCISES[name], function, *own.beside(EXERCISES, function))
        feedback = replace(feedback, progress=kept)
        own.HERE[name] = function
    return feedback


def yours(*names: str) -> Callable | tuple[Callable, ...]:
    """What you have written for the exercises of these names, to go on with; where that is not solved yet, ours.

    Functions that `check` has found right in this notebook, or before on this machine: their source is kept with your
    progress, run again and checked again. A line is printed that says whose functions they are.
    """
    for name in names:
        if not isinstance(name, str) or name not in EXERCISES:
            raise ValueError(_unknown(name))
    functions, said = own.own(EXERCISES, names)
    print(*said, sep="\n")
    return functions[0] if len(functions) == 1 else tuple(functions)


def questions(lesson):
    """The questions of a lesson, to answer by opening a choice."""
    if lesson not in QUESTIONS:
        raise ValueError(f"lesson must be one of {', '.join(map(str, QUESTIONS))}; got {lesson!r}")
    return Questions(lesson, QUESTIONS[lesson])


def solved():
    """Table of the exercises that are solved, lesson by lesson."""
    return progress.Table(EXERCISES)


def _unknown(name):
    if isinstance(name, FunctionType) and name.__name__ in EXERCISES:  # its quotes are forgotten
        return f'name must be the exercise\'s name in quotes, "{name.__name__}"; got the function itself'
    if not isinstance(name, str):
        problem = f"name must be the exercise's name in quotes; got an object of the type {type(name).__name__}"
    else:
        problem = f'there is no exercise "{name}"'
        if near := get_close_matches(name, EXERCISES, n=1):
            return f'{problem}; did you mean "{near[0]}"?'
    return f"{problem}. The exercises are {', '.join(EXERCISES)}"
