"""Find Chromium for `make test-harnesses`, or install Debian's where this is root on a machine with apt-get.

    python tools/browser/install.py

Prints its path, or why there is none.
"""

import os
import shutil
import subprocess
import sys
from typing import Final

_NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "chrome")
_LIMIT: Final = 300.0  # seconds


def installed() -> tuple[str, str]:
    """The path of the browser and the empty text, or the empty text and why there is none."""
    path = found()
    if path:
        return path, ""
    if shutil.which("apt-get") is None or not hasattr(os, "geteuid") or os.geteuid() != 0:
        return "", "no Chromium is on PATH, and none can be installed without root and apt-get"
    for command in (["apt-get", "update"], ["apt-get", "install", "-y", "--no-install-recommends", "chromium"]):
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=_LIMIT, check=False)
        except (OSError, subprocess.TimeoutExpired) as error:
            return "", f"{type(error).__name__}: {error}"
        if done.returncode != 0:
            return "", f"{' '.join(command[:2])} ended with status {done.returncode}: {done.stderr.strip()[-200:]}"
    path = found()
    return path, "" if path else "apt-get brought no chromium"


def found() -> str:
    """The path of a Chromium that is there; empty where none is."""
    return next((path for name in _NAMES if (path := shutil.which(name))), "")


def main() -> int:
    """Install where it is missing; status 1 where that failed."""
    path, why_not = installed()
    print(f"chromium: {path or 'NOT INSTALLED, ' + why_not}", flush=True)
    return 0 if path else 1


if __name__ == "__main__":
    sys.exit(main())
