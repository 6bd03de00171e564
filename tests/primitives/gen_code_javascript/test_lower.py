from tests.primitives.lowered import drafts, gap_of, linked, taken

CODE = """const fs = require('fs');

const rows = fs.readFileSync('data.csv', 'utf8').trim().split('\\n').map((line) => line.split(','));
const total = rows.slice(1).reduce((sum, row) => sum + Number(row[2]), 0);
fs.writeFileSync('total.txt', String(total));
"""
TEXT = f"# Totals\n\n## Add up a column\n\n```javascript\n{CODE}```\n\nNever round.\n"


def test_a_block_that_stands_alone_becomes_a_program(tmp_path):
    module = linked(tmp_path, {"SKILL.md": TEXT})
    text, files = taken(
        module, drafts(module, gap_of(module, "gen.code.javascript", 0, "L1", ("readFileSync",)))["outline"]
    )
    name = next(path for path in files if path.startswith("scripts/skillrt/"))
    assert f"Run: `node {name} " in text
    assert "readFileSync" not in text
    assert "Never round." in text


def test_what_needs_a_browser_stays(tmp_path):
    text = "# Page\n\n```javascript\ndocument.querySelector('#go').addEventListener('click', () => start());\n```\n"
    module = linked(tmp_path, {"SKILL.md": text})
    assert drafts(module, gap_of(module, "gen.code.javascript", 0, "L3", ("querySelector",))) == {}
