from skillrt.runs.keeping import keep_after, keep_before
from skillrt.runs.workspace import snapshot
from skillrt.store.traces import TraceStore


class _Kept:
    def __init__(self) -> None:
        self.files: list[bytes] = []

    def put_file(self, data: bytes) -> str:
        self.files.append(data)
        return ""


def test_contents_that_fit_are_kept(tmp_path):
    (tmp_path / "a").write_text("a")
    (tmp_path / "b").write_text("bb")
    (tmp_path / "big").write_bytes(b"x" * 2_000_000)
    kept = _Kept()
    found, _ = snapshot(tmp_path)
    keep_before(kept, tmp_path, found)  # type: ignore[arg-type]
    assert kept.files == [b"a", b"bb"]
    keep_after(kept, tmp_path, ["b", "gone", "big"])  # type: ignore[arg-type]
    assert kept.files[2:] == [b"bb"]


def test_a_run_has_a_limit(tmp_path):
    for number in range(40):
        (tmp_path / f"{number:02}").write_bytes(bytes([number]) * 1_000_000)
    kept = _Kept()
    keep_before(kept, tmp_path, snapshot(tmp_path)[0])  # type: ignore[arg-type]
    assert len(kept.files) == 33
    assert hasattr(TraceStore, "put_file")
