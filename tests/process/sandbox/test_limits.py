from skillrt.process.sandbox import Limits


def test_every_limit_is_a_limit():
    limits = Limits()
    assert all(
        value > 0 for value in (limits.seconds, limits.cpu, limits.memory, limits.file_size, limits.open_files)
    )
