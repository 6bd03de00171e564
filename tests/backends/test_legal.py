from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillrt.backends.legal import legal
from skillrt.errors import InputError
from skillrt.frontend import load
from skillrt.frontend.sources import ArchiveSource, SourceEntry
from skillrt.ir import Module
from skillrt.verify import verify
from skillrt.verify.names import is_valid_name


def read(text: str, folder: str = "pdf") -> Module:
    data = text.encode("utf-8", "surrogateescape")
    return load(ArchiveSource(folder, folder, (SourceEntry("SKILL.md", len(data)),), (), {"SKILL.md": data}))


def text_of(module: Module) -> str:
    return module.documents[0].text


def test_what_is_valid_stays_the_same_object():
    module = read("---\nname: pdf\ndescription: x\n---\nbody\n")
    assert legal(module, fix_names=True) is module
    bare = read("# no front matter\n")
    assert legal(bare, fix_names=True) is bare


def test_values_are_quoted_and_recorded():
    module = read("---\nname: pdf\ndescription: use: now\n---\nbody\n")
    after = legal(module)
    assert text_of(after) == '---\nname: pdf\ndescription: "use: now"\n---\nbody\n'
    assert after.front_matter.problem == ""
    (item,) = after.documents[0].blocks[0].derivations
    assert (item.pass_name, item.rule, item.old) == ("skill-folder", "quote-value", "use: now")
    assert item.reason
    verify(module, after, "legal")


def test_a_byte_order_mark_goes_only_before_a_front_matter():
    module = read("\ufeff---\nname: pdf\ndescription: x\n---\nbody\n")
    after = legal(module)
    assert text_of(after).startswith("---\n")
    verify(module, after, "legal")
    bare = read("\ufeff# A\n")
    assert legal(bare) is bare


@pytest.mark.parametrize(
    ("front", "line"),
    [
        ("name: PDF Tool\n", "name: pdf-tool\n"),
        ("name: 'PDF Tool' # best\n", "name: pdf-tool # best\n"),
        ("name:\n", "name: my-folder\n"),
        ("name: ''\n", "name: my-folder\n"),
        ("name: 12\n", "name: my-folder\n"),
        ("license: MIT\n", "name: my-folder\nlicense: MIT\n"),
        ("name: >-\n  PDF\n  Tool\n", "name: pdf-tool\n"),
        ("name: a: B\n", "name: a-b\n"),
    ],
)
def test_names_are_fixed_on_demand(front: str, line: str):
    module = read(f"---\n{front}description: x\n---\nbody\n", "My_Folder")
    assert "My_Folder" not in text_of(legal(module))
    after = legal(module, fix_names=True)
    assert text_of(after) == f"---\n{line}description: x\n---\nbody\n"
    verify(module, after, "legal")
    assert legal(read(text_of(after), "x"), fix_names=True).documents[0].blocks[0].derivations == ()


def test_line_ends_are_kept():
    after = legal(read("---\r\ndescription: x\r\n---\r\nbody\r\n", "pdf"), fix_names=True)
    assert text_of(after) == "---\r\nname: pdf\r\ndescription: x\r\n---\r\nbody\r\n"


def test_nothing_to_make_a_name_of():
    with pytest.raises(InputError) as raised:
        legal(read("---\nname: '...'\n---\n", "___"), fix_names=True)
    assert raised.value.diagnostics[0].code == "spec.name-invalid"


@given(st.text(st.characters(codec="utf-8", exclude_characters="'\r\n\x85\u2028\u2029"), max_size=30))
def test_any_name_becomes_valid_or_an_error(name: str):
    module = read(f"---\nname: '{name}'\ndescription: x\n---\nbody\n", "folder")
    if module.front_matter.problem:
        return
    after = legal(module, fix_names=True)
    value = after.front_matter.get("name")
    assert isinstance(value, str | int | float | bool)
    assert is_valid_name(str(value))
    verify(module, after, "legal")
    assert Path(after.documents[0].path).name == "SKILL.md"
