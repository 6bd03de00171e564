"""The interface of a script, whatever it is written in."""

from functools import lru_cache

import msgspec

from skillrt.code.interface import Interface
from skillrt.code.language import script_language, shebang
from skillrt.code.readers import READERS
from skillrt.code.syntax import MAX_SCRIPT


@lru_cache(maxsize=64)
def interface_of(name: str, text: str) -> Interface | None:
    """What the command line of the script `name` with this `text` accepts; None where nothing is known. Never raises.

    The readers of its language are asked in turn; the first that recognises its way of reading arguments answers.
    """
    if len(text) > MAX_SCRIPT:
        return None
    language = script_language(name, text)
    for reader in READERS.get(language, ()):
        found = reader(text)
        if found is not None:
            line = shebang(text)
            return msgspec.structs.replace(found, shebang=line.program) if line else found
    return None
