import struct
import warnings
import zipfile
import zlib

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


def test_material_of_a_skill_in_an_archive_belongs_to_it(tmp_path):
    paths = ("s/SKILL.md", "s/assets/a/SKILL.md", "s/in/SKILL.md", "s/in/templates/SKILL.md", "s-b/SKILL.md")
    found = archive_sources(packed(tmp_path / "x.zip", dict.fromkeys(paths, "x")), "x.zip")
    assert {item.folder: [entry.path for entry in item.entries] for item in found} == {
        "s": ["SKILL.md", "assets/a/SKILL.md"],
        "s-b": ["SKILL.md"],
        "in": ["SKILL.md", "templates/SKILL.md"],
    }


def test_variants_in_an_archive_are_no_files_of_the_skill_around_them(tmp_path):
    variant = {f"out/pi/m/x/{name}": SKILL for name in ("SKILL.md", "a.py", ".skillrt/manifest.json")}
    (found, *_) = archive_sources(packed(tmp_path / "x.zip", {"SKILL.md": SKILL, "b.md": "", **variant}), "x.zip")
    assert [entry.path for entry in found.entries] == ["SKILL.md", "b.md"]
    (alone,) = archive_sources(packed(tmp_path / "v.zip", {"SKILL.md": SKILL, ".skillrt/manifest.json": ""}), "v.zip")
    assert [entry.path for entry in alone.entries] == [".skillrt/manifest.json", "SKILL.md"]


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


def with_entries(path, names):
    with zipfile.ZipFile(path, "w") as target, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # zipfile warns of duplicates
        for name in names:
            target.writestr(zipfile.ZipInfo(name), "" if name.endswith("/") else SKILL)
    return path


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["SKILL.md"], "`SKILL.md` twice"),
        (["a.md", ".//a.md"], "`a.md` twice"),
        (["x/a", "x/a/b"], "`x/a` both as a file and as a folder"),
        (["x/a/b/c", "x"], "`x` both as a file and as a folder"),
        (["a", "a/"], "`a` both as a file and as a folder"),
        (["a" * 5000], "too long"),
        (["ü" * 128], "too long"),
        (["/".join(["a" * 200] * 6)], "too long"),
    ],
)
def test_what_no_folder_can_hold(tmp_path, names, said):
    path = with_entries(tmp_path / "a.zip", ["SKILL.md", *names])
    with pytest.raises(InputError) as caught:
        archive_sources(path, "a.zip")
    (told,) = caught.value.diagnostics
    assert told.code == "input.bad-archive"
    assert said in told.message
    assert len(told.message) < 200


def test_what_a_folder_holds_just_so(tmp_path):
    names = ["SKILL.md", "x/", "x/a", "x/ab/", "x/ab/c", "a" * 255, "ü" * 127, "__MACOSX/a", "__MACOSX/a"]
    (found,) = archive_sources(with_entries(tmp_path / "a.zip", names), "a.zip")
    assert [entry.path for entry in found.entries] == ["SKILL.md", "a" * 255, "x/a", "x/ab/c", "ü" * 127]


class RawName(zipfile.ZipInfo):
    """An entry whose name is these bytes, without a word on their encoding."""

    def __init__(self, name, extra):
        super().__init__(name.decode("cp437"))
        self.raw, self.extra = name, extra

    def _encodeFilenameFlags(self):
        return self.raw, 0


def with_raw_names(path, names, extra=b""):
    with zipfile.ZipFile(path, "w") as target:
        for name in names:
            target.writestr(RawName(name, extra), SKILL)
    return path


@pytest.mark.parametrize(
    ("names", "read"),
    [
        (["skíll ä/SKILL.md".encode(), "skíll ä/ü.md".encode()], ["SKILL.md", "ü.md"]),
        (["skíll ä/SKILL.md".encode("cp437"), "skíll ä/ü.md".encode("cp437")], ["SKILL.md", "ü.md"]),
    ],
)
def test_names_that_are_utf_8_without_saying_so(tmp_path, names, read):
    (found,) = archive_sources(with_raw_names(tmp_path / "a.zip", names), "a.zip")
    assert (found.folder, [entry.path for entry in found.entries]) == ("skíll ä", read)
    assert load(found).document("ü.md").text == SKILL


def test_the_field_of_a_unicode_path_counts_where_it_is_about_the_name(tmp_path):
    old = "skä/SKILL.md".encode("latin-1")
    for wrong, folder in ((0, "中"), (1, old.decode("cp437").split("/")[0])):
        field = struct.pack("<BL", 1, zlib.crc32(old) + wrong) + "中/SKILL.md".encode()
        extra = struct.pack("<HH", 0x7075, len(field)) + field
        (found,) = archive_sources(with_raw_names(tmp_path / "a.zip", [old], extra), "a.zip")
        assert found.folder == folder


@pytest.mark.parametrize("path", ["../x", "/x"])
def test_a_unicode_path_that_leaves_the_archive(tmp_path, path):
    old = "skä".encode("latin-1")
    field = struct.pack("<BL", 1, zlib.crc32(old)) + path.encode()
    extra = struct.pack("<HH", 0x7075, len(field)) + field
    with pytest.raises(InputError) as caught:
        archive_sources(with_raw_names(tmp_path / "a.zip", [old], extra), "a.zip")
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


def test_variants_beside_skills_in_an_archive_are_left_out(tmp_path):
    variant = {"v/SKILL.md": SKILL, "v/.skillrt/manifest.json": "{}"}
    found = archive_sources(packed(tmp_path / "all.zip", {"one/SKILL.md": SKILL, **variant}), "all.zip")
    assert [item.folder for item in found] == ["one"]
    (alone,) = archive_sources(packed(tmp_path / "v.skill", variant), "v.skill")
    assert alone.folder == "v"
