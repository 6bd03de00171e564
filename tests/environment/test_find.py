from skillrt.environment.find import FINDERS, dependencies_of
from tests.skills import module_of


def test_a_skill_that_needs_nothing_has_no_dependencies(tmp_path):
    module = module_of(tmp_path, {"SKILL.md": "# A\n\nThink twice.\n"})
    assert dependencies_of(module) == ()
    assert len(set(FINDERS)) == len(FINDERS)
