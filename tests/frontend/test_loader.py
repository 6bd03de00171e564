import os
import zipfile

import pytest

from skillrt.errors import InputError
from skillrt.frontend import sources
from skillrt.frontend.archive import archive_sources
from skillrt.frontend.loader import _case_clashes, load
from skillrt.frontend.sources import folder_source
from skillrt.verify import verify
from tests.skills import load_skill, module_of, write_skill


def codes(module):
    return sorted(item.code for item in module.diagnostics)


def test_files_are_classed(tmp_path):
    module = module_of(
        tmp_path / "s",
        {
            "SKILL.md": "x",
            "docs/B.MD": "y",
            "run": "#!/usr/bin/env python3\n",
            "odd.sh": "#!/usr/bin/env python3\n",
            "a.json": "{}",
            "logo.png": b"\x89PNG\0\0",
            "plain": "text",
        },
        ("run",),
    )
    assert [item.path for item in module.documents] == ["SKILL.md", "docs/B.MD"]
    assert {item.path: (item.kind, item.language) for item in module.files} == {
        "run": ("script", "python"),
        "odd.sh": ("script", "python"),
        "a.json": ("data", "json"),
        "logo.png": ("asset", ""),
        "plain": ("data", ""),
    }
    assert module.file("run").executable
    assert module.file("logo.png").text is None
    verify(module, module)


def test_the_source_digest_sees_names_bytes_and_modes(tmp_path):
    base = {"SKILL.md": "x", "a": "1", "b": "2"}
    variants = [
        module_of(tmp_path / "s0", base),
        module_of(tmp_path / "s1", {**base, "a": "2", "b": "1"}),
        module_of(tmp_path / "s2", {**base, "c": ""}),
        module_of(tmp_path / "s3", base, ("a",)),
    ]
    skill = (tmp_path / "s0/SKILL.md").read_bytes()
    for name in ("s1", "s2", "s3"):
        (tmp_path / name / "SKILL.md").write_bytes(skill)
    digests = [load_skill(tmp_path / name).source for name in ("s0", "s1", "s2", "s3")]
    assert len(set(digests)) == 4
    assert variants[0].source == digests[0]


def test_oddities_are_told(tmp_path):
    module = module_of(tmp_path / "s", {"SKILL.md": b"\xef\xbb\xbf---\nname: s\n---\nx\n", "a.md": b"ok\nab \xff\n"})
    assert codes(module) == ["text.bom", "text.not-utf8"]
    place = next(item.place for item in module.diagnostics if item.code == "text.not-utf8")
    assert (place.file, place.line, place.column) == ("a.md", 2, 4)


def test_a_lower_case_skill_file_is_read_and_told(tmp_path):
    module = module_of(tmp_path / "s", {"skill.md": "---\nname: s\ndescription: d\n---\n"})
    assert module.documents[0].path == "skill.md"
    assert codes(module) == ["spec.skill-file-name"]


def clashes(paths):
    return [item.message.partition(" differ")[0] for item in _case_clashes(sorted(paths))]


def test_names_that_differ_in_case_only():
    paths = ("A.md", "a.md", "SKILL.md", "skill.md", "Skill.md", "scripts/x.sh", "Scripts/X.SH")
    assert clashes(paths) == [
        "`A.md` and `a.md`",
        "`SKILL.md` and `Skill.md`",
        "`SKILL.md` and `skill.md`",
        "`Scripts/X.SH` and `scripts/x.sh`",
    ]
    assert clashes(["Docs", "docs/a.md"]) == ["`Docs` and the folder `docs`"]
    # two folders become one, which harms no file in them
    assert clashes(["SKILL.md", "Docs/b.md", "docs/a.md", "b.md"]) == []


def test_names_that_differ_in_case_only_are_told_of_folders_and_archives(tmp_path):
    path = tmp_path / "s.zip"
    with zipfile.ZipFile(path, "w") as target:
        for name in ("SKILL.md", "A.md", "a.md"):
            target.writestr(name, "# A\n")
    (source,) = archive_sources(path, "s.zip")
    assert codes(load(source)) == ["input.case-clash"]
    files = {"SKILL.md": "# A\n", "A.md": "1", "a.md": "2"}
    module = module_of(tmp_path / "s", files)
    if len(module.documents) == len(files):  # else the file system of this machine ignores case
        assert codes(module) == ["input.case-clash"]


def test_large_markdown_is_opaque(tmp_path, monkeypatch):
    monkeypatch.setattr("skillrt.frontend.loader.MAX_MARKDOWN", 100)
    module = module_of(tmp_path / "s", {"SKILL.md": "x", "big.md": "# h\n" * 100})
    assert [block.kind for block in module.document("big.md").blocks] == ["opaque"]
    assert codes(module) == ["text.too-large"]
    assert module.document("big.md").text == "# h\n" * 100


def test_a_folder_without_skill_file(tmp_path):
    with pytest.raises(InputError, match=r"holds no SKILL\.md"):
        load(folder_source(write_skill(tmp_path / "s", {"x.md": ""}), "s"))


def test_a_skill_file_that_is_a_link_out_of_its_folder(tmp_path):
    write_skill(tmp_path / "real", {"SKILL.md": "x"})
    (tmp_path / "linked").mkdir()
    (tmp_path / "linked" / "SKILL.md").symlink_to("../real/SKILL.md")
    with pytest.raises(InputError) as caught:
        load(folder_source(tmp_path / "linked", "linked"))
    assert "`SKILL.md` is a link to `../real/SKILL.md`" in str(caught.value)


def test_a_skill_file_that_is_left_out_is_why_there_is_none(tmp_path, monkeypatch):
    (tmp_path / "s").mkdir()
    os.mkfifo(tmp_path / "s" / "SKILL.md")
    with pytest.raises(InputError, match=r"`SKILL\.md` is no regular file"):
        load(folder_source(tmp_path / "s", "s"))
    monkeypatch.setattr(sources, "MAX_FILE_SIZE", 5)
    with pytest.raises(InputError, match=r"`SKILL\.md` has .* bytes"):
        load(folder_source(write_skill(tmp_path / "t", {"SKILL.md": "x" * 10}), "t"))
