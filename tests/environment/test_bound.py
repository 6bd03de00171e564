from pathlib import Path

from skillrt.environment.bound import Bound


def test_an_environment_without_packages_sets_nothing():
    bound = Bound(Path("e"))
    assert (bound.python, bound.node, bound.search, bound.variables) == (None, None, (), ())
