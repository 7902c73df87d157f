"""A place to commit oneself: plain HTML that works without a kernel, and keeps the right choice out of the notebook."""

import re
from types import MappingProxyType

import lab
import pytest

from logreg_core.exercises import ask
from logreg_core.exercises.asking import ASKED, NOTED, PRINTED, RIGHT, STYLE, WRONG
from logreg_core.site.outputs import shown
from logreg_core.site.text import Text

every_question = pytest.mark.parametrize("name", ASKED)
CHOICES = [name for name, choices in ASKED.items() if isinstance(choices[0], str)]
NUMBERS = [name for name in ASKED if name not in CHOICES]
ANSWER = '<details class="answer"><summary>Answer</summary><p>{}</p></details>'


class Output(dict):
    metadata = MappingProxyType({})


def output(name):
    return Output(output_type="execute_result", data={"text/html": ask(name)._repr_html_(), "text/plain": "..."})


@every_question
def test_it_is_one_form_of_native_elements_with_names_of_their_own(name):
    html = ask(name)._repr_html_()
    assert repr(ask(name)) == f"Asked({name})"
    assert html.count("<fieldset") == html.count("<legend") == 1
    assert "<script" not in html
    assert not re.search(r"<[^>]*\son\w+=", html)
    inputs = re.findall(r"<input ([^>]*)>", html)
    assert all("data-lm-suppress-shortcuts" in each for each in inputs)
    if name in CHOICES:
        assert {re.search(r'name="([^"]*)"', each)[1] for each in inputs} == {f"ask {name}"}
        assert len(inputs) == len(ASKED[name]) >= 2
        assert sum(choice.startswith("*") for choice in ASKED[name]) <= 1
    else:
        assert len(inputs) == 1


def test_the_right_choice_is_not_always_at_the_same_place():
    places = [
        [choice.startswith("*") for choice in ASKED[name]].index(True) for name in CHOICES if "*" in str(ASKED[name])
    ]
    assert min(places.count(place) for place in (0, 1, 2)) > 10


def test_an_unknown_name_is_refused():
    with pytest.raises(ValueError, match="05/nothing"):
        ask("05/nothing")


def test_the_site_shows_what_it_knows_itself_and_nothing_that_is_stored():
    assert shown([output("05/surface-question")], "") == ask("05/surface-question").html
    hostile = output("05/surface-question")
    hostile["data"]["text/html"] = '<fieldset class="lp-ask" data-ask="05/surface-question"><script>alert(1)</script>'
    assert shown([hostile], "") == ask("05/surface-question").html
    hostile["data"]["text/html"] = '<fieldset class="lp-ask" data-ask="elsewhere"><script>alert(1)</script><input>'
    assert "<script" not in shown([hostile], "")
    assert "<input" not in shown([hostile], "")
    assert (
        Text({}).html('<details class="answer"><summary>Answer</summary>\n\nyes\n\n</details>').count("<details class")
        == 1
    )
    assert "<details onclick" not in Text({}).html('<details onclick="x"><summary>Answer</summary></details>')


@pytest.fixture(scope="module")
def page(needs_chromium):
    with lab.browser() as chromium:
        yield chromium.new_page()


def show(page, name, *, cells):
    """A question with its answer behind it, as JupyterLab's cells, or as a page of the site has them."""
    form, answer = ask(name).html, ANSWER.format("the answer")
    if cells:
        parts = [
            f'<div class="jp-Cell">{part}</div>' for part in (form, "<p>a cell between</p>", answer, ANSWER.format("x"))
        ]
    else:
        parts = [form, "<pre>code</pre>", "<pre>output</pre>", answer]
    page.set_content(f"<!DOCTYPE html><style>{STYLE}</style><body>{''.join(parts)}")
    page.locator("summary").first.click()
    return page.locator("details p").first


def said(page):
    return [
        text
        for text in page.locator(".lp-ask p").all_text_contents()
        if page.get_by_text(text, exact=True).is_visible()
    ]


