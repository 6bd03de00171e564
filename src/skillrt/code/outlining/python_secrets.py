"""Keys, tokens and passwords that stand in code as literals: they come from the environment, never from an option."""

import ast
import re
from dataclasses import dataclass

from skillrt.code.outlining.python_uses import Uses

_NAME = re.compile(r"(?i)(?:^|[_-])(?:api_?key|apikey|secret|secret_?key|access_?key|token|password|passwd|pwd)\Z")
_NO_SECRET = re.compile(
    r"(?i)(?:pad|eos|bos|cls|sep|mask|unk|stop|special|page|next|continuation|start|end)[_-]?token"
)
_VALUE = re.compile(
    r"(?i)(?P<prefix>Bearer |Token |Basic |Bot )?(?P<body>"
    r"<?\[?(?:(?:your|insert|enter|replace)[ _-]|my[_-])[\w .-]{0,30}(?:key|token|secret|password|credential)"
    r"[\w .-]{0,20}\]?>?"
    r"|<[\w .-]{0,30}(?:key|token|secret|password)[\w .-]{0,10}>"
    r"|(?:[A-Z]{2,20}_){0,3}(?:API_KEY|ACCESS_TOKEN|AUTH_TOKEN|SECRET_KEY)"
    r"|(?:sk|pk|rk)[-_][\w.*-]{0,200}|gh[pousr]_[\w.*]{0,100}|github_pat_\w{0,100}|xox[abps]-[\w.*-]{0,100}"
    r"|hf_[\w.*]{0,100}|AKIA\w{12,20}|r8_[\w.*]{3,100}|nvapi-[\w.*-]{0,100}|tvly-[\w.*-]{0,100}"
    r")\Z"
)
_KNOWN = (("sk-ant", "ANTHROPIC_API_KEY"), ("sk-", "OPENAI_API_KEY"), ("gh", "GITHUB_TOKEN"), ("hf_", "HF_TOKEN"))
_GENERIC = frozenset(("API_KEY", "KEY", "TOKEN", "SECRET", "APIKEY", "API_TOKEN", "ACCESS_TOKEN", "AUTH_TOKEN"))
_ASKS_ENVIRONMENT = frozenset(("getenv", "environ.get", "environ.setdefault", "environ.pop", "environ"))


@dataclass(frozen=True, slots=True)
class Secret:
    """The environment variable that a secret comes from, and what the literal has in front of it (`Bearer `)."""

    name: str
    prefix: str = ""


def find_secret(node: ast.Constant, uses: Uses) -> Secret | None:
    """The secret that a string literal is or stands for; None where it is none."""
    text = node.value
    if not isinstance(text, str) or not text.strip() or len(text) > 300:
        return None
    label = _label(node, uses)
    if label is None:
        return None
    found = _VALUE.match(text)
    if found:
        return Secret(_variable(found["body"], label, node, uses), found["prefix"] or "")
    if _NAME.search(label) and not _NO_SECRET.search(label) and " " not in text.strip():
        return Secret(_variable("", label, node, uses))
    return None


def _label(node: ast.Constant, uses: Uses) -> str | None:
    """What the literal is given to: a variable, a keyword, a key; None where it is a key itself, or is compared."""
    parent = uses.parents.get(id(node))
    if isinstance(parent, ast.keyword):
        return parent.arg or ""
    if isinstance(parent, ast.Assign | ast.AnnAssign):
        target = parent.targets[0] if isinstance(parent, ast.Assign) else parent.target
        return _name_of(target)
    if isinstance(parent, ast.Dict):
        index = next((nth for nth, item in enumerate(parent.values) if item is node), None)
        key = parent.keys[index] if index is not None else None
        return key.value if isinstance(key, ast.Constant) and isinstance(key.value, str) else None
    if isinstance(parent, ast.Call) and node in parent.args and not _asks_environment(parent.func):
        method = parent.func.attr if isinstance(parent.func, ast.Attribute) else ""
        first = parent.args[0] is node
        return ("user_password" if first else "owner_password") if method == "encrypt" else ""
    return None


def _asks_environment(function: ast.expr) -> bool:
    written = ast.unparse(function)
    return written in _ASKS_ENVIRONMENT or written.removeprefix("os.") in _ASKS_ENVIRONMENT


def _name_of(target: ast.expr) -> str:
    if isinstance(target, ast.Name):
        return target.id
    if isinstance(target, ast.Attribute):
        return target.attr
    if isinstance(target, ast.Subscript) and isinstance(target.slice, ast.Constant):
        return str(target.slice.value)
    return ""


def _variable(body: str, label: str, node: ast.Constant, uses: Uses) -> str:
    """The name of the environment variable: from the placeholder, else the key's shape, else what it is given to."""
    for start, name in _KNOWN:
        if body.startswith(start):
            return name
    words = re.sub(r"(?i)\A[<\[]?(?:your|my|insert|enter|the|replace(?: with)?)[-_ ]+(?:your[-_ ]+)?", "", body)
    plain = re.sub(r"[^A-Z0-9]+", "_", re.sub(r"(?i)[-_ ]here\b", "", words.strip("<>[]")).upper()).strip("_")
    fits = re.fullmatch(r"[A-Z][A-Z0-9_]{2,40}", plain) and re.search("KEY|TOKEN|SECRET|PASSWORD", plain)
    name = plain if fits else re.sub(r"[^A-Z0-9]+", "_", label.upper()).strip("_")
    name = name if re.fullmatch(r"[A-Z][A-Z0-9_]{1,40}", name) and name != "AUTHORIZATION" else "API_TOKEN"
    owner = _owner(node, uses) if name in _GENERIC else ""
    return f"{owner}_{name}" if owner and not name.startswith(owner) else name


def _owner(node: ast.Constant, uses: Uses) -> str:
    """The library whose call takes the secret, as the first word of the variable's name."""
    for parent in uses.above(node):
        if isinstance(parent, ast.Call):
            name = uses.name(parent.func)
            root = name.split(".")[0]
            known = root in {value.split(".")[0] for value in uses.imports.values()}
            return re.sub(r"\W", "_", root).upper() if known and root not in ("requests", "httpx", "urllib") else ""
    return ""
