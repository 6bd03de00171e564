import json

from skillrt.report.target_table import targets_data, targets_text
from skillrt.targets import generic_host, load_harnesses, published_profiles


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
