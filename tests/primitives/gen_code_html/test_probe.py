from tests.primitives.judged import make, passes, why

NAME = "gen.code.html"


def page_of(made):
    return made.reference.answer.removeprefix("```html\n").removesuffix("\n```")


def test_answers_in_other_styles():
    made = make(NAME, "L1")
    page = page_of(made)
    whole = f"<!doctype html><html><head><title>x</title></head><body><div>{page}</div></body></html>"
    assert passes(NAME, made, f"Here you are:\n\n```html\n{whole}\n```\n\nIt nests a list.")
    assert passes(NAME, made, page.replace("</li>", "") if "</ul>\n  </li>" not in page else page)
    assert passes(NAME, made, page.replace("<li>", "<LI class=x>").replace("</li>", "</LI>"))


def test_a_form_may_be_written_otherwise():
    made = make(NAME, "L2")
    page = page_of(made).replace('method="post"', "method=POST").replace("bold", "700").replace('type="submit"', "")
    assert passes(NAME, made, f"```html\n{page}\n```")
    assert "one button" in why(NAME, made, page_of(made).replace('type="submit"', 'type="button"'))


def test_a_chart_may_be_written_otherwise():
    made = make(NAME, "L3")
    page = page_of(made)
    assert passes(NAME, made, page.replace("1fr)", "minmax(0, 1fr))").replace('lang="en"', "lang='en-GB'"))
    assert passes(NAME, made, page.replace("<title>", "<!-- a page --><title>", 1).replace("/>", "></rect>", 1))


def test_what_is_wrong_is_told():
    made = make(NAME, "L1")
    assert "no HTML" in why(NAME, made, "# A heading\n\n- a list")
    assert "part 1 must be" in why(NAME, made, "<h3>no</h3>")
    assert "ends nothing" in why(NAME, made, page_of(made) + "</section>")
    assert "more than was asked for" in why(NAME, made, page_of(made) + "<h2>more</h2>")
