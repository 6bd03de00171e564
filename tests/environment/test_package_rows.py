import pytest

from skillrt.environment.needs import Need
from skillrt.environment.package_rows import bad_need, bad_node_lock, bad_python_row, is_python_range, requirement_of

HASH = "--hash=sha256:" + "0" * 64
INTEGRITY = "sha512-" + "A" * 86 + "=="


def need(kind, name, version="", extras=()):
    return Need(kind=kind, name=name, required=True, why="", version=version, extras=extras)


@pytest.mark.parametrize("version", ["", ">=1", "==1.*", ">=1.2,<2", "~=3.1 , !=3.1.4", "===1.0+local", ">= 2.0rc1"])
def test_ranges_of_python(version):
    assert is_python_range(version)
    assert bad_need(need("python", "scikit-learn", version)) == ""


@pytest.mark.parametrize(
    "version", ["1.0", ">=", ">=1;", ">=1 -r x", "@ x", ">=1\n", "==1 ; x", ">1,", ">=1 #", "=" * 500]
)
def test_what_is_no_range_of_python(version):
    assert bad_need(need("python", "rich", version))


def test_requirements_are_written_with_extras():
    assert requirement_of(need("python", "markitdown", ">=0.1", ("docx", "pdf"))) == "markitdown[docx,pdf]>=0.1"


@pytest.mark.parametrize(
    ("name", "version"),
    [
        ("left-pad", ""),
        ("@scope/name", "^1.2.3"),
        ("JSONStream", "1.x || >=2.0.0 <3"),
        ("x", "next"),
        ("a.b", "1 - 2"),
    ],
)
def test_packages_of_node(name, version):
    assert bad_need(need("node", name, version)) == ""


@pytest.mark.parametrize(
    ("name", "version"),
    [
        ("a/b", ""),
        ("@a/../b", ""),
        ("x", "npm:y"),
        ("x", "http://y"),
        ("x", "-g"),
        ("x;y", ""),
        ("", ""),
        ("x", "a:b"),
    ],
)
def test_what_is_no_package_of_node(name, version):
    assert bad_need(need("node", name, version))


def test_other_kinds_are_not_for_installers():
    assert bad_need(need("system", "any thing")) == ""


def test_rows_of_python():
    assert bad_python_row(f"rich==15.0.0 {HASH}") == ""
    assert "no hash" in bad_python_row("rich==15.0.0")
    assert "besides hashes" in bad_python_row(f"rich==15.0.0 {HASH} --pre")
    assert "no pinned" in bad_python_row(f"rich>=15 {HASH}")
    assert bad_python_row(f"rich==15.0.0 {HASH}\n-e .")


def lock(row=None, place="node_modules/a", root=None):
    root = {"dependencies": {"a": "*"}} if root is None else root
    rows = {"": root, place: {"version": "1.0.0", "integrity": INTEGRITY} if row is None else row}
    return {"lockfileVersion": 3, "packages": rows}


def test_a_lock_of_node():
    assert bad_node_lock(lock()) == ""
    assert bad_node_lock(lock({"version": "1.0.0", "inBundle": True})) == ""


@pytest.mark.parametrize(
    "bad",
    [
        {},
        {"lockfileVersion": 2, "packages": {}},
        {"lockfileVersion": 3, "packages": []},
        lock({"version": "1.0.0"}),
        lock({"version": "1.0.0", "integrity": "md5-x"}),
        lock({"version": "1.0.0", "integrity": INTEGRITY, "resolved": "file:../x"}),
        lock({"link": True, "integrity": INTEGRITY}),
        lock([]),
        lock(place="../x"),
        lock(place="node_modules/../../x"),
        lock(root={"dependencies": {"a": "file:../x"}}),
        lock(root={"dependencies": []}),
    ],
)
def test_what_is_wrong_with_a_lock_of_node(bad):
    assert bad_node_lock(bad)
