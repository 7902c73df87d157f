"""What a page holds of a film: everything, and as little as can be."""

import base64
import json
import re
import zlib

from hypothesis import given, settings
from hypothesis import strategies as st

from logreg_core import packed
from logreg_core.exercises.asking import STYLE
from logreg_core.packed import film_html, films_in, pack, unpack

NAMES = st.text(min_size=1, max_size=5).filter(lambda name: name not in ("bytes", "id"))
PLAIN = st.recursive(st.integers(-9, 9) | st.text(max_size=9) | st.booleans(), lambda x: st.lists(x, max_size=3))


@settings(deadline=None)
@given(st.dictionaries(NAMES, PLAIN | st.binary(max_size=40)))
def test_what_is_packed_can_be_unpacked(state):
    assert unpack(pack(state)) == state


@settings(deadline=None)
@given(st.dictionaries(NAMES, PLAIN | st.binary(max_size=40)))
def test_no_sign_of_a_state_can_leave_its_attribute(state):
    text = film_html({**state, "alt": '"></div><script>'}, "a cell")
    assert re.fullmatch(
        r'<div class="lp-film" data-film="[A-Za-z0-9+/=]*"></div><script data-player="[A-Za-z0-9+/=]*">'
        + re.escape(packed.WAKE)
        + "</script>",
        text,
    )
    (found,) = films_in(text)
    assert found.pop("id")
    assert found == {**state, "alt": '"></div><script>'}


def test_a_film_brings_the_player_and_its_style():
    player = re.search('data-player="([^"]*)"', film_html({"alt": ""}, "a cell"))[1]
    text = zlib.decompress(base64.b64decode(player)).decode()
    here = packed.HERE
    lines, kept = (here / "player.js").read_text("utf-8").splitlines(), text.splitlines()
    left_out = [line.strip() for line in lines if not (kept and line == kept[0] and kept.pop(0) is not None)]
    assert kept[0] == "", "all that is left is the style"
    assert left_out
    for line in left_out:
        assert re.fullmatch(r"//.*|/\*\*|/\*\*.*\*/|\*.*", line), "nothing but comments is left out"
    assert json.dumps((here / "player.css").read_text("utf-8")) in text


def test_the_extension_knows_this_packing():
    entry = (packed.HERE.parent / "labextension" / "static" / "remoteEntry.js").read_text("utf-8")
    assert re.search(r'FILM = "(.*?)", VERSION = (\d+);', entry).groups() == (packed.FILM, str(packed.VERSION))


def far(style):
    """What selectors look for, at any depth, around any element or any box, whatever its class."""
    style, found = re.sub(r"/\*.*?\*/", "", style, flags=re.S), []
    for has in re.finditer(r":has\(", style):
        part = re.search(r"([^\s>+~,(){}]*|\))(:not\()?$", style[: has.start()])[1]
        looked = re.match(r"(?:[^()]|\([^()]*\))*", style[has.end() :])[0]
        near = [re.sub(r"\s*([>+~])\s*", r"\1", each.strip()) for each in looked.split(",")]
        if part in ("", "div", "*") and any(each[0] not in ">+" or " " in each for each in near):
            found.append(looked)
    return found


def test_no_style_makes_a_page_look_around_every_element_at_each_change():
    assert far(":has(.lp) + div:has(> img, + * style) { }") == [".lp", "> img, + * style"]
    assert far(".lp:has(img) + p:not(:has(img)) :is(p, div:has(img)) { }") == ["img"]
    styles = [path.read_text("utf-8") for path in packed.HERE.glob("*.css")]
    assert sum(style.count(":has(") for style in styles) > 20
    assert [far(style) for style in (*styles, STYLE)] == [[]] * (len(styles) + 1)
