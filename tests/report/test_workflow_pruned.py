import json

from skillrt.report.workflow_pruned import pruned_json, pruned_text
from skillrt.workflow.pruning import Pruned


def test_what_went_and_what_was_spared():
    assert pruned_text(Pruned(1, 2_000_000, 3, 0, 0), dry=False) == "1 run forgotten (2.0 MB), 3 kept (0.0 MB)\n"
    told = pruned_text(Pruned(2, 0, 1, 0, 1), dry=True).splitlines()
    assert told[0].startswith("2 runs would be forgotten")
    assert told[1].startswith("1 run spared")
    assert json.loads(pruned_json(Pruned(1, 2, 3, 4, 5)))["spared"] == 5
