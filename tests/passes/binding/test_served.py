import pytest

from skillrt.code import script_language
from skillrt.ir import BundledFile
from skillrt.passes.binding.provided import Provided
from skillrt.passes.binding.served import Served

PROVIDED = Provided(True, True, frozenset({"pandas"}), frozenset({"left-pad"}), {"csvcut": "python"})
FILES = {
    "scripts/draw.py": "import shapes\n",
    "scripts/shapes.py": "import draw\nimport pandas\n",
    "scripts/list.py": "import os\n",
}


def served(**more):
    files = {
        path: BundledFile(path, "script", len(text), "0", language=script_language(path, text), text=text)
        for path, text in (FILES | more).items()
    }
    return Served(PROVIDED, files), files


def test_a_package_is_reached_by_modules_that_import_each_other():
    looked, files = served()
    assert looked.is_served(files["scripts/draw.py"])
    assert looked.is_served(files["scripts/shapes.py"])
    assert not looked.is_served(files["scripts/list.py"])


def test_a_long_chain_of_modules_is_walked():
    chain = {f"scripts/m{at}.py": f"import m{at + 1}\n" for at in range(1500)}
    looked, files = served(**chain, **{"scripts/m1500.py": "import pandas\n"})
    assert looked.is_served(files["scripts/m0.py"])


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ('python3 "$(dirname "$0")/draw.py" "$@"\n', True),
        ("csvcut -c 1 x.csv\n", True),
        ("python3 -c 'import pandas'\n", True),
        ("python3 - <<EOF\nimport pandas\nEOF\n", True),
        ("python3 -c 'import json'\n", False),
        ("python3 list.py\n", False),
        ("node -e '1'\n", False),
        ("sudo csvcut x\n", False),
        ("pip install pandas\npython3 draw.py\n", False),
        ("python3 -m venv .venv\n.venv/bin/python draw.py\n", False),
        ("npm install left-pad\nnode -e \"require('left-pad')\"\n", False),
        ("uv pip install pandas\ncsvcut x\n", False),
    ],
)
def test_what_a_shell_script_starts(text, starts):
    looked, files = served(**{"scripts/all.sh": text})
    assert looked.starts(files["scripts/all.sh"]) is starts
