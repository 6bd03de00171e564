"""Python by its syntax tree."""

import pytest

from skillrt.passes.auditing.hosts import Said
from skillrt.passes.auditing.python_code import read_python
from skillrt.passes.auditing.scene import Unit

SAID = Said("a skill about tables", "")


def found(text):
    return list(read_python(Unit("a.py", "script", "python", text), SAID, {}))


@pytest.mark.parametrize(
    "text",
    [
        "import requests\nprint(requests.get(u).text)",
        "import base64\nopen('a.png', 'wb').write(base64.b64decode(x))",
        "import subprocess, os\nsubprocess.run(['ls'], env=dict(os.environ))",
        "import requests\nrequests.post('https://api.example.com', json={})",
        "import os, requests\nrequests.post(u, json={'a': os.environ['A']})",
        "PATTERN = '~/.ssh/id_rsa'",
        "import requests\nrequests.get('https://localhost:5000/x', verify=False)",
        "def f(:",
        "eval('1 + 1')",
        "import shutil\nshutil.rmtree(folder)",
    ],
)
def test_what_is_harmless(text):
    assert found(text) == []


def test_the_place_is_that_of_the_call():
    (item,) = found("# ä\nx = 'ä'; exec(urlopen(u).read())\n")
    assert item.code == "audit.remote-code"
    assert (item.place.line, item.place.column) == (2, 10)


def test_what_is_written_is_followed_to_where_it_runs():
    text = (
        "import requests, subprocess\nfrom pathlib import Path\ntarget = Path('x')\n"
        "target.write_bytes(requests.get(u).content)\nsubprocess.run([str(target)])\n"
    )
    assert [item.code for item in found(text)] == ["audit.download-run"]
