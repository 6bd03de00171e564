from skillrt.compiler import CompileOptions
from skillrt.frontend import discover
from skillrt.gateway.kept_variants import Recipe, prepared
from skillrt.targets import parse_target
from tests.gateway.loads import FETCH, LARGE, SMALL, source


def test_each_target_has_its_own_and_it_is_kept(tmp_path):
    (skill,) = discover([str(source(tmp_path))])
    recipe = Recipe(skill, parse_target(f"{LARGE}@pi"), CompileOptions())
    large = prepared(recipe, tmp_path / "data")
    small = prepared(recipe.aimed_at(parse_target(f"{SMALL}@pi")), tmp_path / "data")
    assert (large.compiled, small.compiled) == (True, True)
    assert large.folder != small.folder
    assert not (large.folder / FETCH).exists()
    assert (small.folder / FETCH).exists()
    again = prepared(recipe, tmp_path / "data")
    assert (again.compiled, again.digest, again.recipe) == (False, large.digest, recipe)
