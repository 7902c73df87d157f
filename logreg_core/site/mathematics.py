"""A formula becomes MathML, which browsers draw by themselves.

`latex2mathml` does most of it. What is left: an equation's number goes to the margin, the reasons beside a derivation
become text, which wraps, and what browsers do not take from attributes, or cannot know (how columns are aligned,
whether a minus has one number or two), is said to them.
"""

import re
from html import escape
from itertools import groupby
from xml.etree import ElementTree

from latex2mathml.converter import convert

LOWERED = {"max", "min", "lim"}  # what is written under them, not beside them
BARS = {"‖", "|", "∥"}  # open and close with the same sign
SIGNS = {"−", "+", "-"}
LETTERS = {"⊤", "∂", "∞", "…", "⋯"}  # latex2mathml takes them for signs, with room on both sides
ALIGNED = re.compile(r"\\(begin|end)\{aligned\}")
ROOM = re.compile(r"\\\\\[[^\]]*\]")  # the room after a row, which the style gives
BETWEEN = re.compile(r"\\dots(?=\s*[-+=])")  # dots between signs stand as high as these
TAG = re.compile(r"\s*\\tag\{([^}]*)\}")
WORDS = re.compile(r"\\text\{((?:[^{}$]|\$[^$]*\$)*)\}")
GREEK = set("ΓΔΘΛΞΠΣΦΨΩ")  # upright as in print
SIDES = {"±": "0.222em", ":": "0.278em"}  # signs that latex2mathml takes for letters, and the room on both sides
RELATIONS = {"=", ":=", "<", ">", "≤", "≥", "≠", "≈", "→", "⟶"}
SHORT = 16  # signs of a formula that is never cut
SCRIPTS = {"msub", "msup", "msubsup", "munder", "mover", "munderover"}
THIN = "0.167em"
ROWS = {"mrow", "math", "mtd", "mstyle"}  # elements whose parts stand side by side


def numbered(tex):
    """A formula without its number, and the number; "" where it has none."""
    tags = TAG.findall(tex)
    return TAG.sub("", tex), tags[-1] if tags else ""


def mathml(tex, display=False):
    """The MathML of a formula, which stands on a line of its own if it is for display."""
    tex = BETWEEN.sub(r"\\cdots", tex)
    tex = ROOM.sub(r"\\\\", ALIGNED.sub(r"\\\1{align*}", WORDS.sub(_without_dollars, tex)))
    text = convert(tex.strip(), xmlns="", display="block" if display else "inline")  # a page of HTML knows it by itself
    root = ElementTree.fromstring(text)
    for node in list(root.iter()):
        _named(node)
    _paired(root)
    for node in list(root.iter()):
        _signed(node)
    for node in list(root.iter()):
        _spaced(node)
        _small(node)
    for table in root.iter("mtable"):
        table.set("class", "aligned" if table.get("columnspacing") else "cases")
    for node in root.iter():
        for name in ("columnalign", "columnspacing", "rowspacing"):  # the style says it
            node.attrib.pop(name, None)
    if display and (steps := _steps(root)):
        return steps
    return "".join(ElementTree.tostring(part, encoding="unicode") for part in ([root] if display else _parts(root)))


def _parts(root):
    """A formula in its line, cut after each relation, where the line may end: browsers do not break a formula."""
    if len("".join(root.itertext())) <= SHORT:
        return [root]
    rows = [[]]
    for child in root[0]:
        rows[-1].append(child)
        if child.tag == "mo" and child.text in RELATIONS and len(rows[-1]) > 1 and child is not root[0][-1]:
            child.set("form", "infix")
            rows.append([])
    parts = [ElementTree.Element("math", root.attrib) for _ in rows]
    for part, row in zip(parts, rows, strict=True):
        ElementTree.SubElement(part, "mrow").extend(row)
    return parts


def _steps(root):
    """A derivation as a grid: on each line two sides and a reason, which is text; "" for any other formula."""
    rows = root[0][0] if len(root[0]) == 1 and root[0][0].get("class") == "aligned" else ()
    if not any(len(row) == 4 and not len(row[2]) for row in rows):
        return ""
    parts = []
    for row in rows:
        left, right, reason = row[0], row[1], row[3] if len(row) == 4 else ()
        parts += [f'<div class="left">{_math(left, displaystyle="true")}</div>'] if len(left) else []
        parts += [f"<div>{_math(right, displaystyle='true')}</div>"]
        parts += [f'<div class="why">{_words(reason)}</div>'] if len(reason) else []
    return f'<div class="steps">{"".join(parts)}</div>'


def _math(nodes, **look):
    """A formula of these nodes."""
    math = ElementTree.Element("math", look)
    ElementTree.SubElement(math, "mrow").extend(nodes)
    return ElementTree.tostring(math, encoding="unicode")


