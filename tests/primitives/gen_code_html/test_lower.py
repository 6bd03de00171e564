from tests.primitives.lowered import drafts, gap_of, linked, taken

PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
  <title>Report</title>
  <meta name="viewport" content="width=device-width">
</head>
<body>
  <main><h1>TITLE</h1><table></table></main>
</body>
</html>
"""
SHEET = ":root {\n  --ink: #222;\n}\nbody {\n  color: var(--ink);\n}\nmain {\n  margin: 1rem;\n}\n"
TEXT = f"""# Report page

Generate a self-contained HTML page from this one:

```html
{PAGE}```

And the style:

```css
{SHEET}```

Never load anything from the network.
"""


def test_whole_pages_and_sheets_are_copied(tmp_path):
    module = linked(tmp_path, {"SKILL.md": TEXT})
    found = drafts(module, gap_of(module, "gen.code.html", 1, "L2", ("TITLE", "--ink")))
    assert list(found) == ["page-template"]
    text, files = taken(module, found["page-template"])
    assert files["references/skillrt/report-page.html"] == PAGE
    assert files["references/skillrt/report-page.css"] == SHEET
    assert "Page (html): `sh scripts/skillrt/fill.sh references/skillrt/report-page.html FILE` copies it" in text
    assert "Sheet (css): `sh " in text
    assert "Never load anything from the network." in text


def test_parts_stay(tmp_path):
    part = TEXT.replace("<!DOCTYPE html>\n<html", "<div").replace("</html>", "</div>").replace("margin: 1rem", "...")
    module = linked(tmp_path, {"SKILL.md": part})
    assert drafts(module, gap_of(module, "gen.code.html", 0, "L2", ("TITLE", "--ink"))) == {}
