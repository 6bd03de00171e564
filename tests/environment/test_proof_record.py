from skillrt.environment.proof_record import ProofRecord, read_record, record_bytes
from skillrt.environment.prove import Proof

PROOF = Proof("python", "rich", "python -c 'import rich'", True)


def test_each_skill_has_its_own_proofs():
    record = ProofRecord().with_skill("a", (PROOF,)).with_skill("b", ()).with_skill("a", ())
    assert [item.digest for item in record.proven] == ["b", "a"]
    assert record.of("a") == ()
    assert record.of("c") is None
    assert read_record(record_bytes(record)) == record


def test_proofs_have_their_day_and_older_records_have_none():
    record = ProofRecord().with_skill("a", (PROOF,), "2026-11-28")
    assert (record.day_of("a"), record.day_of("b")) == ("2026-11-28", "")
    older = record_bytes(record).replace(b'"2026-11-28"', b'""')
    assert read_record(older).of("a") == (PROOF,)
    assert read_record(record_bytes(ProofRecord().with_skill("a", (PROOF,)))).day_of("a") == ""


def test_what_cannot_be_read_proves_nothing():
    assert read_record(None) == read_record(b"{") == read_record(b"\xff") == ProofRecord()


def test_a_program_may_have_a_name_that_is_no_utf8():
    odd = Proof("script", "scripts/b\udcff.py", "python 'scripts/b\udcff.py'", False, "b\udcff.py is wrong")
    record = ProofRecord().with_skill("a", (odd,))
    assert read_record(record_bytes(record)) == record
    assert [item.name for item in record.of("a") or ()] == [r"scripts/b\xff.py"]
