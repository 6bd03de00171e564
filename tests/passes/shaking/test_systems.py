from skillrt.passes.shaking.systems import is_about_systems, other_systems, system_of
from skillrt.passes.shaking.units import groups_of, sections_of
from tests.skills import module_of

TEXT = "# T\n\n## Installation\n\n### macOS\n\n`brew install x`\n\n### Linux\n\n`apt install x`\n"


def removed(folder, text, host):
    document = module_of(folder / "s", {"SKILL.md": text}).documents[0]
    groups = list(groups_of(document, sections_of(document)))
    return [
        item.text.strip().partition("\n")[0] for group in groups for item in other_systems("SKILL.md", group, host)
    ]


def test_parts_for_another_system_go(tmp_path):
    assert removed(tmp_path, TEXT, "linux") == ["### macOS"]
    assert removed(tmp_path / "b", TEXT, "macos") == ["### Linux"]


def test_not_where_none_is_for_this_one(tmp_path):
    assert removed(tmp_path, TEXT, "windows") == []


def test_not_outside_of_setting_up(tmp_path):
    assert removed(tmp_path, TEXT.replace("Installation", "Behaviour").replace("install", "show"), "linux") == []


def test_hosts_and_subjects(tmp_path):
    assert system_of("Linux") == "linux"
    assert system_of("") == ""
    front = "---\nname: s\ndescription: Sets up cross-platform packaging.\n---\n"
    assert is_about_systems(module_of(tmp_path / "s", {"SKILL.md": front}))
