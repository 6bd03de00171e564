"""Install Ray, as requirements/ray.txt pins it, into a cache outside the checkout for `make test-harnesses`.

    python tools/cluster/install.py

The cache is that of tools/harnesses. Prints the folder for PYTHONPATH, or why Ray could not be installed. A folder of
its own, because 260 MB are too much for everybody's environment.
"""

import hashlib
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
LOCK: Final = ROOT / "requirements" / "ray.txt"
_LIMIT: Final = 420.0  # seconds; it takes 20 with a warm index
_READY: Final = "ready"


def folder() -> Path:
    """Where it is kept: another lock or another Python is another folder."""
    from tools.harnesses.install import cache_folder

    digest = hashlib.sha256(LOCK.read_bytes() + sys.version.encode()).hexdigest()
    return cache_folder() / f"ray-{digest[:12]}"


def install() -> tuple[Path | None, str]:
    """The folder for PYTHONPATH, or None and why."""
    place = folder()
    if not (place / _READY).is_file():
        why_not = _made(place)
        if why_not:
            return None, why_not
    return place, ""


def _made(place: Path) -> str:
    place.parent.mkdir(parents=True, exist_ok=True)
    new = Path(tempfile.mkdtemp(prefix=".ray-", dir=place.parent))
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
    command += ["--no-deps", "--only-binary", ":all:", "--target", str(new), "-r", str(LOCK)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_LIMIT, check=False)
        if done.returncode != 0:
            return f"pip ended with status {done.returncode}: {' '.join(done.stderr.split())[-300:]}"
        (new / _READY).touch()
        if place.exists():
            shutil.rmtree(place)
        new.rename(place)
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"{type(error).__name__}: {error}"
    finally:
        shutil.rmtree(new, ignore_errors=True)
    return ""


def main() -> int:
    """Install; status 1 where that failed."""
    found, why_not = install()
    print(f"ray: {found or 'NOT INSTALLED, ' + why_not}", flush=True)
    return 0 if found else 1


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main())
