from skillrt.ir import Reference
from skillrt.passes.linking.files import Tree
from skillrt.passes.linking.scripts import refers
from tests.passes.linked import linked, module


def problems(files: dict[str, str]) -> list[tuple[str, str]]:
    return [(item.code, item.message.split("`")[1]) for item in linked("Text.\n", files).diagnostics]


def test_imports_of_modules_beside_a_python_script():
    files = {
        "scripts/main.py": "import lib.read\nfrom lib import write\nfrom .lost import x\nimport numpy, json\n",
        "scripts/lib/__init__.py": "",
        "scripts/lib/read.py": "",
        "scripts/lib/write.py": "",
    }
    assert problems(files) == [("link.missing-module", ".lost")]
    facts = [item.target for item in linked("Text.\n", files).facts if isinstance(item, Reference)]
    assert "scripts/lib/read.py" in facts


def test_a_guarded_import_is_no_defect():
    files = {"scripts/main.py": "try:\n    from .lost import x\nexcept ImportError:\n    x = None\n"}
    assert problems(files) == []


def test_imports_of_javascript():
    files = {
        "scripts/main.mjs": "import a from './lib/a.js';\nimport b from './lib/none.js';\nimport './c';\n",
        "scripts/lib/a.ts": "",
        "scripts/c/index.js": "",
    }
    assert problems(files) == [("link.missing-module", "./lib/none.js")]


def test_files_opened_relative_to_the_script():
    text = (
        "from pathlib import Path\nHERE = Path(__file__).parent\n"
        "a = (HERE / 'letter.html').read_text()\nb = (HERE / 'state.json').read_text()\n"
        "c = (HERE.parent / 'assets' / 'report.html').read_text()\n"
    )
    files = {"scripts/main.py": text, "assets/report.html": "x"}
    assert problems(files) == [("link.missing-data", "letter.html")]


def test_what_a_template_refers_to_is_elsewhere():
    assert problems({"templates/page.tsx": "import { cn } from '../utils/cn';\n"}) == []


def test_a_quick_look():
    read = module("Text.\n", {"scripts/a.py": "import json\n", "scripts/b.py": "import a\n", "scripts/c.sh": "ls\n"})
    tree = Tree.of(read)
    asked = {file.path: refers(file, tree) for file in read.files}
    assert asked == {"scripts/a.py": False, "scripts/b.py": True, "scripts/c.sh": False}


def test_a_component_without_a_project_round_it_is_there_to_be_copied():
    files = {
        "Root.tsx": 'import "./index.css";\nimport { Part } from "./Part";\n',
        "scripts/a.js": 'require("./lost");\n',
    }
    assert problems(files) == [("link.missing-module", "./lost")]
    assert ("link.missing-module", "./Part") in problems({**files, "package.json": "{}"})


def test_the_folder_of_the_skill_as_a_package():
    files = {
        "sample.py": "from sample.words import x\nfrom sample.lost import y\nfrom sample import words\n",
        "words.py": "",
    }
    assert problems(files) == [("link.missing-module", "sample.lost")]