@pytest.mark.parametrize("cells", [True, False], ids=["notebook", "site"])
@pytest.mark.parametrize("name", ["05/surface-question", "01/film", "08/mistakes"])
def test_an_answer_opens_once_something_is_chosen_and_the_choice_is_judged(page, cells, name):
    answer = show(page, name, cells=cells)
    assert not answer.is_visible()
    assert said(page) == []
    for place, choice in enumerate(ASKED[name]):
        page.locator(".lp-ask input").nth(place).check()
        assert answer.is_visible()
        judged = RIGHT if choice.startswith("*") else WRONG if any(c.startswith("*") for c in ASKED[name]) else NOTED
        assert said(page) == [judged]


def test_jupyterlab_shows_no_line_of_a_folded_output_before_something_is_chosen(page):
    folded = '<div class="jp-Cell"><pre class="jp-PlaceholderText">35</pre></div>'
    form = f'<div class="jp-Cell">{ask("11/redraw-petals").html}</div>'
    page.set_content(f"<!DOCTYPE html><style>{STYLE}</style><body>{folded}{form}{folded}")
    before, after = page.locator(".jp-PlaceholderText").all()
    assert (before.is_visible(), after.is_visible()) == (True, False)
    page.locator(".lp-ask input").first.check()
    assert after.is_visible()


def test_a_field_for_a_number_says_that_decimals_follow_a_point():
    assert "<label>a number, with a point before decimals: <input " in ask("06/none-question").html


@pytest.mark.parametrize("cells", [True, False], ids=["notebook", "site"])
def test_a_number_is_judged_once_its_field_is_left(page, cells):
    answer = show(page, "06/none-question", cells=cells)
    field = page.locator(".lp-ask input")
    for number, judged in (("8.87", WRONG), ("56.6", RIGHT), ("56.75", RIGHT), ("60", WRONG)):
        field.fill(number)
        assert said(page) == []
        page.keyboard.press("Tab")
        assert said(page) == [judged]
        assert answer.is_visible()
    field.fill("")
    page.keyboard.press("Tab")
    assert said(page) == []
    assert not answer.is_visible()


STDOUT = (
    '<div class="jp-Cell jp-CodeCell"><div class="jp-OutputArea"><div class="jp-OutputArea-child">'
    '<div data-mime-type="application/vnd.jupyter.stdout"><pre>{}</pre></div></div>{}'
    '<div class="jp-OutputArea-promptOverlay"></div></div></div>'
)
PICTURE = '<div class="jp-OutputArea-child"><img></div>'


@pytest.mark.parametrize("name", ["05/surface-question", "05/stuck-question", *sorted(PRINTED)])
def test_what_is_printed_before_the_answer_shows_once_something_is_chosen(page, name):
    one, two, far, beside = (
        STDOUT.format(*each) for each in (("one", ""), ("two", ""), ("far", ""), ("beside", PICTURE))
    )
    first, second = (f'<div class="jp-Cell jp-CodeCell">{ask(asked).html}</div>' for asked in (name, "01/film"))
    answer = f'<div class="jp-Cell">{ANSWER}</div>'
    page.set_content(f"<!DOCTYPE html><style>{STYLE}</style><body>{first}{one}{two}{answer}{far}{second}{beside}")

    def shown():
        return [pre.text_content() for pre in page.locator("pre").all() if pre.is_visible()]

    assert shown() == (["one", "two"] if name in PRINTED else []) + ["far", "beside"]
    if name not in NUMBERS:
        page.locator(".lp-ask input").first.check()
    assert shown() == ["one", "two", "far", "beside"]


def test_one_question_opens_no_other_answer(page):
    form, answer = ask("01/film").html, ANSWER.format("the answer")
    page.set_content(
        f"<!DOCTYPE html><style>{STYLE}</style><body>{form}{answer}{ask('05/stuck-question').html}{answer}"
    )
    page.locator("summary").nth(0).click()
    page.locator("summary").nth(1).click()
    page.locator(".lp-ask").first.locator("input").first.check()
    assert [p.is_visible() for p in page.locator("details p").all()] == [True, False]
