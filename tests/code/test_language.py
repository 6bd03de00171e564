import pytest

from skillrt.code.language import fence_language, program_language, script_language, shebang


@pytest.mark.parametrize(
    ("name", "text", "language"),
    [
        ("x.sh", "#!/usr/bin/env python3\n", "python"),
        ("x.py", "", "python"),
        ("run", "#!/bin/bash -e\n", "shell"),
        ("x", "#!/usr/bin/env -S uv run --script\n", "python"),
        ("x", "#!/usr/bin/env -S npx tsx\n", "javascript"),
        ("X.MJS", "", "javascript"),
        ("x.sh", "#!/opt/strange\n", "shell"),
        ("x.tar.gz", "", ""),
        ("Makefile", "all:\n", ""),
    ],
)
def test_shebang_wins_over_ending(name: str, text: str, language: str):
    assert script_language(name, text) == language


@pytest.mark.parametrize(
    ("info", "language"),
    [
        ("bash", "shell"),
        ("PY", "python"),
        ("console title=x", "console"),
        ("{.js}", "javascript"),
        ("", ""),
        ("whatever", ""),
    ],
)
def test_fences(info: str, language: str):
    assert fence_language(info) == language


def test_shebang_words():
    found = shebang("#!/usr/bin/env -S python3.11 -u\nx")
    assert found is not None
    assert (found.program, found.language, found.arguments) == ("python3.11", "python", ("-u",))
    assert shebang("x") is None
    assert program_language("python3.13") == "python"
