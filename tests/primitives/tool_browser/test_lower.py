import pytest

from tests.primitives.lowered import drafts, gap_of, linked, taken

TEXT = "# Prices\n\nOpen the page in a browser and take the price from it.\n"


def test_the_text_of_a_page_needs_no_browser(tmp_path):
    module = linked(tmp_path, {"SKILL.md": TEXT})
    draft = drafts(module, gap_of(module, "tool.browser", 0, "L1", ("price from",)))["fetch-page"]
    assert (
        "from it. Take the text of a page by command: `sh scripts/skillrt/fetch.sh URL --text`"
        in taken(module, draft)[0]
    )


def test_clicks_do(tmp_path):
    module = linked(tmp_path, {"SKILL.md": TEXT})
    assert drafts(module, gap_of(module, "tool.browser", 0, "L2", ("price from",))) == {}


@pytest.mark.parametrize(
    "more",
    [
        "JavaScript has to run for it.",
        "Read the `og:video` meta tag.",
        "It is at `document.querySelector('.price')` in the DOM.",
        "Take a screenshot of it.",
        "If the browser is not available, ask for the number.",
    ],
)
def test_what_is_not_in_the_text_of_a_page_does_too(tmp_path, more):
    module = linked(tmp_path, {"SKILL.md": f"{TEXT}\n{more}\n"})
    assert drafts(module, gap_of(module, "tool.browser", 0, "L1", ("price from",))) == {}
