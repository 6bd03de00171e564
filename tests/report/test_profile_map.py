from skillrt.report.profile_map import Change, changes_between, gap_words, map_data, map_text
from skillrt.store.records import GapRecord
from skillrt.targets import parse_target
from tests.report.profile_samples import STRONG, WEAK, manifest


def test_targets_stand_side_by_side_and_what_differs_is_marked():
    data = map_data(["strong", "weak"], [STRONG, WEAK])
    assert data["differs"] == ["reason.arithmetic", "tool.exec"]
    text = map_text(data)
    assert "reason.arithmetic    L3 +++  L1 +--  differs" in text
    assert "gen.regex            L3 ...  L3 ..." in text
    assert "1  strong: levels from measured" in text
    assert "otherwise" not in text
    assert "compiling decides nothing otherwise" in map_text(map_data(["a", "b"], [STRONG, WEAK], (), compiled=True))


def test_a_target_alone_and_one_that_nothing_is_known_of():
    data = map_data(["x"], [parse_target("nobody/knows@bare")])
    assert data["differs"] == []
    assert "nothing: no trial of this model" in map_text(data)


def test_what_compiling_decides_otherwise_is_told_gap_by_gap():
    closed = GapRecord(primitive="tool.exec", required="L3", aim="L1", left="L1", status="closed", rules=("outline",))
    same = GapRecord(primitive="gen.regex", required="L2", aim="L1", left="L1", status="left")
    found = list(changes_between("s", "weak", manifest(same), manifest(same, closed)))
    assert found == [
        Change("s", "tool.exec", "no gap: left as it is", "asks L3, holds L1: closed by outline", "weak")
    ]
    assert list(changes_between("s", "weak", manifest(same), manifest(same))) == []
    assert "closed by outline" in map_text(map_data(["a", "b"], [STRONG, WEAK], found))


def test_a_gap_that_is_none():
    assert gap_words(None) == "no gap: left as it is"
