"""The interface of a JavaScript program that reads `process.argv` itself.

Read by pattern. Options are closed only where the program says of an unknown one that it is unknown, and ends; then
any option that its text names anywhere counts as known, with any number of values.
"""

import re

from skillrt.code.interface import Interface, Option, Positional

_LIBRARY = re.compile(
    r"['\"](?:commander|@commander-js/extra-typings|yargs(?:/\w+)?|minimist|meow|cac|mri|arg|sade|"
    r"command-line-args|citty|"
    r"clipanion|@oclif/core|yargs-parser|getopts|optimist|nopt|caporal|@effect/cli|ink|node-getopt|dashdash)['\"]"
)
_NAMED = re.compile(r"['\"`](--?[A-Za-z][\w-]*)=?['\"`]")
_GENERIC = re.compile(
    r"replace\(\s*/\^-|(?<!argv\.)slice\(2\)|substring\(2\)|substr\(2\)|"
    r"/\^--?\(|match\(\s*/\^?--|\.slice\(2,|`--\$\{",
    re.MULTILINE,
)
_REFUSES = re.compile(
    r"(?:unknown|unrecogni[sz]ed|invalid|unexpected) "
    r"(?:option|argument|flag|arg|parameter)\b[^\n]{0,160}\n?[^\n]{0,120}",
    re.IGNORECASE,
)
_ENDS = re.compile(r"process\.exit\(\s*[1-9]|\bthrow\b|usage\(\s*[1-9]?\)|\bdie\(|\bfail\(")
_LIST = re.compile(r"^(?:const|let|var)\s+(\w+)\s*(?::\s*string\[\]\s*)?=\s*process\.argv\.slice\(2\)", re.MULTILINE)
_TOO_FEW = re.compile(
    r"^[ \t]{0,2}if\s*\(\s*(?:!(\w+)\.length|(\w+(?:\.argv)?)\.length\s*(===?|<=?)\s*(\d{1,2}))\s*\)\s*"
    r"\{([^{}]{0,600})\}",
    re.MULTILINE,
)


def read(text: str) -> Interface | None:
    """What a program certainly demands of `process.argv`; None where it does not read it, or demands nothing."""
    if "process.argv" not in text or _LIBRARY.search(text):
        return None
    needed = _needed(text)
    closed = _closed(text)
    if not needed and not closed:
        return None
    names = sorted(set(_NAMED.findall(text))) if closed else []
    options = tuple(Option((name,), 0, None, loose=True, terminal=name in ("-h", "--help")) for name in names)
    places = tuple(Positional(str(at + 1)) for at in range(needed))
    return Interface(
        "argv",
        "javascript",
        options,
        (*places, Positional("arguments", 0, None)),
        open_options=not closed,
        bundling=False,
    )


def _closed(text: str) -> bool:
    """Whether an option that is not named ends the program."""
    if _GENERIC.search(text):
        return False
    return any(
        _ENDS.search(text, max(0, found.start() - 80), found.end() + 80) is not None and "startsWith" in text
        for found in _REFUSES.finditer(text)
    )


def _needed(text: str) -> int:
    """How many words a test at the left margin asks for; options among them would count, so callers stay careful."""
    lists = {found.group(1) for found in _LIST.finditer(text)}
    for found in _TOO_FEW.finditer(text):
        name, body = found.group(1) or found.group(2), found.group(5)
        if not re.search(r"process\.exit\(\s*[1-9]|\bthrow\b", body):
            continue
        own = 2 if name == "process.argv" else 0
        if not own and name not in lists:
            continue
        if found.group(1):
            return 1
        operator, number = found.group(3), int(found.group(4)) - own
        if operator == "<":
            return max(0, number)
        return number + 1 if operator == "<=" or number == 0 else 0
    return 0
