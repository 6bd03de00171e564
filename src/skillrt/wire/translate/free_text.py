"""The free text for a custom tool out of the arguments of a function that stands for it, as they come in.

The arguments are `{"input": "..."}` as a rule, and then the text can be given out as it grows. Where they turn out to
be something else, it waits for the end.
"""

import re

from skillrt.wire.translate.parts import FREE_TEXT, text_in, text_of

_HEAD = re.compile(r'\s*\{\s*"' + FREE_TEXT + r'"\s*:\s*"')
# what of a JSON string is whole, from its beginning on: characters, escapes, pairs of surrogates
_WHOLE = re.compile(
    r'(?:[^"\\]++|\\["\\/bfnrt]|\\u(?![dD][89a-fA-F])[0-9a-fA-F]{4}'
    r"|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})*+"
)
# how long something may stay without being the beginning of what is waited for
_PATIENCE = 200


class FreeText:
    """Gives out the text as its JSON comes in."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._waiting = ""
        self._in_text = False
        self._closed = False
        self._given = 0

    def feed(self, piece: str) -> str:
        """The text that more of the arguments gives."""
        self._pieces.append(piece)
        if self._closed:
            return ""
        self._waiting += piece
        if not self._in_text and not self._enter():
            return ""
        return self._read()

    def complete(self, arguments: str) -> None:
        """All of the arguments, where somebody states them."""
        self._pieces = [arguments]

    def end(self) -> str:
        """What of the text was not given out yet."""
        arguments = "".join(self._pieces)
        whole = text_of(arguments)
        if whole is None:
            # no arguments as they should be: all of it is the text, unless part of one went out and it broke off
            whole = "" if self._given else arguments
        rest = whole[self._given :]
        self._given += len(rest)
        return rest

    def _enter(self) -> bool:
        head = _HEAD.match(self._waiting)
        if head:
            self._waiting = self._waiting[head.end() :]
            self._in_text = True
        elif len(self._waiting) > _PATIENCE:
            self._closed = True
        return self._in_text

    def _read(self) -> str:
        found = _WHOLE.match(self._waiting)
        body = found[0] if found else ""
        self._waiting = self._waiting[len(body) :]
        # what follows is the closing quote, the beginning of an escape, or what a model got wrong
        self._closed = self._waiting.startswith('"') or len(self._waiting) > _PATIENCE
        text = text_in(f'"{body}"') or ""
        self._given += len(text)
        return text
