import pytest

from skillrt.primitives import Detected, Evidence, catalogue
from skillrt.primitives.chances import chance_of, features_of, is_asked, shipped, weights_in
from tests.primitives.asking import view_of

TEXT = "# Reports\n\n1. Read the sales.\n2. Write the report.\n3. Send it.\n\n```python\nprint(1)\n```\n"
OWN = ("enough", "beyond enough", "short of enough")


def detected(view, strength, *, elsewhere=False):
    block = next(leaf.id for document in view.documents[elsewhere:] for leaf in document.leaves())
    return Detected("L2", "why", (Evidence(block, 0, 1, "L2", 1.0, "why"),), strength)


def test_features_tell_of_the_evidence_and_of_the_skill(tmp_path):
    view = view_of(tmp_path, TEXT, references__more_md="More of it.\n")
    weak, strong = features_of(detected(view, 0.5), view), features_of(detected(view, 2.0, elsewhere=True), view)
    assert [weak[name] for name in OWN] == [0.0, 0.0, pytest.approx(-0.693, abs=0.001)]
    assert [strong[name] for name in OWN] == [1.0, pytest.approx(0.693, abs=0.001), 0.0]
    assert (weak["in SKILL.md"], strong["in SKILL.md"]) == (1.0, 0.0)
    assert (weak["documents"], weak["steps"], weak["kind: generative"]) == (0.4, 1.0, 0.0)
    assert 0 < weak["code"] <= 2
    assert weak["size"] < 0


def test_the_bounds_keep_one_feature_from_deciding_alone(tmp_path):
    view = view_of(tmp_path, TEXT)
    assert features_of(detected(view, 8.0), view) == features_of(detected(view, 800.0), view)
    assert features_of(detected(view, 0.05), view) == features_of(detected(view, 0.0), view)


def test_a_chance_is_the_sum_of_what_is_seen():
    assert chance_of({"enough": 1.0, "size": 2.0}, {"base": 1.0, "enough": 1.0, "size": -1.0}) == 0.5
    assert chance_of({"enough": 1.0}, {}) == 0.5
    assert chance_of({}, {"base": 2.0}) == pytest.approx(0.881, abs=0.001)


def test_strong_evidence_makes_a_requirement_and_hardly_any_none(tmp_path):
    view = view_of(tmp_path, TEXT)
    for name in shipped().primitives:
        chances = [
            chance_of(features_of(detected(view, strength), view), shipped().primitives[name])
            for strength in (0.05, 0.4, 1.0, 4.0)
        ]
        assert chances == sorted(chances), name
    assert is_asked("see.image", detected(view, 4.0), view)
    assert not is_asked("see.image", detected(view, 0.05), view)


def test_a_primitive_of_another_package_is_asked_for_where_its_detector_is_sure(tmp_path):
    view = view_of(tmp_path, TEXT)
    assert is_asked("of.another", detected(view, 1.0), view)
    assert not is_asked("of.another", detected(view, 0.9), view)


def test_the_shipped_weights_are_of_primitives_that_there_are(tmp_path):
    view = view_of(tmp_path, TEXT)
    features = {"base", *features_of(detected(view, 1.0), view)}
    assert 0 < shipped().least < 1
    assert shipped().primitives.keys() <= {item.id for item in catalogue()}
    assert all(weights.keys() <= features for weights in shipped().primitives.values())
    assert all(weights.get(name, 0) >= 0 for weights in shipped().primitives.values() for name in OWN)


def test_weights_of_a_file():
    text = '[weights]\nleast = 0.5\n[weights.primitives."a.b"]\nbase = -1.0\n"in SKILL.md" = 2.0\n'
    assert weights_in(text).primitives == {"a.b": {"base": -1.0, "in SKILL.md": 2.0}}
