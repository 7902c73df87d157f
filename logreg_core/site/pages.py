"""The cells of a notebook, put between a list of contents and the way on; each page is whole by itself."""

import base64
import hashlib
import re
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path

import nbformat

from logreg_core.exercises.asking import STYLE
from logreg_core.packed import COMMENT
from logreg_core.site.mathematics import TAG
from logreg_core.site.outputs import shown
from logreg_core.site.text import Text

HERE = Path(__file__).parent
ROOT = HERE.parent.parent  # of the repository, which has the notebooks and the README
PLACE = '<div class="lp-film"'  # of a film
EXPORT = re.compile(r"^export (?:default .*\n)?", re.M)  # what only a module may say
CHECK = re.compile(r"^(?:check\(|solved\(\))", re.M)  # what answers to a learner
TITLE = "Logistic regression you can watch"
BOARD = 'This board moves where Python runs; here it stands still: <a href="#with-python">how to start it</a>.'
EXERCISE = 'This cell answers you where Python runs: <a href="#with-python">how to start it</a>.'
INTRODUCTION = """\
<p>Lessons that derive logistic regression equation by equation, and show it: press Play, drag the bar, or use the arrow
keys, and the boundary, the learning curve and the path downhill move together. These pages need no Python and no
network. Boards and exercises need Python; each page says how to <a href="#with-python">start it</a>.</p>
"""


@dataclass(frozen=True)
class Page:
    """What is known of a page before it is written: its file, its title, the source, and what README says of it."""

    file: str
    title: str
    source: Path
    line: str = ""


def build(folder, root=ROOT):
    """Write the pages of the course in `root` into `folder`, and answer their paths; OSError where it cannot."""
    folder, root = Path(folder), Path(root)
    notebooks = sorted((root / "notebooks").glob("*.ipynb"))
    if not notebooks:
        raise FileNotFoundError(f"there are no notebooks in {root / 'notebooks'}; install with -e from the repository")
    folder.mkdir(parents=True, exist_ok=True)
    readme = (root / "README.md").read_text("utf-8")
    books = {path: nbformat.read(path, as_version=4) for path in notebooks}
    lines = dict(re.findall(r"\| \[[^\]]*\]\(notebooks/([^)]*)\.ipynb\) \| (.*?) \|$", readme, re.M))
    pages = [Page(f"{path.stem}.html", _title(books[path]), path, lines.get(path.stem, "")) for path in notebooks]
    guide = Page("guide.html", "The guide for teachers", root / "notebooks" / "README.md")
    numbers = {tag: page.file for page in pages for tag in TAG.findall(_words(books[page.source]))}
    course = [Page("index.html", TITLE, root / "README.md"), *pages, guide]
    python = _with_python(readme)

    texts = {course[0].file: skeleton(course, course[0], [], _index(course, root), python)}
    for page in pages:
        body, headings = lesson(books[page.source], numbers)
        texts[page.file] = skeleton(course, page, headings, body, python)
    text = Text(numbers)
    body = text.html(guide.source.read_text("utf-8"))
    texts[guide.file] = skeleton(course, guide, text.headings, body, python)
    for name, content in texts.items():
        (folder / name).write_text(content, "utf-8", newline="\n")
    (folder / "notebooks").mkdir(exist_ok=True)
    for path, book in books.items():
        for cell in book.cells:
            if cell.cell_type == "code":
                cell.outputs, cell.execution_count = [], None
        nbformat.write(book, folder / "notebooks" / path.name)
    return [*(folder / name for name in texts), *(folder / "notebooks" / path.name for path in notebooks)]


def lesson(book, numbers):
    """The HTML of a notebook's cells, and the headings in it as (level, address, words)."""
    text, parts = Text(numbers), []
    for cell in book.cells:
        if cell.cell_type == "markdown":
            parts.append(text.html(cell.source))
        elif cell.cell_type == "code":
            if cell.source.startswith("ask("):
                parts.append(shown(cell.outputs, BOARD))
                continue
            source = text.block_code(cell.source, "ipython3")
            hidden = cell.metadata.get("jupyter", {}).get("source_hidden")
            parts.append(f'<details class="code"><summary>The code</summary>{source}</details>' if hidden else source)
            if answers(cell):
                parts.append(f'<p class="note">{EXERCISE}</p>')
            else:
                found = shown(cell.outputs, BOARD)
                folded = found and cell.metadata.get("jupyter", {}).get("outputs_hidden")
                parts.append(f"<details><summary>What it shows</summary>{found}</details>" if folded else found)
    return in_sections("\n".join(filter(None, parts))), text.headings


def in_sections(body):
    """The HTML of a text, each part under a heading in a box that is laid out when it is first seen."""
    return "<section>" + "</section>\n<section>".join(re.split(r"(?=<h2 )", body)) + "</section>"


def answers(cell):
    """Whether a cell is there to answer to a learner, who has written nothing yet: a check, or the film of a stub."""
    stub = any("Not yet." in output.get("data", {}).get("text/plain", "") for output in cell.outputs)
    return stub or bool(CHECK.search(cell.source))


