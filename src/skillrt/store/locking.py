"""Locks on open files. They end with the process that holds them: after a crash nothing has to be put right."""

import sys


def flock(number: int, *, shared: bool = False, wait: bool = False) -> bool | None:
    """Lock an open file for as long as it, or a copy in another process, is open: alone, or `shared` with others that
    share it. `wait`: until it is free.

    True: it is held; False: another has it; None: this system, or this file system, has no such locks.
    """
    if sys.platform == "win32":
        return None
    import fcntl  # not on Windows

    try:
        fcntl.flock(number, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        return False
    except OSError:
        return None
    return True


def try_lock(number: int) -> bool:
    """Lock an open file at once; False where another has it. True also where there are no such locks."""
    return flock(number) is not False
