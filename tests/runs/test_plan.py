from tests.runs.sample import plan


def test_nothing_is_asked_for_that_was_not_said(tmp_path):
    made = plan(tmp_path, "http://127.0.0.1:9")
    assert not made.mode.unattended
    assert not made.mode.native
    assert not made.inject
    assert made.record
