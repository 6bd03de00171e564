from skillrt.code.readers.usage_text import read_javascript, read_python, read_shell


def test_usage_names_but_closes_nothing():
    found = read_shell("# Usage: x.sh <input> [OUT] --fast\necho")
    assert found is not None
    assert (found.source, found.language) == ("usage", "shell")
    assert [item.names for item in found.options] == [("--fast",)]
    assert [item.name for item in found.positionals] == ["input", "OUT"]
    assert found.open_options
    assert found.open_positionals


def test_no_usage():
    assert read_python("print('x')") is None
    assert read_javascript("// usage: simple") is None
