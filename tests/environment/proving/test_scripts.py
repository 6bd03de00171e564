import os
import shutil

import pytest

from skillrt.environment.proving.scripts import prove_scripts, scripts_of
from tests.environment.proving.sample import bound, need, needs, trials, variant

pytestmark = pytest.mark.skipif(os.name != "posix", reason="a shell script")
ARGPARSE = "import argparse\nimport {module}\np = argparse.ArgumentParser()\np.add_argument('f')\np.parse_args()\n"
FILES = {
    "SKILL.md": "# T\n",
    "scripts/help.py": ARGPARSE.format(module="pack"),
    "scripts/lacks.py": ARGPARSE.format(module="not_there"),
    "scripts/plain.py": "import not_there\nopen('made', 'w')\n",
    "scripts/torn.py": "def (:\n",
    "scripts/ok.sh": "#!/bin/sh\ntouch made\n",
    "scripts/torn.sh": "#!/bin/bash\nif true; then\n",
    "scripts/ok.mjs": "import x from 'nothing';\n",
    "scripts/torn.js": "function (\n",
    "scripts/types.ts": "let a: number = 1;\n",
    "templates/t.py": "{{ broken }} def\n",
}


@pytest.mark.skipif(not shutil.which("node") or not shutil.which("bash"), reason="no node or bash")
def test_help_where_it_is_known_else_the_syntax(tmp_path):
    wanted = needs(need("python", "pack", "pack"))
    skill = variant(tmp_path / "skill", wanted, FILES)
    before = {path: path.stat().st_mtime_ns for path in sorted(skill.rglob("*"))}
    tried = trials(tmp_path, wanted, bound(tmp_path / "environment", {"pack": ""}), FILES)
    proofs = {item.name: item for item in prove_scripts(tried)}
    assert {name: item.ok for name, item in proofs.items()} == {
        "scripts/help.py": True,
        "scripts/lacks.py": False,
        "scripts/ok.mjs": True,
        "scripts/ok.sh": True,
        "scripts/plain.py": True,
        "scripts/torn.js": False,
        "scripts/torn.py": False,
        "scripts/torn.sh": False,
    }
    assert proofs["scripts/help.py"].how == "python scripts/help.py --help"
    assert proofs["scripts/plain.py"].how == "python -m py_compile scripts/plain.py"
    assert proofs["scripts/ok.sh"].how == "sh -n scripts/ok.sh"
    assert "not_there" in proofs["scripts/lacks.py"].detail
    assert sorted(skill.rglob("*")) == list(before)


def test_links_and_what_is_no_program_are_left_out(tmp_path):
    skill = variant(tmp_path / "skill", needs(need("python", "x", "x")), {"a.py": "", "b.txt": "x", "c.py": "\0"})
    (skill / "d.py").symlink_to("/etc/hostname")
    (skill / ".hidden").mkdir()
    (skill / ".hidden" / "e.py").write_text("")
    assert [item.path for item in scripts_of(skill)] == ["a.py"]
