import msgspec
import pytest

from skillrt.environment.launch import LAUNCHER as RUN
from skillrt.ir import BundledFile, Origin, TextEdit, replace_blocks, rewrite
from skillrt.verify.launched import LAUNCHING, more_than_launched, only_launched
from tests.skills import module_of


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("python a.py 'b c' && x\n", f"{RUN} python a.py 'b c' && x\n"),
        ("cd x; ./a.py; b.py y", f"cd x; {RUN} python ./a.py; {RUN} python b.py y"),
        ("a.mjs x", f"{RUN} node a.mjs x"),
        ("uv run -q --with 'pandas>2' python a.py", f"{RUN} python a.py"),
        ("uv run -m tool x", f"{RUN} python -m tool x"),
        ("uvx tool x; pipx run tool", f"{RUN} tool x; {RUN} tool"),
        (f"{RUN} x; python y", f"{RUN} x; {RUN} python y"),
        ("the same", "the same"),
    ],
)
def test_the_launcher_put_in(old, new):
    assert only_launched(old, new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("python a.py --check", f"{RUN} python a.py"),
        ("python a.py", f"{RUN} python b.py"),
        ("FOO=1 python a.py", f"{RUN} python a.py"),
        ("sudo python a.py", f"{RUN} python a.py"),
        ("a; b", f"{RUN} b; a"),
        ("uv run --project p python a.py", f"{RUN} python a.py"),
        ("python a.py", f"{RUN} python a.py # more"),
        (f"{RUN} x", "x"),
        ("x", "y"),
    ],
)
def test_anything_else(old, new):
    assert not only_launched(old, new)


def test_blocks_and_made_files_of_a_module_are_compared(tmp_path):
    before = module_of(tmp_path / "s", {"SKILL.md": "# T\n\nRun `python a.py`.\n"})
    made = BundledFile("references/a.md", "data", 1, "0", text="python a.py\n", origin=Origin("x", "y", "z"))
    before = msgspec.structs.replace(before, files=(*before.files, made))
    block = next(leaf for leaf in before.documents[0].leaves() if "Run" in leaf.text)

    def after(new, text):
        edit = TextEdit(5, 16, new, "rule", "why")
        changed = replace_blocks(before, {block.id: rewrite(block, LAUNCHING, [edit])})
        files = (*before.files[:-1], msgspec.structs.replace(made, text=text))
        return msgspec.structs.replace(changed, files=files)

    good = f"{RUN} python a.py"
    assert list(more_than_launched(before, after(good, f"{good}\n"))) == []
    found = list(more_than_launched(before, after(f"{RUN} python", "python b.py\n")))
    assert found == [(block, "Run `python a.py`."), (None, "references/a.md")]
