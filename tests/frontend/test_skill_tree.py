from skillrt.frontend import discover
from skillrt.frontend.skill_tree import place_of_skill, skill_tree
from tests.skills import write_skill


def test_skills_are_known_by_folder_and_name(tmp_path, monkeypatch):
    write_skill(tmp_path / "skills/a", {"SKILL.md": "---\nname: alpha\ndescription: d\n---\n", "x.md": ""})
    write_skill(tmp_path / "skills/b", {"SKILL.md": "no front matter", "SKILL.md2": ""})
    (tmp_path / "skills/b/SKILL.md").write_bytes(b"no front matter \xff")
    monkeypatch.chdir(tmp_path)
    sources = list(discover(["."]))
    tree = skill_tree(sources)
    assert set(tree.siblings) == {"a", "alpha", "b"}
    assert tree.siblings["alpha"] == {"SKILL.md", "x.md"}
    assert {"skills/a/x.md", "skills/b/SKILL.md"} <= tree.paths
    assert [place_of_skill(source) for source in sources] == ["skills/a", "skills/b"]


def test_a_skill_at_the_root(tmp_path, monkeypatch):
    write_skill(tmp_path, {"SKILL.md": "", "in/SKILL.md": ""})
    monkeypatch.chdir(tmp_path)
    outer, inner = discover(["."])
    assert (place_of_skill(outer), place_of_skill(inner)) == ("", "in")
    assert skill_tree([outer, inner]).paths == {"SKILL.md", "in/SKILL.md"}


def test_a_skill_below_one_that_is_asked_for_alone(tmp_path, monkeypatch):
    write_skill(tmp_path / "s", {"SKILL.md": "", "in/SKILL.md": "", "in/x.md": ""})
    monkeypatch.chdir(tmp_path)
    tree = skill_tree(discover(["s/SKILL.md"]))
    assert tree.paths == {"s/SKILL.md", "s/in/SKILL.md"}
    assert set(tree.siblings) == {"s"}


def test_a_skill_file_that_cannot_be_read(tmp_path, monkeypatch):
    monkeypatch.chdir(write_skill(tmp_path / "s", {"SKILL.md": ""}).parent)
    (source,) = discover(["s"])
    (tmp_path / "s/SKILL.md").unlink()
    assert set(skill_tree([source]).siblings) == {"s"}
