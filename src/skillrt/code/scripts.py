"""The interface of a script and what it refers to, whatever it is written in."""

from collections.abc import Callable
from functools import lru_cache

import msgspec

from skillrt.code.interface import Interface
from skillrt.code.javascript import read_javascript
from skillrt.code.language import script_language, shebang
from skillrt.code.python import read_python
from skillrt.code.readers import READERS
from skillrt.code.references import ScriptFacts
from skillrt.code.shell_files import read_shell
from skillrt.code.syntax import MAX_SCRIPT


def interface_of(name: str, text: str) -> Interface | None:
    """What the command line of the script `name` with this `text` accepts; None where nothing is known. Never raises.

    The readers of its language are asked in turn; the first that recognises its way of reading arguments answers.
    """
    return _interface(script_language(name, text), text) if len(text) <= MAX_SCRIPT else None


@lru_cache(maxsize=64)
def _interface(language: str, text: str) -> Interface | None:
    for reader in READERS.get(language, ()):
        found = reader(text)
        if found is not None:
            line = shebang(text)
            return msgspec.structs.replace(found, shebang=line.program) if line else found
    return None


_FACTS: dict[str, Callable[[str], ScriptFacts]] = {
    "python": read_python,
    "shell": read_shell,
    "javascript": read_javascript,
}


def facts_of(name: str, text: str) -> ScriptFacts:
    """What the script `name` with this `text` imports, opens and runs; nothing for other languages. Never raises."""
    language = script_language(name, text)
    return _facts(language, text) if language in _FACTS and len(text) <= MAX_SCRIPT else ScriptFacts()


@lru_cache(maxsize=64)
def _facts(language: str, text: str) -> ScriptFacts:
    return _FACTS[language](text)
