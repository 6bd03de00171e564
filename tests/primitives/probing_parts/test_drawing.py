from skillrt.primitives.probing import Instance, Solution
from skillrt.primitives.probing_parts.drawing import code, codes, draws, listed, one_of


def test_a_seed_gives_the_same_draws_and_another_others():
    assert draws("a", "L1", "x").random() == draws("a", "L1", "x").random()
    seen = {draws(name, level, seed).random() for name in "ab" for level in ("L1", "L2") for seed in ("x", "\ud800")}
    assert len(seen) == 8


def test_names_differ():
    found = codes(draws("a", "L1", "x"), 30)
    assert len(set(found)) == 30
    assert all(len(name) == 6 for name in (*found, code(draws("a", "L1", "y"))))


def test_a_kind_is_drawn():
    make = one_of("a", {"L1": (lambda random: Instance(str(random.randint(0, 9**9)), None, Solution(), ()),)})
    assert make("L1", "x") == make("L1", "x") != make("L1", "y")


def test_lists_in_words():
    assert (listed(["a"]), listed(["a", "b", "c"])) == ("a", "a, b and c")
