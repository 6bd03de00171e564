import json

from skillrt.report.matrix_data import matrix_data, state, words
from tests.matrix.samples import CLOSED, FAILS, FITS, LEFT, LOSSY, TARGETS, rows


def test_states_and_words():
    cells = (FITS, CLOSED, LOSSY, LEFT, FAILS)
    assert [state(cell) for cell in cells] == ["fits", "closed", "lossy", "left", "fails"]
    assert [words(cell) for cell in cells] == ["fits", "1 closed", "1 lost", "1 left, 1 closed, 1 lost", "no variant"]


def test_sums_by_target():
    first, second = (target["sums"] for target in matrix_data(TARGETS, rows())["targets"])
    assert {key: first[key] for key in ("fits", "closed", "lossy", "left", "fails")} == {
        "fits": 2, "closed": 1, "lossy": 0, "left": 0, "fails": 1
    }  # fmt: skip
    assert (second["gaps_left"], second["gaps_closed"], second["losses"], second["programs_absent"]) == (1, 1, 2, 1)
    assert (first["tokens_before"], first["tokens_after"]) == (300, 240)
    assert first["evidence"] == {"static": 2, "profiled": 1, "replayed": 0, "measured": 1}


def test_it_is_json():
    data = matrix_data(TARGETS, rows("\udcff"))
    assert json.loads(json.dumps(data))["skills"][0]["name"] == "\udcff"
    assert data["skills"][0]["cells"][1]["tokens"]["activation"] == [100, 80]
    assert data["skills"][2]["cells"][0]["error"] == "it cannot be read [input.x]"
