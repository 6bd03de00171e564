"""What runs in the sandbox first: gives up every right, then becomes the program. Linux only; standard library only.

Started as `python -I -S child.py SPEC`, SPEC a JSON file: {"command", "folder", "environment", "out", "err", "read",
"write", "denied": {call: number}, "arch", "limits": {...}}. Ends with status 125 and a line on standard error where
the kernel refuses what is asked for; the program never runs then.

Constants: linux/landlock.h, linux/seccomp.h, linux/filter.h, linux/sched.h, linux/prctl.h.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import signal
import struct
import sys

# `os.execvpe` imports it when its file may be out of reach already
__import__("warnings")
TYPE_CHECKING = False  # importing `typing` would take longer than all the rest
if TYPE_CHECKING:
    from typing import NoReturn, TypedDict

    class Limits(TypedDict):
        """See `limits.py`."""

        cpu: int
        memory: int
        file_size: int
        open_files: int

    class Spec(TypedDict):
        """What to run, and how it is confined."""

        command: list[str]
        folder: str
        environment: dict[str, str]
        out: str
        err: str
        read: list[str]
        write: list[str]
        denied: dict[str, int]
        scoped: list[str]
        arch: int
        limits: Limits


LIBC = ctypes.CDLL(None, use_errno=True)
CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446  # the same on every architecture
PR_SET_PDEATHSIG, PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, FILTER_MODE = 1, 38, 22, 2
NEW_IPC, NEW_USER, NEW_PID, NEW_NET = 0x08000000, 0x10000000, 0x20000000, 0x40000000
EXECUTE, WRITE_FILE, READ_FILE, READ_DIR = 1, 2, 4, 8
LOOK = EXECUTE | READ_FILE | READ_DIR
# what each version of Landlock can forbid: files; TCP; whom to signal and which abstract sockets to reach
FILES_BY_VERSION = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 4: (1 << 15) - 1, 5: (1 << 16) - 1}
ON_FILES = EXECUTE | WRITE_FILE | READ_FILE | 1 << 14 | 1 << 15  # the rest is for folders only
FAILED = 125


def refuse(what: str) -> NoReturn:
    """Say what the kernel refused, and end."""
    sys.stderr.write(f"sandbox: {what}: {os.strerror(ctypes.get_errno())}\n")
    sys.stderr.flush()
    os._exit(FAILED)


def forbid_files(spec: Spec) -> int:
    """Landlock: read and run what `read` names, do everything below `write`, nothing else."""
    version = LIBC.syscall(CREATE_RULESET, None, ctypes.c_size_t(0), 1)
    if version < 1:
        refuse("Landlock is not there")
    handled = FILES_BY_VERSION[min(version, 5)]
    attributes = struct.pack("<QQQ", handled, 3 if version >= 4 else 0, 3 if version >= 6 else 0)
    size = 24 if version >= 6 else 16 if version >= 4 else 8
    ruleset = LIBC.syscall(CREATE_RULESET, attributes, ctypes.c_size_t(size), 0)
    if ruleset < 0:
        refuse("Landlock takes no rules")
    for path in spec["read"]:
        allow(ruleset, path, LOOK & handled)
    for path in spec["write"]:
        allow(ruleset, path, handled)
    for path in ("/dev/null", "/dev/zero", "/dev/full"):
        allow(ruleset, path, (READ_FILE | WRITE_FILE) & handled)
    for path in ("/dev/urandom", "/dev/random"):
        allow(ruleset, path, READ_FILE)
    if LIBC.syscall(RESTRICT_SELF, ruleset, 0) != 0:
        refuse("Landlock does not hold")
    os.close(ruleset)
    return version


def allow(ruleset: int, path: str, rights: int) -> None:
    """Grant rights below a path; a path that is not there grants nothing."""
    try:
        handle = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    if not os.path.isdir(path):
        rights &= ON_FILES
    if LIBC.syscall(ADD_RULE, ruleset, 1, struct.pack("<Qi", rights, handle), 0) != 0:
        refuse("Landlock refuses " + path)
    os.close(handle)


def forbid_calls(spec: Spec, version: int) -> None:
    """seccomp: sockets and calls that reach other processes or the kernel give EPERM; other architectures kill."""
    denied = sorted(number for name, number in spec["denied"].items() if version < 6 or name not in spec["scoped"])
    load, equal, above, give = 0x20, 0x15, 0x35, 0x06
    rules = [
        (load, 0, 0, 4),
        (equal, 1, 0, spec["arch"]),
        (give, 0, 0, 0x80000000),
        (load, 0, 0, 0),
        (above, 0, 1, 0x40000000),
        (give, 0, 0, 0x80000000),
    ]
    for number in denied:
        rules += [(equal, 0, 1, number), (give, 0, 0, 0x00050000 | 1)]
    rules.append((give, 0, 0, 0x7FFF0000))
    program = b"".join(struct.pack("<HBBI", *rule) for rule in rules)
    kept = ctypes.create_string_buffer(program, len(program))
    head = struct.pack("<HxxxxxxQ", len(rules), ctypes.addressof(kept))
    if LIBC.prctl(PR_SET_SECCOMP, FILTER_MODE, ctypes.c_char_p(head), 0, 0) != 0:
        refuse("seccomp does not hold")


def leave_namespaces() -> bool:
    """Own processes, network and IPC, where the kernel lets us; Landlock and seccomp hold without them too."""
    user, group = os.getuid(), os.getgid()
    own = NEW_PID | NEW_NET | NEW_IPC
    if LIBC.unshare(own) == 0:
        return True
    if LIBC.unshare(own | NEW_USER) != 0:
        return False
    try:
        for name, text in (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{group} {group} 1")):
            with open("/proc/self/" + name, "w") as handle:
                handle.write(text)
    except OSError:
        refuse("the user namespace takes no names")
    return True


def limit(limits: Limits) -> None:
    """Resource limits of every process in here."""
    for name, value in (
        (resource.RLIMIT_CPU, limits["cpu"]),
        (resource.RLIMIT_AS, limits["memory"]),
        (resource.RLIMIT_FSIZE, limits["file_size"]),
        (resource.RLIMIT_NOFILE, limits["open_files"]),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(name)[1]
        most = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(name, (most, most))


def open_streams(spec: Spec) -> tuple[int, int, int]:
    """Nothing to read, and files for what is printed; opened while they still may be."""
    return (
        os.open(os.devnull, os.O_RDONLY),
        os.open(spec["out"], os.O_WRONLY | os.O_APPEND),
        os.open(spec["err"], os.O_WRONLY | os.O_APPEND),
    )


def become(spec: Spec) -> NoReturn:
    """Give up the rights, then run the program in place of this one."""
    LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if LIBC.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        refuse("new privileges cannot be given up")
    os.chdir(spec["folder"])
    streams = open_streams(spec)
    limit(spec["limits"])
    version = forbid_files(spec)
    forbid_calls(spec, version)
    for number, handle in enumerate(streams):
        os.dup2(handle, number)
    os.closerange(3, 4096)
    try:
        os.execvpe(spec["command"][0], spec["command"], spec["environment"])
    except OSError as error:
        os.write(2, f"{spec['command'][0]}: {error.strerror}\n".encode())
        os._exit(127)


def main() -> NoReturn:
    """Read what to do; in a namespace of its own the program is a child of this process."""
    with open(sys.argv[1]) as handle:
        spec: Spec = json.load(handle)
    LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if not leave_namespaces():
        become(spec)
    child = os.fork()
    if child == 0:
        become(spec)
    status = os.waitpid(child, 0)[1]
    code = os.waitstatus_to_exitcode(status)
    os._exit(code if code >= 0 else 128 - code)


if __name__ == "__main__":
    main()
