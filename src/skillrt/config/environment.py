"""The environment as frozen data. Nothing else reads it, so that what a run depends on can be seen in one place."""

import os
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

# Values that mean "no" where a variable is a switch.
_OFF = frozenset({"", "0", "false", "no", "off"})
_SAFE_PATH = "PYTHONSAFEPATH"


@dataclass(frozen=True, slots=True)
class Proxies:
    """The proxies to go through by scheme, and the hosts to reach without one; empty where none is set."""

    http: str = ""
    https: str = ""
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Environment:
    """What SkillRT takes from the environment.

    `no_color` follows no-color.org: set to anything but the empty string. `names` are the variables that are set and
    not empty, by name only: whether a key is there may be said, its value is never kept. `path` is the search path
    for programs, as written. `cache_home` is where user caches go by the XDG base directory specification, or None
    where neither it nor a home folder is known; `data_home` is SkillRT's own folder for what it keeps.
    """

    no_color: bool = False
    force_color: bool = False
    dumb_terminal: bool = False
    ci: bool = False
    github_actions: bool = False
    cache_home: Path | None = None
    data_home: Path | None = None
    home: Path | None = None
    path: str = ""
    settings_file: str = ""
    cache_folder: str = ""
    jobs: str = ""
    names: frozenset[str] = frozenset()
    proxies: Proxies = Proxies()


@contextmanager
def present_folder_unsearched() -> Generator[None]:
    """Python processes that are started within, where no command line of ours can say so, look for no module in the
    present folder: it may be a skill's, and hold a `json.py`."""
    before = os.environ.get(_SAFE_PATH)
    os.environ[_SAFE_PATH] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ[_SAFE_PATH]
        else:
            os.environ[_SAFE_PATH] = before


def secret(name: str, variables: Mapping[str, str] | None = None) -> str:
    """The value of a variable that holds a key, empty where it is not set. Read when it is used, and not kept."""
    given = os.environ if variables is None else variables
    return given.get(name, "").strip()


def environment(variables: Mapping[str, str] | None = None) -> Environment:
    """Read the environment of the process, or `variables` in its place."""
    given = os.environ if variables is None else variables
    home = given.get("HOME") or given.get("USERPROFILE") or ""
    return Environment(
        no_color=bool(given.get("NO_COLOR")),
        force_color=_on(given, "FORCE_COLOR"),
        dumb_terminal=given.get("TERM") == "dumb",
        ci=_on(given, "CI"),
        github_actions=_on(given, "GITHUB_ACTIONS"),
        cache_home=_cache_home(given, home),
        data_home=_data_home(given, home),
        home=Path(home) if home else None,
        path=given.get("PATH", ""),
        settings_file=given.get("SKILLRT_CONFIG", ""),
        cache_folder=given.get("SKILLRT_CACHE_DIR", ""),
        jobs=given.get("SKILLRT_JOBS", ""),
        names=frozenset(name for name, value in given.items() if value),
        proxies=_proxies(given),
    )


def _proxies(given: Mapping[str, str]) -> Proxies:
    """As curl reads them: small letters first, and `HTTP_PROXY` only so, because a web server may have set it."""
    everything = given.get("all_proxy") or given.get("ALL_PROXY") or ""
    without = given.get("no_proxy") or given.get("NO_PROXY") or ""
    return Proxies(
        http=given.get("http_proxy") or everything,
        https=given.get("https_proxy") or given.get("HTTPS_PROXY") or everything,
        without=tuple(item.strip() for item in without.replace(" ", ",").split(",") if item.strip()),
    )


def _on(given: Mapping[str, str], name: str) -> bool:
    return given.get(name, "").strip().lower() not in _OFF


def _cache_home(given: Mapping[str, str], home: str) -> Path | None:
    named = given.get("XDG_CACHE_HOME", "")
    # the specification says that a relative path must be ignored
    if named and os.path.isabs(named):
        return Path(named)
    local = given.get("LOCALAPPDATA", "")
    if local and os.path.isabs(local):
        return Path(local)
    return Path(home) / ".cache" if home else None


def _data_home(given: Mapping[str, str], home: str) -> Path | None:
    """The launcher of a variant (environment/launcher/) looks in the same places, in the same order."""
    if own := given.get("SKILLRT_DATA_DIR", ""):
        return Path(own).absolute()
    for name in ("XDG_DATA_HOME", "LOCALAPPDATA"):
        named = given.get(name, "")
        if named and os.path.isabs(named):
            return Path(named) / "skillrt"
    return Path(home) / ".local" / "share" / "skillrt" if home else None
