from pathlib import Path

from skillrt.contracts.comparing.program_facts import programs_between
from tests.contracts.comparing.test_manifests import module

OLD = 'import subprocess\ncmd = f"curl -s {1}"\nsubprocess.run(cmd, shell=True)\nMODEL = "gpt-4o"\n'
NEW = 'import urllib.request\nurllib.request.urlopen("https://files.tool.io/a")\nMODEL = "gpt-5"\n'


def test_what_a_program_does_alone(tmp_path: Path):
    old = module(tmp_path, "a", **{"x.py": OLD, "same.py": OLD})
    found = programs_between(old, module(tmp_path, "b", **{"x.py": NEW, "same.py": OLD}))
    assert list(found) == ["x.py"]
    own = found["x.py"]
    assert {key[1][-1] for key in own.came} == {"files.tool.io"}
    assert {key[1][-1] for key in own.gone} == {"curl"}
    assert [item.new for item in own.swaps] == ["gpt-5"]


def test_code_that_does_the_same(tmp_path: Path):
    old, new = module(tmp_path, "a", **{"x.py": OLD}), module(tmp_path, "b", **{"x.py": OLD + "x = 1\n"})
    assert programs_between(old, new) == {}


def test_options_and_programs_that_came(tmp_path: Path):
    head = "import argparse\np = argparse.ArgumentParser()\n"
    old = module(tmp_path, "a", **{"x.py": f"{head}p.add_argument('--old')\np.parse_args()\n"})
    new = module(tmp_path, "b", **{"x.py": f"{head}p.add_argument('--new')\np.parse_args()\n", "y.py": OLD})
    found = programs_between(old, new)
    assert found["x.py"].options == (("--new",), ("--old",))
    assert "curl" in {key[1][-1] for key in found["y.py"].came}