def _words(reason):
    """A reason as text, with what is not words as formulas in it."""
    nodes = [node for node in reason if node.tag != "mi" or node.text]
    parts = []
    for worded, group in groupby(nodes, lambda node: node.tag == "mtext"):
        group = list(group)
        text = "".join("".join(node.itertext()) for node in group).replace("\xa0", " ")
        parts.append(escape(text) if worded or text in ("(", ")") else _math(group, display="inline"))
    return "".join(parts)


def _without_dollars(found):
    """Words with a formula among them, as words and formula in turn."""
    parts = re.split(r"\$([^$]*)\$", found[1])
    return "".join(f"{{{part}}}" if i % 2 else rf"\text{{{part}}}" for i, part in enumerate(parts) if part)


def _named(node):
    """Make the name of a function, and the sign of a transpose, a word in place of a sign."""
    for child in node:
        if child.tag == "mo" and _is_word(child) and "movablelimits" not in child.attrib:
            child.tag = "mi"
        elif child.tag == "mo" and child.text in LETTERS:
            child.tag = "mi"
            child.set("mathvariant", "normal")
        elif child.tag == "mo" and child.text == "/":
            child.attrib.update({"lspace": "0", "rspace": "0"})
        elif child.tag == "mi" and child.text in GREEK:
            child.set("mathvariant", "normal")
        elif child.tag == "mi" and child.text in SIDES and len(node) > 1:
            child.tag = "mo"
            child.attrib.update({"lspace": SIDES[child.text], "rspace": SIDES[child.text]})
        elif child.tag == "msup" and child[1].text == "′":  # it is raised already, and would be tiny
            child.tag, child[1].tag = "mrow", "mo"
            child[1].attrib.update({"lspace": "0", "rspace": "0"})
        elif child.tag == "msub" and child[0].text in LOWERED:
            child.tag, child[0].tag = "munder", "mo"
            child[0].attrib.update({"movablelimits": "true", "lspace": "0", "rspace": "0"})


def _signed(node):
    """Say of a minus or plus that it stands before one number, where nothing before it could be the other."""
    before = None
    for child in list(node):
        if child.tag == "mo" and child.text in SIGNS and node.tag in ROWS and not _is_number(before):
            child.set("form", "prefix")
        if child.tag == "mo" and child.text == "=" and before is not None and before.text == ":":
            node.remove(before)  # := is one sign
            child.text = ":="
        before = child


def _small(node):
    """Let signs in a small formula, above or below another, stand without room, as in print."""
    for script in list(node)[1:] if node.tag in SCRIPTS and "accent" not in node.attrib else ():
        for sign in script.iter("mo"):
            if sign.text not in (",", "(", ")"):
                sign.attrib.update({"lspace": "0", "rspace": "0"})


def _is_number(node):
    """Whether a sign after this node has a number before it."""
    if node is None or node.tag == "mspace" or (node.tag == "mi" and not node.text):
        return False
    if node.tag == "mtext":
        return not node.text.endswith(("(", "\u00a0", " "))
    return node.tag != "mo" or _closes(node)


def _closes(node):
    return node.tag == "mo" and (node.get("form") == "postfix" or (node.text or "") in (")", "]", "!"))


def _spaced(node):
    """Give the names of functions the room that they have in print."""
    children = list(node)
    if node.tag not in ROWS:
        return
    for place in reversed(range(len(children))):
        if not _is_function(children[place]):
            continue
        after = children[place + 1] if place + 1 < len(children) else None
        if after is not None and after.tag not in ("mo", "mspace") and not _opens(after):
            node.insert(place + 1, ElementTree.Element("mspace", width=THIN))
        before = children[place - 1] if place else None
        ends = before is not None and before.tag != "mspace" and (before.text or len(before))
        if ends and (before.tag != "mo" or _closes(before)):
            node.insert(place, ElementTree.Element("mspace", width=THIN))


def _is_word(node):
    return len(node.text or "") > 2 and node.text.isalpha()


def _is_function(node):
    """Whether a node is a function's name, with or without something at its corners."""
    if node.tag in ("msub", "msup", "msubsup", "munder"):
        node = node[0]
    return node.tag in ("mi", "mo") and _is_word(node)


def _opens(node):
    return len(node) > 0 and ((node[0].tag == "mo" and node[0].get("form") == "prefix") or _opens(node[0]))


def _paired(root):
    """Say of bars whether they open or close, for a browser cannot know."""
    opened = {}
    for each in root.iter("mo"):
        if each.text in BARS and "form" not in each.attrib:
            opened[each.text] = not opened.get(each.text, False)
            form = "prefix" if opened[each.text] else "postfix"
            each.attrib.update({"form": form, "stretchy": "false", "lspace": "0", "rspace": "0"})
