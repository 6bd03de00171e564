from skillrt.code.readers.javascript_argv import read


def test_needed_words():
    found = read(
        "const args = process.argv.slice(2);\n"
        "if (args.length < 2) {\n  console.error('usage');\n  process.exit(1);\n}\n"
    )
    assert found is not None
    assert [item.minimum for item in found.positionals] == [1, 1, 0]
    assert found.open_options
    other = read("if (process.argv.length < 3) {\n  process.exit(1);\n}\n")
    assert other is not None
    assert [item.minimum for item in other.positionals] == [1, 0]


def test_options_closed_by_a_refusal():
    text = (
        "const args = process.argv.slice(2);\nfor (const a of args) {\n  if (a === '--fast') go();\n"
        "  else if (a.startsWith('-')) { console.error(`Unknown option ${a}`); process.exit(1); }\n}\n"
    )
    found = read(text)
    assert found is not None
    assert not found.open_options
    assert found.option("--fast") is not None


def test_nothing_certain():
    assert read("const [x] = process.argv.slice(2);") is None
    assert read("const p = require('minimist')(process.argv.slice(2));") is None


def test_a_count_that_python_does_not_read_is_no_count():
    found = read(f"const args = process.argv.slice(2);\nif (args.length < {'9' * 6000}) {{\n  process.exit(1);\n}}\n")
    assert found is None or not any(item.minimum for item in found.positionals)
