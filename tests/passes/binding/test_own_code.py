import pytest

from skillrt.passes.binding.own_code import own_code
from skillrt.passes.binding.provided import Provided
from tests.passes.binding.sample import skill

PROVIDED = Provided(True, True, frozenset({"pandas"}), frozenset({"left-pad"}), {})


def is_own(*blocks, language="python"):
    text = "# T\n\n" + "\n".join(f"```{language}\n{block}```\n" for block in blocks)
    return own_code(skill(text), PROVIDED, language)


@pytest.mark.parametrize(
    "code",
    [
        "import pandas\nprint(1)\n",
        "import pandas as pd\nrows = pd.read_csv('in put.csv')\n",
        "from pandas import plotting\nfig.savefig(name)\n",
    ],
)
def test_what_reads_writes_or_shows_is_run_once(code):
    assert is_own(code)


@pytest.mark.parametrize(
    "blocks",
    [
        ["import json\nprint(1)\n"],
        ["import pandas\nrows = pandas.concat(parts)\n"],
        ["import pandas\nfrom app import main\nx = f('app.py')\n"],
        ["import pandas\nprint(1)\n", "from fastapi import FastAPI\n"],
        ["import pandas\n\nclass Rows:\n    def show(self):\n        print(self)\n"],
        ["import pandas\n\n@task\ndef rows():\n    print(1)\n"],
    ],
)
def test_parts_of_a_project_are_not(blocks):
    assert not is_own(*blocks)


def test_javascript():
    assert is_own("import pad from 'left-pad';\nconsole.log(pad('x'));\n", language="js") is False  # by its name only
    assert own_code(
        skill("# T\n\n```js\nimport pad from 'left-pad';\nconsole.log(pad(1));\n```\n"), PROVIDED, "javascript"
    )
    code = "import pad from 'left-pad';\nexport const x = () => console.log(pad(1));\n"
    assert not own_code(skill(f"# T\n\n```js\n{code}```\n"), PROVIDED, "javascript")
