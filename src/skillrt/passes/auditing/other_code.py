"""JavaScript and PowerShell by their plainest forms, and long encoded text in any code or prose."""

import base64
import binascii
import re
from collections.abc import Iterator
from typing import Final

from skillrt.code import commands, program_of
from skillrt.passes.auditing.hosts import Said, sends_astray
from skillrt.passes.auditing.patterns import forms, host_of, is_installer, is_secret_path
from skillrt.passes.auditing.scene import Found, Unit
from skillrt.passes.auditing.shell_flows import shell_verdicts

_TELLS: Final = re.compile(
    rb"https?://|\bcurl\b|\bwget\b|/bin/(?:ba)?sh|\bpowershell\b|\bimport (?:os|socket|subprocess)\b"
    rb"|\bexec\(|\beval\(|\bignore (?:all|previous)\b"
)
_FORMED: Final = frozenset(
    {"javascript", "powershell", "shell", "console", "batch", "json", "yaml", "dockerfile", "make"}
)
_EMBEDDED: Final = re.compile(r"\$\{[^}]{0,120}\}")
_RUN: Final = re.compile(r"\b(?:execSync|exec|spawnSync|spawn)\(\s{0,8}([`'\"])((?:(?!\1)[^\n\\]|\\.){3,500})\1")
_POST: Final = re.compile(
    r"\bfetch\(\s{0,8}[`'\"](https?://[^`'\"\s]{4,200})[`'\"]\s{0,4},\s{0,8}"
    r"\{[^{}]{0,120}method\s{0,3}:\s{0,3}['\"](?:POST|PUT)"
    r"|\baxios\.(?:post|put)\(\s{0,8}[`'\"](https?://[^`'\"\s]{4,200})"
)
_READ: Final = re.compile(r"\b(?:readFileSync|readFile|createReadStream|Get-Content|File\.read)\b\(?[^\n;]{0,120}")
_BLOB: Final = re.compile(r"(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/]{60,20000}={0,2}(?![A-Za-z0-9+/=])")
_HEX: Final = re.compile(r"(?:\\x[0-9a-fA-F]{2}){20,4000}|(?<![0-9A-Za-z])[0-9a-fA-F]{160,20000}(?![0-9A-Za-z])")


def read_other(unit: Unit, named: Said, downloads: dict[str, str]) -> Iterator[Found]:
    """JavaScript and PowerShell."""
    language = "javascript" if unit.language == "javascript" else "powershell"
    for code, message, pattern in forms(language) if unit.language in _FORMED else ():
        for found in pattern.finditer(unit.text):
            if not unit.is_talk(found.start(), code):
                yield Found(*_known(unit, found, code, message), unit.place(found.start(), found.end()))
    if unit.language == "javascript":
        yield from _commands(unit, named, downloads)
        yield from _calls(unit, named)


def _known(unit: Unit, found: re.Match[str], code: str, message: str) -> tuple[str, str]:
    """The published install line of a known product weighs less, in PowerShell as in a shell."""
    stop = unit.text.find("\n", found.start())
    line = unit.text[unit.text.rfind("\n", 0, found.start()) + 1 : stop if stop >= 0 else len(unit.text)]
    if code == "audit.remote-code" and unit.kind == "document":
        for word in line.replace('"', " ").replace("'", " ").split():
            if "/" in word and is_installer(word):
                return "audit.remote-installer", f"the installer of `{host_of(word)}` is run as it arrives"
    return code, message


def _commands(unit: Unit, named: Said, downloads: dict[str, str]) -> Iterator[Found]:
    """What a command line in a string that JavaScript runs does."""
    for found in _RUN.finditer(unit.text):
        line = _EMBEDDED.sub("$x", found.group(2))
        inner = Unit(unit.path, unit.kind, "shell", line)
        listed = [(command, program) for command in commands(line) if (program := program_of(command))]
        for _, code, message in shell_verdicts(listed, inner, named, downloads):
            yield Found(code, message, unit.place(found.start(2), found.end(2)))


def _calls(unit: Unit, named: Said) -> Iterator[Found]:
    """What is sent, and secrets that are read."""
    for found in _POST.finditer(unit.text):
        host = host_of(found.group(1) or found.group(2))
        why = sends_astray(host, named) if host else ""
        if why:
            yield Found("audit.sends-data", f"data goes to `{host}`: {why}", unit.place(found.start(), found.end()))
    for found in _READ.finditer(unit.text):
        if is_secret_path(found.group()):
            place = unit.place(found.start(), found.end())
            yield Found("audit.reads-credentials", "a file with credentials is read", place)


def blobs(text: str) -> Iterator[tuple[int, int, str]]:
    """Long encoded text that decodes to commands or URLs, with what it begins with; images and keys do not."""
    for found in _BLOB.finditer(text):
        if (
            text[max(0, found.start() - 30) : found.start()]
            .rstrip()
            .endswith(("base64,", "sha256-", "sha512-", "sha384-"))
        ):
            continue
        plain = _from_base64(found.group())
        if _reads(plain):
            yield found.start(), found.end(), _shown(plain)
    for found in _HEX.finditer(text):
        plain = _from_hex(found.group().replace("\\x", ""))
        if _reads(plain):
            yield found.start(), found.end(), _shown(plain)


def _from_base64(text: str) -> bytes:
    bare = text.rstrip("=")
    try:
        return base64.b64decode(bare[: len(bare) // 4 * 4], validate=True)
    except (binascii.Error, ValueError):
        return b""


def _from_hex(text: str) -> bytes:
    try:
        return bytes.fromhex(text[: len(text) // 2 * 2])
    except ValueError:
        return b""


def _reads(plain: bytes) -> bool:
    """Whether it is text, and text that does something."""
    printable = sum(1 for byte in plain[:400] if 32 <= byte < 127 or byte in (9, 10, 13))
    return bool(plain) and printable >= 0.95 * min(len(plain), 400) and _TELLS.search(plain) is not None


def _shown(plain: bytes) -> str:
    return " ".join(plain[:60].decode("ascii", "replace").split())
