"""The published profiles."""

from skillrt.targets import LEVELS, published_profiles


def test_the_published_profiles_are_shipped_with_source_and_caveats() -> None:
    published = published_profiles()
    assert len(published.profiles) == 25
    assert len(published.models()) == 12
    assert published.trials == 3
    assert published.source.startswith("https://")
    assert {item.primitive for item in published.broken} == {"follow.constraint", "reason.planning", "tool.exec"}
    assert all(item.path and len(item.commit) == 40 for item in published.profiles)


def test_levels_and_passes_speak_of_the_same_primitives() -> None:
    for item in published_profiles().profiles:
        assert set(item.levels) == set(item.passes)
        assert set(item.levels.values()) <= {"L0", *LEVELS}
        assert not set(item.missing) & set(item.levels)
        for counts in item.passes.values():
            assert all(count is None or 0 <= count <= 3 for count in counts)


def test_a_profile_is_found_by_model_and_harness() -> None:
    published = published_profiles()
    found = published.find("qwen/qwen3.5-9b", "openclaw")
    assert found
    assert found.levels["gen.regex"] == "L2"
    assert found.levels["tool.web"] == "L0"
    assert published.find("qwen/qwen3.5-9b", "nowhere") is None
