"""A picture that matplotlib draws once, and marks that the browser moves over it. In reading order:

marks     what moves: lines, dots, arrows, bars, words, fields
form      controls as data
pixels    marks as pixels of the picture, for all frames
still     the painter in Python, for pictures that stand still
player    the Player itself; player.js draws and moves the marks in the browser
"""

from logreg_core.player.form import Button, Check, Choice, Group, Number, Reading, Slider, TextField
from logreg_core.player.marks import ahead, arrows, bars, curve, dot, image, label, line, probability_field, trail
from logreg_core.player.player import OUTPUTS, Player, live
