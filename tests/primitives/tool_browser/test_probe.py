import re

from skillrt.primitives.probing import Attempt, Call
from skillrt.primitives.probing_parts.serving import page_of
from tests.primitives.judged import as_calls, make, said

NAME = "tool.browser"


def drawn(page):
    """What the script of a page shows."""
    text = page.decode()
    signs = re.search(r"const signs = \[([\d, ]*)\]", text)[1]
    key = int(re.search(r"sign \^ (\d+)", text)[1])
    return "".join(chr(int(sign) ^ key) for sign in signs.split(", "))


def test_only_a_browser_sees_the_page():
    made = make(NAME, "L1")
    ((_, page),) = made.pages.items()
    assert made.truth not in page.decode().lower()
    assert made.truth in drawn(page).lower()


def test_the_form_leads_to_the_shelf():
    made = make(NAME, "L2")
    ware, colour = re.search(r"ware `(\w+)`, colour `(\w+)`", made.task).groups()
    form = next(page for name, page in made.pages.items() if name.startswith("find-")).decode()
    action = re.search(r'action="(\w+)"', form)[1]
    assert {"ware", "colour"} == set(re.findall(r'name="(\w+)"', form))
    assert made.truth in drawn(page_of(made.pages, action, f"colour={colour}&ware={ware}")).lower()
    assert "no such ware" in drawn(page_of(made.pages, action, f"colour={colour}&ware=none"))


def test_the_way_behind_the_login():
    made = make(NAME, "L3")
    user, word = re.search(r"user `([\w-]+)` with the pass word `([\w-]+)`", made.task).groups()
    place = re.search(r"open the one for (\w+)", made.task)[1]
    assert "wrong" in drawn(page_of(made.pages, "desk", f"user={user}&word=no"))
    desk = drawn(page_of(made.pages, "desk", f"user={user}&word={word}"))
    orders = drawn(made.pages[re.search(r'href="(orders-[\w.-]+)"', desk)[1]])
    sheet = drawn(made.pages[re.search(rf', {place} <a href="([\w.-]+)"', orders)[1]])
    assert made.truth in sheet.lower()
    assert "hidden" in sheet


def test_who_used_no_browser_did_not_do_it():
    made = make(NAME, "L1")
    assert said(NAME, made, Attempt(made.reference.answer, calls=as_calls(made.reference))) == "passed: "
    fetched = (Call("web.fetch", {"url": "x"}, 0),)
    assert "no browser was used" in said(NAME, made, Attempt(made.reference.answer, calls=fetched))
