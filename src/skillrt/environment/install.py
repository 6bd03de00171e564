"""Install what a lock names into the folder of an environment: whole, or nothing is left of it."""

import os
import shutil
import sys
from collections.abc import Callable
from contextlib import suppress
from importlib import resources
from pathlib import Path

import msgspec

from skillrt.environment.bound import Bound
from skillrt.environment.installers import INSTALL_SECONDS, Installers, failure
from skillrt.environment.lock import Lock, lock_bytes
from skillrt.environment.node_lock import project_of_lock, require_npm
from skillrt.errors import Diagnostic, MachineError
from skillrt.store.environments import LOCK_FILE, NODE_FOLDER, PYTHON_FOLDER, Environments
from skillrt.store.replacing import replace_file

Say = Callable[[str], None]
_HOOKS = "modules.cjs"
_WINDOWS = sys.platform == "win32"


def install(lock: Lock, python: Path | None, store: Environments, installers: Installers, say: Say) -> Bound:
    """Make the environment of `lock` anew. `python` is the interpreter to stand on, None where none is needed.

    The caller holds the needs of the lock. The folder has no proof yet when this returns. Raises SkillrtError; then,
    and when interrupted, the folder is gone.
    """
    folder = store.folder(lock.key)
    store.remove(lock.key)
    try:
        folder.mkdir(parents=True)
        if python is not None:
            _install_python(lock, python, folder, installers, say)
        if lock.node is not None:
            _install_node(lock, folder / NODE_FOLDER, installers, say)
        store.write(lock.key, LOCK_FILE, lock_bytes(lock))
    except OSError as error:
        store.remove(lock.key)
        raise machine_error(folder, error) from error
    except BaseException:
        store.remove(lock.key)
        raise
    return bound_of(lock, folder, installers)


def bound_of(lock: Lock, folder: Path, installers: Installers) -> Bound:
    """Where things are in an environment that was installed."""
    scripts = folder / PYTHON_FOLDER / ("Scripts" if _WINDOWS else "bin")
    python = scripts / ("python.exe" if _WINDOWS else "python")
    modules = folder / NODE_FOLDER / "node_modules"
    node = folder / NODE_FOLDER / "bin" / "node"
    search: list[Path] = []
    variables: list[tuple[str, str]] = []
    if python.exists():
        search.append(scripts)
        variables.append(("VIRTUAL_ENV", str(folder / PYTHON_FOLDER)))
    if lock.node is not None:
        search += [*([] if _WINDOWS else [node.parent]), modules / ".bin"]
        hooks = str(folder / NODE_FOLDER / _HOOKS).replace("\\", "\\\\").replace('"', '\\"')
        variables += [("NODE_PATH", str(modules)), ("NODE_OPTIONS", f'--require="{hooks}"')]
    return Bound(
        folder=folder,
        python=python if python.exists() else None,
        node=(node if node.exists() else Path(installers.node) if installers.node else None) if lock.node else None,
        search=tuple(search),
        variables=tuple(variables),
    )


def machine_error(folder: Path, error: OSError) -> MachineError:
    """What the machine refused while an environment was written."""
    import errno  # only when something went wrong

    if error.errno in (errno.ENOSPC, errno.EDQUOT if hasattr(errno, "EDQUOT") else errno.ENOSPC):
        return MachineError(Diagnostic.of("bind.disk-full", f"there is no space left for `{folder}`"))
    return MachineError(Diagnostic.of("machine.io", f"`{folder}` cannot be written: {error.strerror}"))


def _install_python(lock: Lock, python: Path, folder: Path, installers: Installers, say: Say) -> None:
    venv = folder / PYTHON_FOLDER
    say(f"making an environment for Python {lock.python}")
    arguments = ["venv", str(venv), "--python", str(python), "--no-project", "--no-python-downloads", "--quiet"]
    done = installers.run_uv(arguments, folder)
    if done.status != 0:
        raise failure(done, f"no environment of Python {lock.python} can be made")
    if not lock.packages:
        return
    count = len(lock.packages)
    say(f"installing {count} Python package{'' if count == 1 else 's'}")
    rows = folder / "requirements.txt"
    replace_file(rows, "".join(f"{row}\n" for row in lock.packages).encode())
    interpreter = venv / ("Scripts/python.exe" if _WINDOWS else "bin/python")
    arguments = [
        *("pip", "sync", str(rows), "--python", str(interpreter), "--require-hashes", "--no-sources", "--quiet"),
        *([] if lock.built and installers.allow_build else ["--only-binary", ":all:"]),
    ]
    done = installers.run_uv(arguments, folder, INSTALL_SECONDS)
    if done.status != 0:
        raise failure(done, "the Python packages cannot be installed")


def _install_node(lock: Lock, folder: Path, installers: Installers, say: Say) -> None:
    require_npm(installers)
    assert lock.node is not None
    count = len(lock.node["packages"]) - 1
    say(f"installing {count} package{'' if count == 1 else 's'} of Node")
    folder.mkdir()
    replace_file(folder / "package.json", project_of_lock(lock.node))
    replace_file(folder / "package-lock.json", msgspec.json.encode(lock.node))
    done = installers.run_npm(["ci"], folder, INSTALL_SECONDS)
    if done.status != 0:
        raise failure(done, "the packages of Node cannot be installed")
    (folder / "node_modules").mkdir(exist_ok=True)
    # for skills without a launcher: `import` does not look into NODE_PATH
    hooks = (resources.files("skillrt.environment") / "launcher" / _HOOKS).read_bytes()
    replace_file(folder / _HOOKS, hooks)
    if installers.node and not _WINDOWS:
        # the node that is proven is the node that is used, whatever comes first on the search path later
        (folder / "bin").mkdir(exist_ok=True)
        with suppress(FileExistsError):
            os.symlink(_real_node(installers.node), folder / "bin" / "node")


def _real_node(node: str) -> str:
    return shutil.which(node) or node
