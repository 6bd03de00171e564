import msgspec

from skillrt.store.traces.records import ExchangeRecord, RunRecord
from tests.store.traces.samples import recorded


def test_a_record_survives_json():
    record = recorded()
    assert msgspec.json.decode(msgspec.json.encode(record), type=ExchangeRecord) == record


def test_a_run_that_goes_on_has_no_time_yet():
    run = RunRecord(id="r1", started=1, harness="pi", model="small-1")
    assert (run.took, run.status, run.exit_code) == (-1, "running", None)
