"""What a cell has shown, as HTML: films alive, boards as their still picture, all else cleaned of what could run."""

import re
from html import escape
from html.parser import HTMLParser

from logreg_core.exercises.asking import ASKED, ask

ASK = re.compile(r'^<fieldset class="lp-ask" data-ask="([^"]*)"')
FILM = re.compile(r'<div class="lp-film" data-film="([A-Za-z0-9+/=]+)">')
ENDS = '<style class="lp-outputs">'  # it comes after the picture of a film or of a board
PNG = re.compile(r"data:image/(?:png|jpeg|gif);base64,[A-Za-z0-9+/=\s]+")
WIDTH = re.compile(r'<img[^>]* width="(\d+)"')
BROAD = 850  # pixels; what is wider has panels side by side, too small for a phone
TAGS = {"table", "caption", "thead", "tbody", "tr", "th", "td", "div", "p", "span", "b", "i", "em", "strong", "code"}
TAGS |= {"pre", "br", "img", "ul", "ol", "li", "figure", "figcaption", "sub", "sup", "details", "summary"}
ATTRIBUTES = {"alt", "role", "scope", "colspan", "rowspan", "width", "height", "title", "aria-hidden", "aria-label"}
HIDDEN = {"script", "style", "template", "iframe", "object", "svg", "math", "noscript", "textarea", "select", "title"}


class Cleaner(HTMLParser):
    """Writes HTML again with known tags and attributes alone, each tag closed, and without what runs or loads."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.parts, self.open, self.hidden = [], [], []

    def handle_starttag(self, tag, attrs):
        """Write a tag that is known."""
        if tag in HIDDEN or self.hidden:
            self.hidden += [tag] if tag in HIDDEN else []
        elif tag in TAGS:
            kept = [(name, value or "") for name, value in attrs if name in ATTRIBUTES]
            for name, value in attrs:
                if name == "src" and PNG.fullmatch(value or ""):
                    kept.append((name, value))
                elif name == "style" and tag == "img" and (width := re.match(r"width:(\d+)px", value or "")):
                    kept.append(("width", width[1]))  # a page that obeys its policy has no style in attributes
            self.parts.append(f"<{tag}{_attributes(kept)}>")
            if tag not in ("br", "img"):
                self.open.append(tag)

    def handle_endtag(self, tag):
        """Close a tag, and those that it leaves open."""
        if self.hidden:
            if tag == self.hidden[-1]:
                self.hidden.pop()
        elif tag in self.open:
            while (last := self.open.pop()) != tag:
                self.parts.append(f"</{last}>")
            self.parts.append(f"</{tag}>")

    def handle_data(self, data):
        """Write words as words."""
        if not self.hidden:
            self.parts.append(escape(data))


def cleaned(html):
    """HTML without anything that runs, asks or reaches out of its place."""
    cleaner = Cleaner()
    cleaner.feed(html)
    cleaner.close()
    return "".join([*cleaner.parts, *(f"</{tag}>" for tag in reversed(cleaner.open))])


def shown(outputs, note):
    """The HTML of a cell's outputs; `note` is said under what needs Python to move."""
    parts, outputs = [], list(outputs)
    while outputs:
        output = outputs.pop(0)
        data = output.get("data", {})
        html = data.get("text/html", "")
        if (asked := ASK.match(html)) and asked[1] in ASKED:
            form = ask(asked[1]).html  # as it is known here: nothing of what is stored runs
            parts.append(form.replace("(then press Tab)", "(then press Enter)"))  # site.js; phones have no Tab
        elif film := FILM.search(html):
            still = outputs.pop(0) if outputs and "image/png" in outputs[0].get("data", {}) else None
            stands = _picture(still, "still") if still else ""
            parts.append(f'<figure class="film"><div class="lp-film" data-film="{film[1]}"></div>{stands}</figure>')
        elif "image/png" in data:
            board = outputs and ENDS in outputs[0].get("data", {}).get("text/html", "")
            says = f"<figcaption>{note}</figcaption>" if board else ""
            picture = f'<div class="wide broad">{_picture(output)}</div>' if board else _picture(output)
            parts.append(f'<figure class="{"board" if board else "picture"}">{picture}{says}</figure>')
        elif html:
            kept = cleaned(html)
            broad = " broad" if any(int(width) > BROAD for width in WIDTH.findall(kept)) else ""
            parts.append(f'<div class="wide shown{broad}">{kept}</div>' if kept.strip() else "")
        elif said := output.get("text") or "\n".join(output.get("traceback", [])) or data.get("text/plain", ""):
            parts.append(f'<pre class="wide said">{escape(said)}</pre>')
    return "\n".join(filter(None, parts))


def _picture(output, kind="stands"):
    alt = output.metadata.get("image/png", {}).get("alt", "") or output.data.get("text/plain", "")
    packed = re.sub(r"[^A-Za-z0-9+/=]", "", output.data["image/png"])
    return f"<img{_attributes([('class', kind), ('alt', alt), ('src', f'data:image/png;base64,{packed}')])}>"


def _attributes(pairs):
    return "".join(f' {name}="{escape(value)}"' for name, value in pairs if value or name == "alt")
