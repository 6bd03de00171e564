import pytest

from skillrt.harness.bare.bounds import Bounds, Refused
from skillrt.harness.bare.files import MAX_TEXT, list_folder, read, shortened, skill_files, write


@pytest.fixture
def bounds(tmp_path):
    return Bounds(tmp_path)


def test_read_in_parts(bounds, tmp_path):
    (tmp_path / "a").write_text("\n".join(f"line {n}" for n in range(1, 11)))
    assert read(bounds, "a", 9) == "line 9\nline 10"
    assert read(bounds, "a", 2, 2) == "line 2\nline 3\n[7 more lines; go on with offset 4]"
    assert read(bounds, "a", -3, -1).startswith("line 1\n")
    assert read(bounds, "a", 99) == ""


def test_long_files_and_lines_are_cut(bounds, tmp_path):
    (tmp_path / "a").write_text("x" * 10_000 + "\n" + "y\n" * 100_000)
    text = read(bounds, "a")
    assert len(text) < MAX_TEXT + 100
    assert "the line goes on" in text
    offset = int(text.rpartition("offset ")[2].rstrip("]"))
    assert read(bounds, "a", offset).startswith("y\n")


@pytest.mark.parametrize(("path", "words"), [("absent", "not there"), (".", "use `list`"), ("binary", "no text")])
def test_what_cannot_be_read(bounds, tmp_path, path, words):
    (tmp_path / "binary").write_bytes(b"\x7fELF\0")
    with pytest.raises(Refused, match=words):
        read(bounds, path)


def test_a_file_too_large(bounds, tmp_path):
    with (tmp_path / "big").open("wb") as stream:
        stream.truncate(60 * 1024 * 1024)
    with pytest.raises(Refused, match="larger than 50 MiB"):
        read(bounds, "big")


def test_write(bounds, tmp_path):
    assert write(bounds, "deep/er/a.txt", "käse") == "wrote 5 bytes to deep/er/a.txt"
    assert (tmp_path / "deep/er/a.txt").read_text() == "käse"
    for path in ("deep", ".", "deep/er/a.txt/below"):
        with pytest.raises(Refused):
            write(bounds, path, "x")


def test_list(bounds, tmp_path):
    assert "nothing" in list_folder(bounds)
    (tmp_path / "b").mkdir()
    (tmp_path / "a").touch()
    assert list_folder(bounds) == "a\nb/"
    for number in range(1001):
        (tmp_path / f"b/{number}").touch()
    assert list_folder(bounds, "b").endswith("(1 more)")
    with pytest.raises(Refused):
        list_folder(bounds, "a")


def test_shortened():
    assert shortened("abc", 3) == "abc"
    assert shortened("a" * 50 + "b" * 50, 10) == "aaaaa\n[... 90 characters are left out here ...]\nbbbbb"


def test_skills_of_several_folders(tmp_path):
    for place in ("one/b", "one/a", "two/a", "two/c"):
        (tmp_path / place).mkdir(parents=True)
        (tmp_path / place / "SKILL.md").touch()
    found = skill_files([tmp_path / "one", tmp_path / "two", tmp_path / "three"])
    assert [file.parent.relative_to(tmp_path).as_posix() for file in found] == ["one/a", "one/b", "two/c"]