def skeleton(course, page, headings, body, python):
    """A whole page: its policy, style, contents, body, the way on, how to start Python, and the script."""
    place = course.index(page)
    ways = [(course[i], word) for i, word in ((place - 1, "Previous"), (place + 1, "Next")) if 0 <= i < len(course)]
    ways = "".join(f'<a href="{to.file}" rel="{word[:4].lower()}">{word}: {escape(to.title)}</a>' for to, word in ways)
    title = escape(page.title if page.title == TITLE else f"{page.title} · {TITLE}")
    name = page.source.name
    films = PLACE in body
    notebook = f'<p>This page as a notebook, not yet run: <a href="notebooks/{name}" download>{name}</a></p>'
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy(films)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="icon" href="data:,">
<style>{style(films)}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the text</a>
<nav class="contents" aria-label="Contents"><details><summary>Contents</summary>
<ol>{"".join(_entry(each, page, headings) for each in course)}</ol>
</details></nav>
<main id="main" tabindex="-1">
{with_films(body)}
<nav class="ways" aria-label="Previous and next">{ways}</nav>
</main>
<footer>
{python}
{notebook if name.endswith(".ipynb") else ""}
</footer>
<script>{script("site.js")}</script>
</body>
</html>
"""


def with_films(body):
    """A body with the script of its films at the first one's place, which so lives before what follows is read."""
    before, place, after = body.partition(PLACE)
    if not place:
        return body
    packed, ends, after = after.partition("</div>")
    return f"{before}{place}{packed}{ends}<script>{script('films.js')}</script>{after}"


@cache
def style(films):
    """The style of a page, with that of the films where it has some."""
    player = (HERE.parent / "player" / "player.css").read_text("utf-8") if films else ""
    return _plain(player + STYLE + (HERE / "site.css").read_text("utf-8"))


@cache
def script(name):
    """A script that runs where it stands: what a page does besides its films, or the player with what wakes them."""
    code = (HERE / name).read_text("utf-8")
    if name == "films.js":
        code = EXPORT.sub("", (HERE.parent / "player" / "player.js").read_text("utf-8")) + code
    code = re.sub(r"^ +", "", COMMENT.sub("", code), flags=re.M)
    return _plain(f'"use strict";\n(async () => {{\n{code}}})();')


@cache
def policy(films):
    """What a page may do: run its own scripts, wear its own style, show pictures that it holds, and ask for nothing."""
    scripts = " ".join(f"'{_digest(script(name))}'" for name in ("films.js", "site.js")[not films :])
    return (
        f"default-src 'none'; script-src {scripts}; style-src '{_digest(style(films))}'; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )


def _digest(text):
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _plain(text):
    """A text that may stand inside <script> and <style>, where nothing is escaped."""
    if re.search(r"</(?:script|style)|<!--", text, re.I):
        raise ValueError("a script or style must hold no tag that would end it")
    return text.replace("\r\n", "\n")


def _title(book):
    return re.search(r"^# (.+)$", book.cells[0].source, re.M)[1].partition(":")[0]


def _words(book):
    return "\n".join(cell.source for cell in book.cells if cell.cell_type == "markdown")


def _entry(each, page, headings):
    here = ' aria-current="page"' if each == page else ""
    places = [f'<li><a href="#{name}">{words}</a></li>' for level, name, words in headings if level == 2]
    inner = f"<ol>{''.join(places)}</ol>" if each == page and places else ""
    title = "The course" if each.file == "index.html" else escape(each.title)
    return f'<li><a href="{each.file}"{here}>{title}</a>{inner}</li>\n'


def _index(course, root):
    """The list of lessons, a line and a picture each."""
    entries = []
    for page in course[1:]:
        picture = root / ".github" / f"{page.source.stem}.png"
        packed = base64.b64encode(picture.read_bytes()).decode() if picture.exists() else ""
        image = f'<img alt="" src="data:image/png;base64,{packed}">' if packed else ""
        line = Text({}).html(page.line or "what to ask before which cell, three plans, and a glossary")
        entries.append(f'<li>{image}<div><a href="{page.file}">{escape(page.title)}</a>{line}</div></li>\n')
    return f'<h1>{TITLE}</h1>\n{INTRODUCTION}<ol class="lessons">\n{"".join(entries)}</ol>'


def _with_python(readme):
    """How to start Python, in README's own words; Binder only where the repository has an address."""
    command = re.search(r"^```sh\n(.*?)\n```", readme, re.M | re.S)[1]
    address = re.search(r"\]\((https://mybinder\.org/v2/[^)]*)\)", readme)
    binder = ""
    if address and "OWNER/REPOSITORY" not in address[1]:
        binder = f'<p>Or <a href="{escape(address[1])}">open it on Binder</a>, with nothing to install.</p>'
    return f"""<section aria-labelledby="with-python"><h2 id="with-python">With Python</h2>
<p>Boards and exercises need Python 3.11 or newer. In a copy of the course's repository, this installs what is
needed and opens the first lesson:</p>
<pre class="wide">{escape(command)}</pre>
{binder}</section>"""
