"""A film as one piece of HTML, which moves wherever a page runs scripts: no kernel, no widget manager, no network.

What the browser needs is packed into attributes: the state as JSON, its length before it and its bytes behind it,
deflated and in base64; and `player.js`, with its style, in the same way. The script wakes every film that sleeps, and
does not ask which script it is: some front ends run a copy of it elsewhere, without its attributes.
"""

import base64
import hashlib
import json
import re
import zlib
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent / "player"
FILM = "application/vnd.logreg.film+json"  # by it JupyterLab's extension knows an output of ours
VERSION = 1  # of the packing and of what player.js reads; the extension leaves others to the script they bring
WAKE = """\
for (const { dataset: { player }, previousElementSibling: host } of document.querySelectorAll("script[data-player]")) {
if (!host || host.dataset.woken) continue;
host.dataset.woken = "yes";
const players = window.logregPlayers ??= {};
const bytes = () => new Blob([Uint8Array.from(atob(player), (sign) => sign.charCodeAt(0))]).stream();
const text = () => new Response(bytes().pipeThrough(new DecompressionStream("deflate"))).text();
const load = async () => import(URL.createObjectURL(new Blob([await text()], { type: "text/javascript" })));
(players[player] ??= load()).then(({ mount, style }) => mount(host, { style }));
}"""
COMMENT = re.compile(r"^ *(?://.*|/\*\*(?:.*\*/)?|\*.*)\n", re.M)  # a line of player.js that holds nothing else
_MAKERS = {}  # what a film shows, as a digest -> who has made one that shows it


def pack(state):
    """The text that holds a state: numbers, words, lists and dicts as they are, and bytes."""
    return _deflated(_whole(state))


def _whole(state):
    parts = {name: bytes(value) for name, value in sorted(state.items()) if isinstance(value, bytes | memoryview)}
    rest = {name: value for name, value in state.items() if name not in parts}
    rest["bytes"] = [[name, len(part)] for name, part in parts.items()]
    head = json.dumps(rest, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    return len(head).to_bytes(4, "little") + head + b"".join(parts.values())


def unpack(text):
    """The state that `pack` has made a text of."""
    whole = zlib.decompress(base64.b64decode(text))
    at = 4 + int.from_bytes(whole[:4], "little")
    state = json.loads(whole[4:at])
    for name, length in state.pop("bytes"):
        state[name] = whole[at : at + length]
        at += length
    return state


def film_html(state, maker):
    """The HTML of a film: a place for it, which holds its state, and the script that brings it to life.

    The film is named after what it shows, so that a new run stores the same; if several makers (cells) have made
    the like, each has its own name, as each film moves by itself.
    """
    digest = hashlib.sha256(_whole(state)).hexdigest()[:16]
    makers = _MAKERS.setdefault(digest, [])
    if maker not in makers:
        makers.append(maker)
    state = {**state, "id": f"{digest}-{makers.index(maker)}"}
    return f'<div class="lp-film" data-film="{pack(state)}"></div><script data-player="{_player()}">{WAKE}</script>'


def films_in(text):
    """The states of the films in a text of HTML, in their order."""
    return [unpack(packed) for packed in re.findall(r'<div class="lp-film" data-film="([^"]*)">', text)]


@cache
def _player():
    style = json.dumps((HERE / "player.css").read_text("utf-8"))
    code = COMMENT.sub("", (HERE / "player.js").read_text("utf-8"))  # each film stores it
    return _deflated(f"{code}\nexport const style = {style};\n".encode())


def _deflated(content):
    return base64.b64encode(zlib.compress(content, 6)).decode()  # 9 takes longer, and saves nothing
