from tests.jit.conftest import replayer, sandbox, sums, workshop

__all__ = ["replayer", "sandbox", "sums", "workshop"]
