import json

from skillrt.primitives.probing import SERVER, Attempt
from skillrt.primitives.probing_parts.serving import page_of
from tests.primitives.judged import make, said

NAME = "tool.web"


def test_a_shelf_however_it_is_written():
    made = make(NAME, "L1")
    (shelf,) = made.truth
    assert said(NAME, made, Attempt(f"ANSWER: `{shelf.upper()}`")) == "passed: "
    assert f"the result is {shelf}" in said(NAME, made, Attempt("ANSWER: A-1"))


def test_each_request_of_the_reference_is_answered():
    for level in ("L1", "L2", "L3"):
        made = make(NAME, level)
        for (step,) in made.reference.turns:
            path, _, query = step.arguments["url"].removeprefix(f"{SERVER}/").partition("?")
            assert page_of(made.pages, path, query) is not None


def test_without_its_token_an_interface_refuses():
    made = make(NAME, "L3")
    for query in ("", "page=1", "token=guess&page=1"):
        assert "error" in json.loads(page_of(made.pages, "orders", query))


def test_the_best_over_all_pages_is_not_that_of_the_first():
    made = make(NAME, "L3")
    sheets = [json.loads(data)["orders"] for name, data in made.pages.items() if name.startswith("orders?")]
    tallies = [{}, {}]
    for at, rows in enumerate(sheets):
        for row in rows:
            for tally in tallies if at == 0 else tallies[1:]:
                tally[row["ware"]] = tally.get(row["ware"], 0) + row["pieces"]
    first, best = (max(tally, key=tally.get) for tally in tallies)
    assert best == made.truth[0] != first
