from skillrt.store.files import MANIFEST_FILE, is_reserved
from skillrt.store.side_files import BESIDE, LOCK_BESIDE


def test_they_lie_in_the_reserved_folder_and_are_not_the_manifest():
    assert LOCK_BESIDE in BESIDE
    assert all(is_reserved(path) for path in BESIDE)
    assert MANIFEST_FILE not in BESIDE
