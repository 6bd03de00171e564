from skillrt.contracts.finding.aliases import is_alias


def test_only_paths_of_the_home_folder_go_by_an_alias():
    assert is_alias("~/widgets/a.vue", {"widgets"})
    assert not is_alias("widgets/a.vue", {"widgets"})
    assert not is_alias("~/.widgets/a", {"widgets"})
