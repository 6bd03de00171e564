"""Requests on the command line (curl, wget, HTTPie, gh api): whether they change something, or only fetch."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

_REQUESTS: Final = frozenset(("curl", "wget", "http", "https", "xh"))
_FETCHES: Final = frozenset(("GET", "HEAD", "OPTIONS"))
_METHODS: Final = frozenset((*_FETCHES, "POST", "PUT", "PATCH", "DELETE"))
# options of curl with one letter that take a value: `-sSXPOST` is `-s -S -X POST`
_VALUED: Final = frozenset("AbcCdDeEFHKmoPQrtTuUwxXyYz")
_DATA: Final = frozenset(("-d", "-F", "-T", "--json", "--form", "--form-string", "--upload-file"))
_SENDS: Final = ("--post-data", "--post-file", "--body-data", "--body-file")
_FIELDS: Final = frozenset(("-f", "-F", "--field", "--raw-field", "--input"))
_ITEM: Final = re.compile(r"[\w.\[\]-]+:?=(?!=)|[\w.-]+@")


def is_request(name: str, arguments: Sequence[str]) -> bool:
    """Whether a program with these words behind it sends a request."""
    return name in _REQUESTS or (name == "gh" and "api" in arguments[:1])


def changes(name: str, arguments: Sequence[str]) -> bool:
    """Whether a request with these words behind the program may change what it is sent to."""
    if name == "curl":
        return _curl_changes(tuple(_options(arguments)))
    if name == "gh":
        return _gh_changes(arguments)
    if name == "wget":
        method = next((text.partition("=")[2] for text in arguments if text.startswith("--method=")), "GET")
        return method.upper() not in _FETCHES or any(text.startswith(_SENDS) for text in arguments)
    plain = [text for text in arguments if not text.startswith("-")]
    if plain and plain[0].upper() in _METHODS:
        return plain[0].upper() not in _FETCHES
    return any(_ITEM.match(text) for text in plain[1:])


def fails_on_status(name: str, arguments: Sequence[str]) -> bool:
    """Whether the request is there for its exit status: `curl -sf`."""
    return name == "curl" and any(option in ("-f", "--fail", "--fail-with-body") for option, _ in _options(arguments))


def _curl_changes(options: Sequence[tuple[str, str]]) -> bool:
    methods = [value for option, value in options if option in ("-X", "--request")]
    if methods:
        return methods[-1].strip("'\"").upper() not in _FETCHES
    named = {option for option, _ in options}
    return not named & {"-G", "--get"} and any(item in _DATA or item.startswith("--data") for item in named)


def _gh_changes(arguments: Sequence[str]) -> bool:
    """With fields it posts, unless a method is named; a query in GraphQL is posted, too."""
    if "graphql" in arguments:
        return any("mutation" in text for text in arguments)
    pairs = zip(arguments, [*arguments[1:], ""], strict=True)
    methods = [text.partition("=")[2] or behind for text, behind in pairs if text.startswith(("-X", "--method"))]
    if methods:
        return methods[-1].upper() not in _FETCHES
    return any(text.partition("=")[0] in _FIELDS for text in arguments)


def _options(arguments: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each option of curl with its value, as far as one stands in the same word or the next."""
    for at, text in enumerate(arguments):
        behind = arguments[at + 1] if at + 1 < len(arguments) else ""
        if text.startswith("--"):
            name, equals, value = text.partition("=")
            yield name, value if equals else behind
        elif text.startswith("-"):
            letters = re.match(r"[A-Za-z#:0-9]*", text[1:])
            for place, letter in enumerate(letters.group() if letters else "", 1):
                rest = text[place + 1 :]
                yield f"-{letter}", (rest or behind) if letter in _VALUED else ""
                if letter in _VALUED:
                    break
