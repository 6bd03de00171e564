import pytest

from tests.primitives.asking import asked, level

NAME = "follow.constraint"


RULES = "# Notes\n\n## Rules\n\n" + "".join(f"- Keep point {at} in mind\n" for at in range(6))


def test_bans_and_duties_are_rules(tmp_path):
    found = asked(tmp_path, NAME, "# S\n\nNever delete a row. The title must be short.\n")
    assert found is not None
    assert found.reason == "keeps to rules: 1 ban, 1 duty"
    assert [item.level for item in found.evidence] == ["L3", "L2"]


def test_levels_follow_the_number_of_rules(tmp_path):
    assert level(tmp_path / "1", NAME, "# S\n\nKeep rows sorted. The title must be short.\n") == "L1"
    assert level(tmp_path / "2", NAME, RULES) == "L2"
    bans = "".join(f"- NEVER do thing {at} by hand.\n" for at in range(5))
    assert level(tmp_path / "3", NAME, f"# S\n\n{bans}") == "L3"
    assert level(tmp_path / "4", NAME, "# S\n\nNever delete a row.\n") == "L1"
    assert level(tmp_path / "5", NAME, "# S\n\nThe title must be short. The body must be long.\n") == "L2"


def test_points_of_a_list_make_level_3_only_with_bans(tmp_path):
    points = "# Notes\n\n## Tips\n\n" + "".join(f"- Keep point {at} in mind\n" for at in range(12))
    assert level(tmp_path / "1", NAME, points) == "L2"
    assert level(tmp_path / "2", NAME, f"{points}- Never leave one out\n") == "L3"


def test_a_ban_in_a_label_counts(tmp_path):
    found = asked(tmp_path, NAME, "# S\n\n- **Never guess**: look it up.\n")
    assert found is not None
    assert "1 ban" in found.reason


def test_a_text_without_rules_asks_for_none(tmp_path):
    assert level(tmp_path, NAME, "# S\n\nThe library reads tables and draws them.\n") == "-"


@pytest.mark.parametrize("ban", ["切勿在回复中暴露密钥。", "秘密を出力しないでください。"])
def test_bans_in_languages_without_blanks(tmp_path, ban):
    found = asked(tmp_path, NAME, f"# S\n\n- {ban}\n")
    assert found is not None
    assert "1 ban" in found.reason
