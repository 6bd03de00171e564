"""Package specifications of npm: `name@range` read into its parts, everything else refused with a reason."""

import re
from functools import lru_cache
from typing import Final

import msgspec

from skillrt.environment.requirement_line import MAX_LINE, Refused

_NAME: Final = re.compile(r"(?:@[a-z0-9~][a-z0-9._~-]*/)?[a-z0-9~][a-z0-9._~-]*\Z")
_ALIAS: Final = re.compile(r"[^@/]+@npm:(.+)\Z")
_RANGE: Final = re.compile(r"[\w.~^<>=|*+ -]{0,100}\Z")
_MAX_NAME: Final = 214  # npm's own limit


class PackageSpec(msgspec.Struct, frozen=True, gc=False):
    """A package of the registry with the range or tag as stated; `latest` is no range."""

    name: str
    version: str = ""


@lru_cache(maxsize=4096)
def read_package_spec(text: str) -> PackageSpec | Refused:
    """What one specification on a command line says. Never raises."""
    shown = text.strip()
    alias = _ALIAS.match(shown)
    shown = (alias.group(1) if alias else shown).removeprefix("npm:")
    at = shown.find("@", 1)
    name, version = (shown[:at], shown[at + 1 :]) if at > 0 else (shown, "")
    return spec_of(name, version)


def spec_of(name: str, version: str) -> PackageSpec | Refused:
    """The same where name and range stand apart, as in package.json."""
    line = f"{name}@{version}"[:MAX_LINE]
    version = version.strip()
    if len(name) > _MAX_NAME:
        return Refused(line, f"its name has more than {_MAX_NAME} characters")
    if version.startswith("npm:"):
        return (
            read_package_spec(version[4:]) if "@npm:" not in version else Refused(line, "it is an alias of an alias")
        )
    if version.startswith("workspace:"):
        version = ""
    if "://" in name or re.match(r"(?:git|github|gitlab|bitbucket|file|link):", f"{name}:"):
        return Refused(line, "it names an address in place of a package of a registry")
    if re.match(r"[./~\\]", name) or not _NAME.match(name):
        return Refused(line, "it is no name of a package")
    if not _RANGE.match(version):
        return Refused(line, "its version is no range or tag")
    return PackageSpec(name, "" if version in ("latest", "*", "x") else version)
