import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillrt.checks.cards import ArchiveMember, Card, Listing, Unread, opened, place_of_line, read_listing, survey
from skillrt.errors import InputError, UsageError
from tests.checks.library import cards_of, library, skill_text, write


def test_each_skill_once_with_what_it_says_of_itself(tmp_path: Path):
    library(tmp_path, "beta", "alpha")
    skills = tmp_path / "skills"
    found = [item for item in survey([str(skills), str(skills / "beta")], lambda p: p) if isinstance(item, Card)]
    assert [card.name for card in found] == ["alpha", "beta"]
    assert found[0].files == ("SKILL.md",)
    assert found[0].listing.description.text.startswith("Reads bank statements")


def test_the_line_of_name_and_description():
    listing = read_listing(
        "SKILL.md",
        b"\xef\xbb\xbf---\r\nlicense: x\r\nname: a-b\r\ndescription: >\r\n  two\r\n  lines\r\n---\r\nname: no\r\n",
    )
    assert (listing.name.text, listing.name.line, listing.name.excerpt) == ("a-b", 3, "name: a-b")
    assert (listing.description.text.strip(), listing.description.line) == ("two lines", 4)
    assert str(place_of_line(listing, listing.name)) == "SKILL.md:3:1"


@pytest.mark.parametrize(
    "data", [b"", b"# no front matter", b"---\nname: x\n", b"---\n- a\n---\n", b"---\nname: [1]\n---\n"]
)
def test_without_a_usable_front_matter_there_is_no_name(data: bytes):
    listing = read_listing("SKILL.md", data)
    assert (listing.name.text, listing.description.text) == ("", "")


def test_a_skill_without_a_name_goes_by_its_folder(tmp_path: Path):
    write(tmp_path, {"odd/SKILL.md": "no front matter"})
    assert [card.name for card in cards_of(tmp_path)] == ["odd"]


@given(st.binary(max_size=200))
def test_any_bytes_give_a_listing(data: bytes):
    read_listing("SKILL.md", b"---\n" + data)


def test_the_digest_covers_paths_modes_and_bytes(tmp_path: Path):
    base = {"one/SKILL.md": skill_text("x"), "one/run.sh": "echo\n"}
    seen = set()
    for number, change in enumerate(({}, {"one/run.sh": "echo 2\n"}, {"one/more": ""})):
        root = write(tmp_path / str(number), {**base, **change})
        seen.add(cards_of(root)[0].digest)
    (tmp_path / "0" / "one" / "run.sh").chmod(0o755)
    seen.add(cards_of(tmp_path / "0")[0].digest)
    assert len(seen) == 4
    same = write(tmp_path / "same", {"other/SKILL.md": base["one/SKILL.md"], "other/run.sh": "echo\n"})
    (tmp_path / "0" / "one" / "run.sh").chmod(0o644)
    assert cards_of(same)[0].digest == cards_of(tmp_path / "0")[0].digest


def test_moving_bytes_between_files_changes_the_digest(tmp_path: Path):
    one = write(tmp_path / "a", {"s/SKILL.md": skill_text("x"), "s/a": "12", "s/b": "3"})
    two = write(tmp_path / "b", {"s/SKILL.md": skill_text("x"), "s/a": "1", "s/b": "23"})
    assert cards_of(one)[0].digest != cards_of(two)[0].digest


def test_excluded_folders_are_left_out_but_not_what_was_named(tmp_path: Path):
    library(tmp_path, "alpha", "beta")
    excluded = lambda where: where.endswith("alpha")  # noqa: E731
    skills = str(tmp_path / "skills")
    found = [item for item in survey([skills], lambda p: p, excluded) if isinstance(item, Card)]
    assert [card.name for card in found] == ["beta"]
    named = list(survey([f"{skills}/alpha"], lambda p: p, excluded))
    assert [item.name for item in named if isinstance(item, Card)] == ["alpha"]


def test_what_cannot_be_read_does_not_cost_the_rest(tmp_path: Path):
    library(tmp_path, "alpha")
    (tmp_path / "bad.skill").write_bytes(b"not a zip")
    (tmp_path / "empty").mkdir()
    paths = [str(tmp_path / name) for name in ("bad.skill", "empty", "skills")]
    found = list(survey(paths, lambda p: Path(p).name))
    assert [type(item) for item in found] == [Unread, Unread, Card]
    codes = [item.diagnostics[0].code for item in found if isinstance(item, Unread)]
    assert codes == ["input.bad-archive", "input.no-skill"]


def test_a_defect_does_not_cost_the_rest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    library(tmp_path, "alpha", "beta")

    def listing(name: str, data: bytes) -> Listing:
        if b"name: alpha" in data:
            raise ZeroDivisionError
        return read_listing(name, data)

    monkeypatch.setattr("skillrt.checks.cards.read_listing", listing)
    found = list(survey([str(tmp_path / "skills")], lambda p: Path(p).name))
    assert [(item.key, type(item)) for item in found] == [("alpha", Unread), ("beta", Card)]
    assert isinstance(found[0], Unread)
    assert found[0].diagnostics[0].code == "internal.error"


def test_a_skill_with_too_many_files_does_not_cost_the_rest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    library(tmp_path, "alpha", "beta", "gamma")
    write(tmp_path, {f"skills/beta/{number}.txt": "" for number in range(5)})
    monkeypatch.setattr("skillrt.frontend.sources.MAX_FILES", 3)
    found = list(survey([str(tmp_path)], lambda p: Path(p).name))
    assert [item.name for item in found if isinstance(item, Card)] == ["alpha", "gamma"]
    assert [(item.key, item.diagnostics[0].code) for item in found if isinstance(item, Unread)] == [
        ("beta", "input.too-many-files")
    ]


def test_a_missing_path_is_a_usage_error(tmp_path: Path):
    with pytest.raises(UsageError):
        list(survey([str(tmp_path / "nope")], lambda p: p))


def test_skills_of_an_archive_are_opened_again(tmp_path: Path):
    archive = tmp_path / "two.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("a/SKILL.md", skill_text("alpha"))
        file.writestr("b/SKILL.md", skill_text("beta"))
    found = [item for item in survey([str(archive)], lambda p: p) if isinstance(item, Card)]
    assert [card.name for card in found] == ["alpha", "beta"]
    assert [opened(card.ticket).read("SKILL.md") for card in found] == [
        skill_text("alpha").encode(),
        skill_text("beta").encode(),
    ]
    with pytest.raises(InputError):
        ArchiveMember(archive, "two.zip", 7).open()


def test_a_known_listing_is_not_read_again(tmp_path: Path):
    library(tmp_path, "alpha")
    listing = read_listing("SKILL.md", b"---\nname: known\n---\n")
    found = list(survey([str(tmp_path / "skills")], lambda p: p, listings=lambda digest, read: listing))
    assert [item.name for item in found if isinstance(item, Card)] == ["known"]
