"""Markdown becomes HTML: formulas, links between the pages, headings with addresses."""

import re
from functools import cache
from html import escape
from pathlib import Path

from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from logreg_core.site.mathematics import mathml, numbered

HTML = r"</?(details|summary|sub|sup|br|b|i|em|strong|p)\s*/?>"  # what a text may hold of it
KNOWN = re.compile(rf'{HTML}|<details class="answer">')
NUMBER = re.compile(r"\((\d+\.\d+)\)")
TOKEN = re.compile(r'<span(?: class="(\w+)")?>([^<]*)</span>')  # of code
COLOURED = re.compile(r"^\.highlight :is\((.*?)\) \{ color", re.M)
ENDS = re.compile(r'(<math display="inline">(?:(?!<math).)*?</math>)([.,;:!?)]+)', re.S)  # a formula and what ends it
MATH = re.compile(r"(<math.*?</math>)", re.S)
REFERENCE = re.compile(r'<a class="to"[^>]*>(.*?)</a>')


@cache
def coloured():
    """The kinds of tokens that the style gives a colour; the others have that of the text."""
    kinds = COLOURED.findall((Path(__file__).parent / "site.css").read_text("utf-8"))
    return set(re.findall(r"\.(\w+)", " ".join(kinds)))


def slug(words):
    """The address of a heading inside its page, as GitHub makes it."""
    return re.sub(r"\s", "-", re.sub(r"[^\w\s-]", "", re.sub(r"<[^>]*>", "", words)).strip().lower())


def page_of(address):
    """A link as it is between the pages: to a page in place of a notebook, with its place inside."""
    path, mark, place = address.partition("#")
    if re.match(r"[a-z]+:", address):
        return address
    if path.endswith("README.md"):
        path = "index.html" if path.startswith("..") else "guide.html"
    return re.sub(r"\.ipynb$", ".html", path) + (f"#{slug(place)}" if mark else "")


class Text(IPythonRenderer):
    """Writes the HTML of Markdown, and remembers the headings; `numbers` says in which page an equation stands."""

    def __init__(self, numbers):
        super().__init__(escape=True, allow_harmful_protocols=False)
        self.numbers, self.headings, self._slugs = numbers, [], {}

    def text(self, text):
        """Words, in which the number of an equation is a link to it."""
        return self._linked(super().text(text))

    def _linked(self, html):
        def link(found):
            page = self.numbers.get(found[1])
            return f'<a class="to" href="{page}#{found[1]}">{found[0]}</a>' if page else found[0]

        return NUMBER.sub(link, html)

    def heading(self, text, level, **attrs):
        """A heading with an address of its own."""
        text = REFERENCE.sub(r"\1", text)
        name = slug(text)
        self._slugs[name] = count = self._slugs.get(name, -1) + 1
        name += f"-{count}" if count else ""
        self.headings.append((level, name, text))
        return f'<h{level} id="{name}">{text}</h{level}>\n'

    def link(self, text, url, title=None):
        """A link, which leads to a page where Markdown's leads to a notebook."""
        return super().link(REFERENCE.sub(r"\1", text), page_of(url), title)

    def inline_html(self, html):
        """What a text may hold of HTML; the rest is shown as it is written."""
        end, parts = 0, []
        for tag in KNOWN.finditer(html):
            parts += [escape(html[end : tag.start()]), tag[0]]
            end = tag.end()
        return "".join([*parts, escape(html[end:])])

    block_html = inline_html

    def inline_math(self, body):
        """A formula in its line."""
        return mathml(body)

    def block_math(self, body):
        """A formula on a line of its own, its number at the margin."""
        formula, number = numbered(body)
        name = f' id="{number}"' if number else ""
        margin = f'<span class="number">({number})</span>' if number else ""
        parts = MATH.split(mathml(formula, True))  # the reasons of a derivation, beside its formulas, may name others
        shown = "".join(part if i % 2 else self._linked(part) for i, part in enumerate(parts))
        return f'</p><div class="equation"{name}><div class="wide">{shown}</div>{margin}</div><p>'

    def latex_environment(self, name, body):
        """A formula that an environment of LaTeX makes."""
        return self.block_math(rf"\begin{{{name}}}{body}\end{{{name}}}")

    def block_code(self, code, info=None):
        """Code, in which only what has a colour of its own is marked."""
        marked = super().block_code(code, info)
        return TOKEN.sub(lambda token: token[0] if token[1] in coloured() else token[2], marked)

    def table(self, text):
        """A table, which scrolls by itself where it is too wide."""
        return f'<div class="wide"><table>{text}</table></div>\n'

    def table_cell(self, text, align=None, head=False):
        """A cell of a table; how it is aligned stands in the style of the page."""
        tag, side = "th" if head else "td", f' class="{align}"' if align else ""
        return f"<{tag}{side}>{text}</{tag}>\n"

    def html(self, source):
        """The HTML of a Markdown text."""
        made = MarkdownWithMath(renderer=self).render(source)
        return ENDS.sub(r'<span class="whole">\1\2</span>', re.sub(r"<p>\s*</p>\n?", "", made))
