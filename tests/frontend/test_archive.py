import struct
import zipfile

import pytest

from skillrt.errors import InputError
from skillrt.frontend import archive
from skillrt.frontend.archive import archive_sources
from skillrt.frontend.loader import load

SKILL = "---\nname: x\ndescription: d\n---\n"


def packed(path, files, compression=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(path, "w", compression) as target:
        for name, content in files.items():
            target.writestr(name, content)
    return path


def test_skills_in_an_archive(tmp_path):
    path = packed(
        tmp_path / "all.zip", {"one/SKILL.md": SKILL, "one/a.md": "a", "two/SKILL.md": SKILL, "README": "x"}
    )
    found = archive_sources(path, "all.zip")
    assert [(item.folder, item.where, [e.path for e in item.entries]) for item in found] == [
        ("one", "all.zip/one", ["SKILL.md", "a.md"]),
        ("two", "all.zip/two", ["SKILL.md"]),
    ]
    assert load(found[0]).document("a.md").text == "a"


def test_a_skill_at_the_root_is_named_after_the_archive(tmp_path):
    (found,) = archive_sources(packed(tmp_path / "tool.skill", {"SKILL.md": SKILL}), "tool.skill")
    assert found.folder == "tool"


@pytest.mark.parametrize("name", ["../x", "/etc/x", "a/../../x", "C:\\x", "a\\..\\..\\x"])
def test_paths_that_leave_the_archive(tmp_path, name):
    path = packed(tmp_path / "a.zip", {"SKILL.md": SKILL})
    with zipfile.ZipFile(path, "a") as target:
        info = zipfile.ZipInfo("placeholder")
        info.filename = name
        target.writestr(info, "x")
    with pytest.raises(InputError) as caught:
        archive_sources(path, "a.zip")
    assert caught.value.diagnostics[0].code == "input.archive-traversal"


def test_symbolic_links_are_refused(tmp_path):
    path = packed(tmp_path / "a.zip", {"SKILL.md": SKILL})
    with zipfile.ZipFile(path, "a") as target:
        info = zipfile.ZipInfo("link")
        info.external_attr = 0o120777 << 16
        target.writestr(info, "/etc/passwd")
    with pytest.raises(InputError, match="symbolic link"):
        archive_sources(path, "a.zip")


def test_bombs(tmp_path, monkeypatch):
    path = packed(tmp_path / "a.zip", {"SKILL.md": SKILL, "zeros": b"\0" * 20_000_000})
    with pytest.raises(InputError, match="packed more than"):
        archive_sources(path, "a.zip")
    monkeypatch.setattr(archive, "MAX_TOTAL", 1000)
    with pytest.raises(InputError, match="unpacks to more"):
        archive_sources(path, "a.zip")


def test_a_size_that_lies_is_refused(tmp_path):
    path = packed(tmp_path / "a.zip", {"SKILL.md": SKILL, "x": "a" * 5000})
    data = bytearray(path.read_bytes())
    at = data.rindex(b"PK\x01\x02")
    struct.pack_into("<I", data, at + 24, 10)  # the uncompressed size in the central directory
    path.write_bytes(bytes(data))
    with pytest.raises(InputError):
        archive_sources(path, "a.zip")


@pytest.mark.parametrize("data", [b"", b"PK", b"PK\x03\x04" + b"\0" * 60, b"not a zip"])
def test_damaged(tmp_path, data):
    (tmp_path / "a.zip").write_bytes(data)
    with pytest.raises(InputError) as caught:
        archive_sources(tmp_path / "a.zip", "a.zip")
    assert caught.value.diagnostics[0].code == "input.bad-archive"
