import json

from skillrt.report.target_table import targets_data, targets_text
from skillrt.targets import Named, OwnProfile, generic_host, load_harnesses, published_profiles
from skillrt.targets.profile_file import Trials


def found():
    return targets_data(load_harnesses(), published_profiles(), generic_host())


def test_every_harness_and_model_is_listed():
    data = found()
    assert [row["name"] for row in data["harnesses"]] == sorted(load_harnesses())
    assert len(data["models"]) == len(published_profiles().models())
    assert all(row["profiles"] for row in data["models"])
    assert json.loads(json.dumps(data)) == data


def test_text_says_what_is_observed_and_what_to_beware_of():
    text = targets_text(found())
    assert "observed 2026-11-22" in text
    assert "documentation 2026-11-23" in text
    for caveat in published_profiles().caveats:
        assert caveat in text


def test_own_profiles_are_listed_with_their_trials():
    levels = {"gen.regex": {"L1": Trials(3, 4), "L2": Trials(1, 4)}, "tool.exec": {"L1": Trials(2, 2)}}
    own = OwnProfile(
        model="m", harness="pi", date="2026-11-01", primitives=levels, source="a run", notes=("careful",)
    )
    data = targets_data(load_harnesses(), published_profiles(), generic_host(), (Named("mine.json", own),))
    assert data["own_profiles"] == [
        {
            "file": "mine.json", "target": "m@pi", "date": "2026-11-01", "primitives": 2, "trials": 10,
            "source": "a run", "notes": ["careful"],
        }
    ]  # fmt: skip
    assert "mine.json  m@pi    2026-11-01  2           10" in targets_text(data)
    assert "profiles of your own" not in targets_text(found())


def test_a_harness_that_is_only_measured_with_is_told_apart():
    text = targets_text(found())
    assert "Only measured with, no harness of a target: `bare-agent`.\n" in text
