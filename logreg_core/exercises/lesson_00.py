"""Lesson 00: watch it learn. It has questions, and no exercises yet."""

from logreg_core.exercises.questions import question

QUESTIONS = (
    question(
        "What does training change?",
        2,
        ("the points and their labels", "They are given, and they stay as they are; only the model moves."),
        ("the two weights and the bias", "These three numbers say where the line lies and how sure the model is."),
        ("the loss function", "The loss is the ruler. It stays the same, and the model is measured by it."),
    ),
    question(
        "On separable data every point is right from iteration 119 on. What does training do after that?",
        3,
        ("it stops", "Nothing tells it to: the loss can still fall, and so it goes on."),
        ("it makes new mistakes", "In the film all the points stay right to the end."),
        (
            "it grows surer of the same answers",
            "The weights grow, the white band narrows, and the loss goes on falling.",
        ),
    ),
    question(
        "Why does the accuracy on the overlapping clouds stay below 100 %?",
        1,
        ("no straight line has all points on their proper side", "Where the clouds mix, some points are always lost."),
        ("the training was too short", "A hundred times as many iterations hardly move the line."),
        ("the start was badly chosen", "From any start, no straight line parts these clouds."),
    ),
    question(
        "The loss falls while the accuracy stays the same. Is that possible?",
        1,
        (
            "yes: the answers stay right and become surer",
            "The accuracy only counts; the loss also hears how sure we are.",
        ),
        ("no: they measure the same thing", "The accuracy counts right answers; the loss measures probabilities."),
        ("only if there is a mistake in the program", "The film on the left does it honestly, for 600 iterations."),
    ),
    question(
        "A patient gets the probability 0.3 of cancer. What does the model say?",
        2,
        ("the lump is harmless", "That would be a decision. The model gives a probability; costs decide what to do."),
        ("of many such patients, about 30 in 100 have cancer", "So it's a lot to ignore. What to do is our decision."),
        ("30 % of the cells are ill", "The probability is about the label of the whole lump."),
    ),
)
