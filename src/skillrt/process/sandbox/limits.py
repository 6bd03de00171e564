"""How much a program in the sandbox may use."""

import msgspec


class Limits(msgspec.Struct, frozen=True):
    """`seconds` of wall time, `cpu` seconds a process, `memory` in bytes a process, `file_size` in bytes a file
    (what it prints included), `open_files` a process."""

    seconds: float = 30.0
    cpu: int = 30
    memory: int = 4 * 1024**3
    file_size: int = 256 * 1024**2
    open_files: int = 256
