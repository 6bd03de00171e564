import json
from pathlib import Path

from skillrt.contracts.comparing.manifests import manifests_between, shown_between
from skillrt.frontend import load
from skillrt.frontend.sources import folder_source
from skillrt.ir import Module
from tests.checks.library import write


def module(tmp_path: Path, name: str, **files: str) -> Module:
    root = write(tmp_path, {f"{name}/{path}": text for path, text in {"SKILL.md": "Text.\n", **files}.items()}) / name
    return load(folder_source(root, name))


def package(**versions: str) -> str:
    return json.dumps({"dependencies": versions})


def test_packages_of_files_that_declare_them(tmp_path: Path):
    old = module(
        tmp_path, "a", **{"package.json": package(one="^1.2.0", two="1.0.0"), "requirements.txt": "six==1\n"}
    )
    new = module(
        tmp_path, "b", **{"package.json": package(one="^1.3.0", six="1.0.0"), "requirements.txt": "six==1\n"}
    )
    assert manifests_between(old, new) == {
        "package.json": "now asks for `six`; no longer asks for `two`; `one ^1.3.0` in place of `^1.2.0`"
    }


def test_dependencies_that_documents_show(tmp_path: Path):
    old = module(tmp_path, "a", **{"SKILL.md": f"```json\n{package(one='1', two='2')}\n```\n"})
    new = module(tmp_path, "b", **{"SKILL.md": f"```json\n{package(one='1', six='2')}\n```\n"})
    assert shown_between(old, new) == (("six",), ("two",))
    assert shown_between(module(tmp_path, "c"), new) == ((), ())
