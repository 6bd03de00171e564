"""What the literals of a program stand for: files, addresses, placeholders, secrets; and what to call them."""

import re
import tomllib
from collections.abc import Collection
from functools import cache

import msgspec

from skillrt.code.outlining.data_files import data_text
from skillrt.code.outlining.program import InputKind

_SECRET = re.compile(
    r"(?:^|_)(?:api_?key|secret|token|pat|pass|password|passwd|pwd|passphrase|credentials?|bearer"
    r"|(?P<other>[a-z0-9]+)_key)"
    r"(?:_id)?(?:_\d+)?$"
)
_NO_SECRET = re.compile(
    r"(?:page|next|continuation|cursor|sync|max|usd|base|quote|lp|nft|from|to|in|out|buy|sell)_token$"
)
_STRONG_SECRET = re.compile(r"(?:^|_)(?:api_?key|secret|password|passphrase|passwd)$")
_SECRET_VALUE = re.compile(r"(?:sk|pk|ghp|gho|xox[bp]|AKIA|glpat|hf|moltbook|re)[-_][\w.-]*")
_EXAMPLE_HOST = re.compile(
    r"://(?:[\w.-]*\.)?(?:example\.(?:com|org|net)|your[\w-]*|my[\w-]*\.|localhost:your"
    r"|site\.com|domain\.com|test\.com)",
    re.IGNORECASE,
)
_URL = re.compile(r"(?:https?|ftp|s3|gs|wss?)://\S+\Z", re.IGNORECASE)
_FILE = re.compile(r"(?:[~.\w@+ -]*[/\\])*[\w@+., ()-]*[\w)]\.[A-Za-z][A-Za-z0-9]{0,9}\Z")
_CODE_ENDINGS = re.compile(
    r"\.(?:length|name|id|data|items?|text|value|title|url|content|message|result|status|type)\Z"
)
_PATH_PLACE = re.compile(r"(?:^|/)(?:path/(?:to|of)|some/path|your[-_/]|my[-_]|example|sample)", re.IGNORECASE)
_GENERIC = re.compile(
    r"(?:.*/)?(?:input|in|output|out|file|example|sample|test|data|document|doc|video|audio|image|img|photo"
    r"|my[-_ ]?\w*|your[-_ ]?\w*|source|src|report|paper|foo|bar|recording|screenshot|picture|book"
    r"|page|presentation|slides|spreadsheet|table|results?|notes?|clip)"
    r"\d*\.\w+\Z",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"\A(?:your[-_ ].*|YOUR[A-Z0-9_ -]*|my[-_][a-z][\w-]*|.*_HERE|x{3,}\S*"
    r"|replace[-_]?me|change[-_]?me|(?:path|folder|dir)/to/.*|/path/to.*|\.\.\.|…|<.*>|tbd|\w*X{4,}"
    r"|(?:commit|branch|user|job|task|project|item|issue|old|new|some)[-_](?:hash|id|name|path|branch|tag)|yourname|[^\s=@]+@(?:[\w-]+\.)*example\.\w+|(?:PASTE|INSERT|REPLACE|ENTER)_[A-Z0-9_]+"
    r"|insert[-_ ].*[-_ ]here|enter[-_ ](?:your|the|a)[-_ ].*)\Z",
    re.IGNORECASE | re.DOTALL,
)
_UPPER_PLACE = re.compile(
    r"\A(?:[A-Z][A-Z0-9]*_)*(?:ID|NAME|KEY|TOKEN|URL|PATH|FILE|FOLDER|DIR|HERE|SLUG|USERNAME|EMAIL|UUID|NUMBER"
    r"|HANDLE|TITLE|ADDRESS|DOMAIN|QUERY|TERM|CODE|KEYWORD|TEXT|PROJECT|SPACE|OWNER|REPO|BRANCH|MESSAGE|HOST|REGION"
    r"|BUCKET|VALUE)(?:_\d+)?\Z"
)
_WORDS = re.compile(r"[A-Za-z0-9]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_MAX_NAME = 28
_RESERVED = frozenset(("help", "h"))


class LiteralWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The tables of data/literals.toml, which says what each means."""

    open_keys: frozenset[str]
    host_endings: frozenset[str]
    single_places: frozenset[str]
    project_folders: frozenset[str]
    fixed_files: frozenset[str]
    file_endings: frozenset[str]
    general_titles: frozenset[str]


@cache
def literal_words() -> LiteralWords:
    """The tables, read once."""
    return msgspec.convert(tomllib.loads(data_text("literals.toml")), LiteralWords)


def is_secret_name(name: str) -> bool:
    """Whether a variable or placeholder of this name holds a secret: `API_KEY`, `github_token`."""
    plain = _CAMEL.sub("_", name).replace("-", "_").replace(" ", "_").lower()
    found = _SECRET.search(plain)
    return bool(found) and not _NO_SECRET.search(plain) and found.group("other") not in literal_words().open_keys


def is_strong_secret(name: str) -> bool:
    """Whether a value under this name is a secret whatever it looks like: `password`."""
    return bool(_STRONG_SECRET.search(_CAMEL.sub("_", name).replace("-", "_").lower()))


def is_secret_value(value: str) -> bool:
    """Whether a literal has the form of an access key (`sk-...`)."""
    return bool(_SECRET_VALUE.fullmatch(value))


def is_placeholder(value: str) -> bool:
    """Whether a literal asks for something else in its place: `YOUR_NAME`, `path/to/x`, `ISSUE_ID`."""
    return (
        bool(_PLACE.match(value) or ("_" in value and _UPPER_PLACE.match(value)))
        or value in literal_words().single_places
    )


def is_left_open(value: str) -> bool:
    """Whether a literal is no value yet: a placeholder, dots, the beginning of a key."""
    return is_placeholder(value) or is_ellipsis(value) or is_secret_value(value)


def is_ellipsis(value: str) -> bool:
    """Whether a literal leaves something out: `...`."""
    return "..." in value or "…" in value


def is_url(value: str) -> bool:
    """Whether a literal is a whole address on the net."""
    return bool(_URL.match(value))


def is_example_url(value: str) -> bool:
    """Whether an address is only an example: `https://example.com/a.pdf`."""
    return is_url(value) and bool(_EXAMPLE_HOST.search(value))


def is_file(value: str) -> bool:
    """Whether a literal reads like the name of a file: `report.pdf`, `data/in.csv`, no host and no version."""
    if not 3 <= len(value) <= 200 or value.startswith("-") or not _FILE.match(value) or _CODE_ENDINGS.search(value):
        return False
    if re.search(r"\s\S*/", value):
        return False
    stem, _, ending = value.rpartition(".")
    if not stem or stem.endswith("/") or "@" in value:
        return False
    if "/" not in value and ending.lower() not in literal_words().file_endings:
        return False
    if "/" in value and ending.lower() in literal_words().host_endings:
        return ending == "sh"
    return bool(re.search(r"[A-Za-z]", ending)) and (not re.match(r"v?\d+(?:\.\d+)*\Z", stem) or "/" in value)


def is_generic_file(value: str) -> bool:
    """Whether the name of a file says only what part it plays: `input.mp4`, `data.csv`."""
    return bool(_GENERIC.match(value) or _PATH_PLACE.search(value))


def is_system_path(value: str) -> bool:
    """Whether a path names a place of the machine or of a program's settings rather than an example."""
    return value.startswith(
        (
            "/etc/",
            "/dev/",
            "/proc/",
            "/sys/",
            "/usr/",
            "/bin/",
            "/var/",
            "/opt/",
            "~/.",
            "$HOME/.",
            "/Applications",
            "/Library",
            "~/Library",
        )
    )


def kind_of(value: str, *, written: bool) -> InputKind:
    """The kind of a literal by its form."""
    if is_url(value):
        return "url"
    if re.fullmatch(r"\d{1,12}", value):
        return "integer"
    if re.fullmatch(r"\d{1,12}\.\d{1,12}", value):
        return "number"
    if is_file(value):
        return "output-file" if written else "input-file"
    return "text"


def name_kind(name: str) -> InputKind:
    """The kind of an input of which only the name is known: `OUTPUT_FILE`, `page-count`, `repo`."""
    words = option_name(name).split("_")
    last = words[-1]
    if last in ("url", "uri", "link"):
        return "url"
    if last in ("dir", "directory", "folder"):
        return "text"
    if last in ("file", "path", "filename", "filepath", "pdf", "csv", "image", "video", "audio"):
        written = bool(
            {"output", "out", "dest", "destination", "target", "result", "log", "backup", "save"} & set(words)
        )
        written = written or last in ("filename", "path")
        return "text" if written else "input-file"
    return "text"


def option_name(text: str) -> str:
    """A name for an option out of any text: `Page Size` -> `page_size`; "value" where nothing is left."""
    words = [word.lower() for word in _WORDS.findall(_CAMEL.sub(" ", text))]
    name = ""
    for word in words:
        longer = f"{name}_{word}" if name else word
        if len(longer) > _MAX_NAME:
            break
        name = longer
    if not name or name[0].isdigit():
        name = f"value_{name}".rstrip("_")
    return f"{name}_value" if name in _RESERVED else name


def place_name(text: str) -> str:
    """The name of what a placeholder asks for: `YOUR_API_KEY` -> `api_key`, `path/to/file.pdf` -> `file`."""
    text = text.strip("<>[]{} ")
    if "@" in text:
        return "email"
    if "/" in text:
        text = text.rstrip("/").rpartition("/")[2].partition(".")[0]
    bare = re.sub(r"^(?:your|my|the|insert|enter|a|an)[-_ ]+|[-_ ]+here$", "", text, flags=re.IGNORECASE)
    return option_name(bare or text)


def distinct(name: str, taken: Collection[str]) -> str:
    """`name`, or `name_2`, `name_3`... where it is taken."""
    count, made = 1, name
    while made in taken:
        count += 1
        made = f"{name}_{count}"
    return made


def file_stem(title: str, fallback: str) -> str:
    """A file name, without ending, out of a heading or comment: `Merge PDFs` -> `merge-pdfs`."""
    title = re.sub(
        r"\([^()]{0,80}\)", " ", re.sub(r"(?i)\b(?:step|workflow|example|phase|option|method|part) \d+\b", " ", title)
    )
    words = [word.lower() for word in _WORDS.findall(title)]
    words = [word for word in words if word not in ("step", "the", "a", "an", "example", "using", "with")] or words
    while words and words[0].isdigit():
        del words[0]
    name = ""
    for word in words[:6]:
        longer = f"{name}-{word}" if name else word
        if len(longer) > 40:
            break
        name = longer
    return name or fallback
