"""The course as pages: each is whole by itself, its links lead somewhere, its formulas are set."""

import base64
import hashlib
import re
import shutil
import sys
from html.parser import HTMLParser
from pathlib import Path

import lab
import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from logreg_core.datasets import Dataset, overlapping
from logreg_core.descent import gradient_descent
from logreg_core.films import watch
from logreg_core.packed import FILM, VERSION, films_in
from logreg_core.player import OUTPUTS
from logreg_core.site.__main__ import USE, main
from logreg_core.site.mathematics import TAG, mathml, numbered
from logreg_core.site.outputs import ATTRIBUTES, TAGS, cleaned, shown
from logreg_core.site.pages import CHECK, answers, build
from logreg_core.site.text import Text

ROOT = Path(__file__).parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
PAGES = ["index", *(path.stem for path in NOTEBOOKS), "guide"]
HOSTILE = '<img src=x onerror="document.title=1">'
FORMULA = re.compile(r"\$\$(.+?)\$\$|\$([^$]+)\$|(\\begin\{align\*\}.*?\\end\{align\*\})", re.S)
every_page = pytest.mark.parametrize("name", PAGES)


class Read(HTMLParser):
    """The tags of a page with their attributes, in order, and the words inside each <style> and <script>."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.inside, self.whole, self.last = [], {}, [], ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self.last = tag
        self.inside.setdefault(tag, []).append("")

    def handle_endtag(self, tag):
        self.last = ""

    def handle_data(self, data):
        if self.last:
            self.inside[self.last][-1] += data
        self.whole.append(data)

    def all(self, attribute):
        return [attrs[attribute] for _, attrs in self.tags if attribute in attrs]


@pytest.fixture(scope="module")
def read(site):
    known = {}

    def page(name):
        if name not in known:
            known[name] = Read((site / f"{name}.html").read_text("utf-8"))
        return known[name]

    return page


def film_of(title):
    """A cell of code that shows a film of data with this name, as a notebook stores it."""
    X, y = overlapping().X, overlapping().y
    made = watch(gradient_descent(X, y, n_iterations=3), Dataset(X, y, title, (title, "b"), (title, "one")))
    film = {FILM: {"version": VERSION}, "text/html": lab.html_of(made, title)}
    still = {"image/png": base64.b64encode(made.twin()).decode()}
    outputs = [
        nbformat.v4.new_output("display_data", film),
        nbformat.v4.new_output("display_data", still, metadata={"image/png": {"alt": made.alt}}),
        nbformat.v4.new_output("display_data", {"text/html": OUTPUTS}),
    ]
    return nbformat.v4.new_code_cell("watch(history, data)", outputs=outputs)


def course_of(root, cells):
    """A repository with one notebook of these cells."""
    (root / "notebooks").mkdir()
    shutil.copy(ROOT / "README.md", root)
    (root / "notebooks" / "README.md").write_text("# A guide\n", "utf-8")
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# A lesson"), *cells])
    nbformat.write(book, root / "notebooks" / "00_a_lesson.ipynb")
    return root


def test_there_is_a_page_for_each_notebook_the_list_and_the_guide(site):
    assert {path.stem for path in site.glob("*.html")} == set(PAGES)
    assert {path.name for path in (site / "notebooks").iterdir()} == {path.name for path in NOTEBOOKS}


def test_a_page_fits_into_a_mail_and_the_folder_on_any_stick(site):
    sizes = {path.name: path.stat().st_size for path in site.rglob("*") if path.is_file()}
    assert max(sizes.values()) <= 1.2e6, sizes
    assert sum(sizes.values()) < 9e6, sizes


@every_page
def test_a_page_holds_all_it_shows_and_nothing_that_runs_but_its_scripts(read, name):
    page = read(name)
    (policy,) = (attrs["content"] for tag, attrs in page.tags if attrs.get("http-equiv") == "Content-Security-Policy")
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules.pop("default-src") == "'none'"
    films = any(attrs.get("class") == "lp-film" for _, attrs in page.tags)
    for tag, rule, count in (("script", "script-src", 1 + films), ("style", "style-src", 1)):
        assert len(page.inside[tag]) == count
        digests = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in page.inside[tag]]
        assert rules.pop(rule) == " ".join(f"'sha256-{digest}'" for digest in digests)
    assert rules == {"img-src": "data: blob:", "base-uri": "'none'", "form-action": "'none'"}
    assert all(re.match("data:image/png;base64,", source) for source in page.all("src"))
    assert [attrs for tag, attrs in page.tags if tag == "link"] == [{"rel": "icon", "href": "data:,"}]
    names = {attribute for _, attrs in page.tags for attribute in attrs}
    assert not {each for each in names if each == "style" or each.startswith("on")}


@every_page
def test_every_link_of_a_page_leads_to_what_is_there(read, site, name):
    page = read(name)
    for link in (attrs["href"] for tag, attrs in page.tags if tag == "a"):
        if link.startswith("https://"):
            continue
        file, _, place = link.partition("#")
        assert not file or (site / file).is_file(), link
        assert not place or place in read(Path(file).stem if file else name).all("id"), link
    assert len(page.all("id")) == len(set(page.all("id")))


@every_page
def test_a_page_says_where_the_reader_is_and_where_to_go_on(read, name):
    page, place = read(name), PAGES.index(name)
    here = [attrs["href"] for _, attrs in page.tags if attrs.get("aria-current") == "page"]
    assert here == [f"{name}.html"]
    ways = {attrs["rel"]: attrs["href"] for tag, attrs in page.tags if tag == "a" and "rel" in attrs}
    around = {"prev": place - 1, "next": place + 1}
    assert ways == {way: f"{PAGES[i]}.html" for way, i in around.items() if 0 <= i < len(PAGES)}
    assert [tag for tag, _ in page.tags].count("h1") == 1


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_page_has_the_films_of_its_notebook_and_a_still_for_each(site, path):
    text = (site / f"{path.stem}.html").read_text("utf-8")
    outputs = [out for cell in nbformat.read(path, 4).cells for out in cell.get("outputs", [])]
    stored = [out.data["text/html"] for out in outputs if FILM in out.get("data", {})]
    assert films_in(text) == [film for html in stored for film in films_in(html)]
    bare = re.sub(r"<script>.*?</script>", "", text, flags=re.S)
    assert len(re.findall(r'</div><img class="still" alt="[^"]+" src="[^"]+"></figure>', bare)) == len(stored)
    assert "data-player" not in text


def test_the_first_film_waits_for_nothing_after_it_and_a_page_without_films_has_no_player(site):
    before, after, _ = (site / "05_walk_downhill.html").read_text("utf-8").split("<script>")
    assert before.count('<figure class="film">') == before.count("data-film=") == 1
    assert re.search(r'<div class="lp-film" data-film="[^"]*"></div>$', before)
    assert "function mount(" in after
    assert after.count('<figure class="film">') > 2
    for name in ("index", "guide", "classroom_demo"):
        text = (site / f"{name}.html").read_text("utf-8")
        assert text.count("<script>") == 1
        assert "mount(" not in text
        assert ".lp-strip" not in text, "the player's style"


def test_code_has_the_colours_that_the_style_knows_and_no_other_marks(site):
    style = (ROOT / "logreg_core" / "site" / "site.css").read_text("utf-8")
    known = set(re.findall(r"\.(\w+)", " ".join(re.findall(r"^\.highlight :is(\([^)]*\)) \{ color", style, re.M))))
    for path in NOTEBOOKS:
        text = (site / f"{path.stem}.html").read_text("utf-8")
        code = "".join(re.findall(r'<div class="highlight">.*?</div>', text, re.S))
        assert set(re.findall(r"<span([^>]*)>", code)) <= {f' class="{kind}"' for kind in known}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_boards_and_exercises_stand_still_and_say_what_to_do(site, path):
    text = (site / f"{path.stem}.html").read_text("utf-8")
    cells = [cell for cell in nbformat.read(path, 4).cells if cell.cell_type == "code"]
    checked = [cell for cell in cells if answers(cell)]
    assert len(checked) >= sum(bool(CHECK.search(cell.source)) for cell in cells)
    kinds = [[*out.get("data", {})] for cell in cells for out in cell.outputs]
    boards = sum("image/png" in kind for kind in kinds) - sum(FILM in kind for kind in kinds)
    assert text.count('<p class="note">') == len(checked)
    assert (
        text.count('<figure class="board">') == text.count("<figcaption>This board moves where Python runs") == boards
    )
    assert "Not yet" not in text
    assert "OWNER/REPOSITORY" not in text
    assert "-m jupyterlab" in text


def test_what_goes_along_is_each_notebook_without_outputs(site):
    for path in NOTEBOOKS:
        book, whole = nbformat.read(site / "notebooks" / path.name, 4), nbformat.read(path, 4)
        assert [cell.source for cell in book.cells] == [cell.source for cell in whole.cells]
        assert not [cell.outputs for cell in book.cells if cell.get("outputs")]


# Formulas


def formulas(path):
    """(formula, whether it stands on a line of its own) of all in a notebook."""
    for cell in nbformat.read(path, 4).cells:
        if cell.cell_type == "markdown":
            text = re.sub(r"^```.*?^```|`[^`\n]+`", "", cell.source, flags=re.S | re.M)
            for shown, inline, aligned in FORMULA.findall(text):
                yield shown or inline or aligned, not inline


@pytest.mark.parametrize("path", [path for path in NOTEBOOKS if path.stem[0].isdigit()], ids=lambda path: path.stem)
def test_every_formula_is_set_and_no_sign_of_latex_is_left(read, path):
    count = 0
    for tex, display in formulas(path):
        words = "".join(Read(mathml(numbered(tex)[0], display)).whole)
        assert words.strip()
        assert not re.search(r"\\|&|\$|\dex\b|[{}].*\btext\b", words), f"{tex} became {words}"
        count += 1
    assert [tag for tag, _ in read(path.stem).tags].count("math") >= count > 0


def test_every_numbered_equation_has_its_address_in_its_lesson(read):
    tags = 0
    for path in NOTEBOOKS:
        for tex, _ in formulas(path):
            for number in TAG.findall(tex):
                assert number in read(path.stem).all("id")
                tags += 1
    assert tags > 80


def test_a_number_in_the_text_is_a_link_to_its_equation():
    text = Text({"5.5": "05_walk_downhill.html"})
    link = '<a class="to" href="05_walk_downhill.html#5.5">(5.5)</a>'
    assert text.html("It breaks (5.5), not (5.7).") == f"<p>It breaks {link}, not (5.7).</p>\n"
    assert "<a" not in text.html("## By (5.5)")
    assert text.html("[see (5.5)](06_x.ipynb#A-Place)").count("<a") == 1
    assert 'href="06_x.html#a-place"' in text.html("[see](06_x.ipynb#A-Place)")


@pytest.mark.parametrize(
    ("tex", "part"),
    [
        (r"a - -b", '<mo>−</mo><mo form="prefix">−</mo>'),
        (r"\text{mean} - 1", "<mtext>mean</mtext><mo>−</mo>"),
        (r"w := 1", "<mi>w</mi><mo>:=</mo>"),
        (r"n \log a", '<mi>n</mi><mspace width="0.167em" /><mi>log</mi><mspace width="0.167em" /><mi>a</mi>'),
        (r"-\log (a)", '<mo form="prefix">−</mo><mi>log</mi><mo stretchy="false">(</mo>'),
        (r"\lVert w \rVert", 'form="prefix" stretchy="false" lspace="0" rspace="0">‖</mo><mi>w</mi><mo form="postfix"'),
        (r"\lvert w \rvert + 1", "|</mo><mo>+</mo>"),
        (r"\text{as $x$ grows}", "<mtext>as\xa0</mtext><mrow><mi>x</mi></mrow><mtext>\xa0grows</mtext>"),
        (
            r"\begin{aligned} a &= b \\[2ex] &= c \end{aligned}",
            '<mtable displaystyle="true" class="aligned"><mtr><mtd>',
        ),
        (r"\max_i x", '<munder><mo movablelimits="true" lspace="0" rspace="0">max</mo><mi>i</mi></munder>'),
        (r"X^\top", '<msup><mi>X</mi><mi mathvariant="normal">⊤</mi></msup>'),
        (r"a \pm b", '<mi>a</mi><mo lspace="0.222em" rspace="0.222em">±</mo><mi>b</mi>'),
        (r"\{j : z\}", '<mi>j</mi><mo lspace="0.278em" rspace="0.278em">:</mo><mi>z</mi>'),
        (r"w \gt 0{:}", "<mrow><mi>:</mi></mrow>"),
        (r"a + \dots + b", '<mo>+</mo><mi mathvariant="normal">⋯</mi><mo>+</mo>'),
        (r"1, \dots, b", '<mo>,</mo><mi mathvariant="normal">…</mi><mo>,</mo>'),
        ("b'", '<mi>b</mi><mo lspace="0" rspace="0">′</mo>'),
        (r"\Lambda", '<mi mathvariant="normal">Λ</mi>'),
        (r"e^{a - b}", '<msup><mi>e</mi><mrow><mi>a</mi><mo lspace="0" rspace="0">−</mo><mi>b</mi></mrow></msup>'),
    ],
)
def test_what_browsers_cannot_know_of_a_formula_is_said(tex, part):
    assert part in mathml(tex)


def test_a_long_formula_in_its_line_can_break_after_a_relation_and_keeps_the_sign_that_ends_it():
    tex = r"L(p) = -\log p - (1 - q) \log (1 - p)"
    assert re.findall("<mo[^>]*>[^<]*</mo></mrow></math>", mathml(tex)) == [
        '<mo form="infix">=</mo></mrow></math>',
        '<mo stretchy="false">)</mo></mrow></math>',
    ]
    assert mathml(tex, display=True).count("<math") == mathml("a = b + c").count("<math") == 1
    (kept,) = re.findall('<span class="whole">(.*?)</span>', Text({}).html(f"So ${tex}$, and"))
    assert kept.count("<math") == 1
    assert kept.endswith("</math>,")


def test_the_reasons_of_a_derivation_are_text_that_names_other_equations():
    rows = r"a &= b && \text{(by (5.5))} \\ &= 2c && (\text{solved for } c) \\ &= 1"
    tex = rf"$$\begin{{aligned}} {rows} \end{{aligned}} \tag{{5.6}}$$"
    html = Text({"5.5": "05_walk_downhill.html"}).html(tex)
    lines = re.findall(r'<div( class="\w+")?>((?:(?!</?div).)*)</div>', html)
    assert [look for look, _ in lines] == [' class="left"', "", ' class="why"', "", ' class="why"', ""]
    reasons = [said for look, said in lines if "why" in look]
    assert reasons[0] == '(by <a class="to" href="05_walk_downhill.html#5.5">(5.5)</a>)'
    assert reasons[1].startswith('(solved for <math display="inline"><mrow><mi>c</mi>')
    assert all("<math" in said and "displaystyle" in said for look, said in lines if "why" not in look)
    assert "<a" not in Text({"5.5": "05_walk_downhill.html"}).html(r"$$a = b \text{ by (5.5)}$$")  # nothing inside it


def test_the_number_of_an_equation_is_taken_out():
    assert numbered(r"a = b \tag{3.4}") == ("a = b", "3.4")
    assert numbered("a = b") == ("a = b", "")


# Nothing that comes from data is markup


def test_a_hostile_name_stays_a_name(tmp_path):
    hints = nbformat.v4.new_markdown_cell(
        f"<details open onclick=x><summary>Hint</summary>\n\n{HOSTILE} [a](javascript:x)"
    )
    said = nbformat.v4.new_code_cell("print(name)", outputs=[nbformat.v4.new_output("stream", text=HOSTILE)])
    html = nbformat.v4.new_output("display_data", {"text/html": f"<table onclick=x><td>{HOSTILE}<script>x</script>"})
    shown = nbformat.v4.new_code_cell(f"name = '{HOSTILE}'", outputs=[html])
    root = course_of(tmp_path, [film_of(HOSTILE), hints, said, shown])
    build(tmp_path / "site", root)
    page = Read((tmp_path / "site" / "00_a_lesson.html").read_text("utf-8"))
    assert all(source.startswith("data:image/png;base64,") for source in page.all("src"))
    names = {attribute for _, attrs in page.tags for attribute in attrs}
    assert not {each for each in names if each.startswith("on")}
    assert not [link for link in page.all("href") if "javascript" in link]
    assert [tag for tag, _ in page.tags].count("script") == 2
    assert any(HOSTILE in alt for alt in page.all("alt"))
    assert "".join(page.whole).count(HOSTILE) >= 2  # in what was printed, and in the text


@settings(deadline=None)
@given(
    st.text()
    | st.lists(st.sampled_from([*"<>'\"/= a", "<td>", "</td>", "<script>", "</p>", "img", "src=x", "on", "&lt;"]))
)
def test_no_html_brings_other_tags_and_attributes_than_those_that_are_known(parts):
    page = Read(cleaned("".join(parts)))
    assert {tag for tag, _ in page.tags} <= TAGS
    assert {name for _, attrs in page.tags for name in attrs} <= ATTRIBUTES | {"src"}
    assert not page.all("src")


def test_signs_that_are_written_as_such_do_not_become_tags():
    assert cleaned("&lt;script&gt;x&lt;/script&gt;") == "&lt;script&gt;x&lt;/script&gt;"
    assert cleaned('<td title="&quot;>&lt;b>">') == '<td title="&quot;&gt;&lt;b&gt;"></td>'


def test_cleaned_html_keeps_tables_and_pictures_and_closes_what_is_open():
    picture = '<img alt="a b" width="560" src="data:image/png;base64,AA==">'
    assert cleaned('<img alt="a b" style="width:560px;max-width:100%" src="data:image/png;base64,AA==">') == picture
    assert (
        cleaned("<table><tr><td colspan=2>1 &lt; 2<br>x")
        == '<table><tr><td colspan="2">1 &lt; 2<br>x</td></tr></table>'
    )
    assert cleaned('<img src="https://example.org/x.png"><script>x</script><style>p{}</style>ok') == "<img>ok"


def test_only_pictures_of_several_panels_are_kept_broad_on_a_phone():
    for width, broad in ((560, False), (1100, True)):
        html = f'<img alt="a" style="width:{width}px;max-width:100%" src="data:image/png;base64,AA==">'
        output = nbformat.v4.new_output("display_data", {"text/html": html})
        assert ("broad" in shown([output], "")) == broad


# The command


def test_the_command_writes_the_pages_and_says_where(tmp_path, monkeypatch, capsys):
    assert main([]) == USE
    assert main(["--help"]) == USE
    course_of(tmp_path, [])
    monkeypatch.setattr("logreg_core.site.pages.build.__defaults__", (tmp_path,))
    assert main([str(tmp_path / "out")]) is None
    assert re.fullmatch(r"4 files, 0\.\d MB\. Open .*index\.html in a browser\.\n", capsys.readouterr().out)
    (tmp_path / "a file").write_text("", "utf-8")
    assert main([str(tmp_path / "a file")]).startswith("The pages could not be written: ")


@pytest.mark.parametrize("missing", ["latex2mathml.converter", "nbconvert.filters.markdown_mistune", "nbformat"])
def test_without_what_it_needs_the_command_says_what_to_install(monkeypatch, missing):
    for name in (missing, missing.split(".")[0]):
        monkeypatch.setitem(sys.modules, name, None)
    for name in ("pages", "text", "mathematics", "outputs"):
        monkeypatch.delitem(sys.modules, f"logreg_core.site.{name}", raising=False)
    assert main(["folder"]) == "The pages need what sets their text and formulas: python -m pip install -e '.[site]'"
