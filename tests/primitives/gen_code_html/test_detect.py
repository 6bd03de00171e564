from tests.primitives.asking import level

NAME = "gen.code.html"


def page(text):
    return f"# S\n\n```html\n{text}\n```\n"


def test_levels_follow_the_markup(tmp_path):
    assert level(tmp_path / "1", NAME, page("<h1>Title</h1>\n" + "<p>Text</p>\n" * 9)) == "L1"
    assert level(tmp_path / "2", NAME, page("<form>\n" + '<input name="a">\n' * 9 + "</form>")) == "L2"
    rules = ("@media (max-width: 9em) { p { color: red } }", "@keyframes go { }", "p { width: clamp(1em, 2em, 3em) }")
    hard = "\n".join(("<style>", *rules, ""))
    assert level(tmp_path / "3", NAME, page(f"{hard}</style>\n" + '<p role="note">Text</p>\n' * 6)) == "L3"


def test_text_that_asks_for_accessible_pages_is_l3(tmp_path):
    text = "# S\n\n- Give every control ARIA labels\n- Test with screen readers\n- Keep the layout mobile-first\n"
    assert level(tmp_path, NAME, text) == "L3"


def test_text_that_asks_for_a_page(tmp_path):
    assert level(tmp_path, NAME, "# S\n\nGenerate a self-contained HTML report.\n") == "L2"


def test_code_of_a_program_is_no_markup(tmp_path):
    assert level(tmp_path, NAME, "# S\n\n```python\n" + "print('<p>')\n" * 12 + "```\n") == "-"
