"""The shared words."""

from skillrt.targets import meanings, operations


def test_every_operation_has_words_for_a_harness_that_lacks_it() -> None:
    for name, item in operations().items():
        family, _, verb = name.partition(".")
        assert family
        assert verb
        assert item.does
        assert not item.noun.endswith("."), name


def test_variables_and_agents_have_something_to_stand_in_their_place() -> None:
    for name, item in meanings().variables.items():
        assert item.plain or name == "harness"
        assert item.instruction.endswith(".")
    assert all(item.plain for item in meanings().agents.values())
    assert set(meanings().places) >= {"skills.project", "skills.user", "instructions.project"}
    assert "information" in meanings().keys
