"""SQL blocks of a skill -> queries with named parameters, one a file. How one is run is for whoever lowers it."""

import re
from collections.abc import Sequence

from skillrt.code.outlining import literal_names as names
from skillrt.code.outlining.data_files import filled, pieces
from skillrt.code.outlining.help_text import one_line, titled
from skillrt.code.outlining.program import Input, InputKind, Outlined, Program, Refusal, Snippet
from skillrt.code.outlining.refused import Refused
from skillrt.code.outlining.sql_tokens import Token, statements, tokens

_WRONG = re.compile(
    r"[❌✅✗✓🚫]|^\W*(?:bad\b|good\b|wrong\b|right\b|before\b|after\b|avoid\b|don'?t\b|do:|incorrect\b|correct\b"
    r"|instead of\b|pass:|fail:)",
    re.IGNORECASE,
)
MAX_TEXT = 20_000
_QUERIES = frozenset(("SELECT", "WITH", "INSERT", "UPDATE", "DELETE", "EXPLAIN", "FROM"))
_DEFINES = frozenset(
    ("CREATE", "ALTER", "DROP", "GRANT", "BEGIN", "COMMIT", "SET", "DO", "VACUUM", "ANALYZE", "PRAGMA", "TRUNCATE")
)
_FRAMES = frozenset(("ROWS", "RANGE", "GROUPS"))
_COMPARES = frozenset(("=", "<", ">", "<=", ">=", "<>", "!=", "LIKE", "ILIKE", "REGEXP", "RLIKE", "GLOB"))
_COUNTS = frozenset(("LIMIT", "OFFSET", "TOP"))
_CATALOGUES = re.compile(
    r"\b(?:information_schema|pg_\w+|sqlite_master|sqlite_schema|sys\.|system\.|performance_schema)", re.I
)
_DIALECTS = (
    ("PostgreSQL", re.compile(r"\bpg_\w+|::\w+|\bILIKE\b|\bRETURNING\b|\bDISTINCT ON\b|->>|\bTO_TSVECTOR\b", re.I)),
    ("ClickHouse", re.compile(r"\btoStartOf\w+|\buniq\(|\bquantile\(|\bMergeTree\b|\bsystem\.query_log\b")),
    ("BigQuery", re.compile(r"`[\w-]+\.[\w-]+\.[\w*-]+`|\bSAFE_CAST\(|\b_TABLE_SUFFIX\b")),
    ("MySQL", re.compile(r"`\w+`|\bDATE_SUB\(|\bIFNULL\(|\bmysql\.|\bSTRAIGHT_JOIN\b", re.I)),
    ("SQLite", re.compile(r"\bsqlite_\w+|\bstrftime\(|\bPRAGMA\b|\bdatetime\('now'", re.I)),
    ("SQL Server", re.compile(r"\bSELECT\s+TOP\b|\bGETDATE\(|\bsys\.\w+|\bDATEADD\(|\bNVARCHAR\b", re.I)),
)
_PLACE = re.compile(r"<[A-Za-z][\w ]*>|\{\{?\w+\}?\}|\byour_\w+|\bYOUR_\w+|\.\.\.|…")


def outline_sql(snippets: Sequence[Snippet], wanted: frozenset[int] = frozenset()) -> Outlined:
    """The queries that the SQL blocks of one skill become, and why the others stay: none where one of the `wanted`
    stays. Never raises."""
    programs: list[Program] = []
    refusals: list[Refusal] = []
    for index, snippet in enumerate(snippets):
        found, reasons = _outline(index, snippet, {program.file for program in programs})
        programs += found
        if not found:
            why = reasons[0] if reasons else Refused("no-effect", "there is nothing in it to run")
            refusals.append(Refusal(index, why.rule, why.reason))
            if index in wanted:
                return Outlined((), tuple(refusals))
    return Outlined(tuple(programs), tuple(refusals))


def _outline(index: int, snippet: Snippet, taken: set[str]) -> tuple[list[Program], list[Refused]]:
    programs: list[Program] = []
    reasons: list[Refused] = []
    try:
        groups = _statements(snippet)
    except Refused as why:
        return [], [why]
    for group in groups:
        try:
            made = _program(index, snippet, group, alone=len(groups) == 1, taken=taken)
        except Refused as why:
            reasons.append(why)
        else:
            taken = {*taken, made.file}
            programs.append(made)
    return programs, reasons


def _statements(snippet: Snippet) -> list[list[Token]]:
    if len(snippet.text) > MAX_TEXT:
        raise Refused("too-large", f"it is longer than {MAX_TEXT} characters")
    found = tokens(snippet.text)
    if found is None:
        raise Refused("syntax-error", "it is no SQL text")
    for item in found:
        if item.kind == "comment" and _WRONG.search(item.text.strip("-/* ")):
            raise Refused("menu", "it shows right or wrong ways")
    return statements(found)


def _program(index: int, snippet: Snippet, group: list[Token], *, alone: bool, taken: set[str]) -> Program:
    code = [token for token in group if token.kind != "comment"]
    text = snippet.text[code[0].start : code[-1].end]
    _check(code, text)
    inputs, body = _parameters(code, snippet.text)
    if not inputs and not _CATALOGUES.search(text) and len(code) < 25:
        raise Refused("plain-command", "it is a plain query with nothing to give")
    comment = next((token.text.strip("-/* \n") for token in group if token.kind == "comment"), "")
    summary, stem = titled(snippet, one_line(comment, 90), whole=alone, fallback="query")
    stem = names.distinct(stem, {name.removesuffix(".sql") for name in taken}).replace("_", "-")
    first, last = (snippet.text.count("\n", 0, at) for at in (group[0].start, code[-1].end))
    return Program(
        "sql",
        f"{stem}.sql",
        (),
        _text(snippet, summary or stem, inputs, body),
        inputs,
        (index,),
        summary,
        None if alone else (first, last + 1),
    )


def _check(code: list[Token], text: str) -> None:
    first = code[0].word
    if first not in _QUERIES or (first == "FROM" and not any(token.word == "SELECT" for token in code)):
        if first in _DEFINES:
            raise Refused("project-code", "it defines a database")
        raise Refused("syntax-error", "it is no query")
    if _PLACE.search(text):
        raise Refused("placeholder", "a name in it is left to the reader, which no parameter can give")
    if any(token.kind == "parameter" and not token.text.startswith(":") for token in code):
        raise Refused("project-code", "it is part of a program that fills its places")
    depth = 0
    for token in code:
        depth += (token.text == "(") - (token.text == ")") if token.kind == "mark" else 0
        if depth < 0 or (token.kind == "mark" and token.text in ("{", "}", "#", "$", "\\")):
            raise Refused("syntax-error", "it is no query")
    if depth:
        raise Refused("syntax-error", "it is no query")


def _parameters(code: list[Token], text: str) -> tuple[tuple[Input, ...], str]:
    """The inputs of a statement, and its text with a parameter in the place of each."""
    found: dict[tuple[str, str], Input] = {}
    taken: set[str] = set()
    out: list[str] = []
    at = code[0].start
    for place, token in enumerate(code):
        if token.kind == "parameter":
            name = token.text[1:]
            found.setdefault((name, ""), Input(name, "text", "", required=True))
            taken.add(name)
            continue
        hint = _hint(code, place) if token.kind in ("text", "number") else ""
        if not hint:
            continue
        key = (hint, token.text)
        if key not in found:
            name = names.distinct(names.option_name(hint), taken)
            taken.add(name)
            value = _value(token)
            found[key] = Input(name, _kind(token), value, required=names.is_placeholder(value))
        out += [text[at : token.start], f":{found[key].name}"]
        at = token.end
    return tuple(found.values()), "".join([*out, text[at : code[-1].end]])


def _kind(token: Token) -> InputKind:
    if token.kind == "text":
        return "text"
    return "integer" if token.text.isdigit() else "number"


def _value(token: Token) -> str:
    return token.text[token.text.index("'") + 1 : -1].replace("''", "'") if token.kind == "text" else token.text


def _hint(code: list[Token], place: int) -> str:
    """What a literal is compared with or limits: the name of its parameter; '' where it is no input."""
    before = code[place - 1] if place else None
    token = code[place]
    if before is None or token.text[0] in "EeNnXxBb" or (place + 1 < len(code) and code[place + 1].text == "::"):
        return ""
    if before.word in _COUNTS:
        return before.word.lower()
    if before.word in ("INTERVAL", "DATE", "TIMESTAMP") or place < 2:
        return ""
    left = place - 2
    if (before.text in _COMPARES or before.word in _COMPARES) and before.kind in ("mark", "name"):
        left -= code[left].word == "NOT"
        return _column(code[left]) if left >= 0 and _clause(code, place) else ""
    if before.word == "BETWEEN":
        return f"{_column(code[left])}_from" if _column(code[left]) else ""
    if before.word == "AND" and place > 3 and code[place - 3].word == "BETWEEN":
        return f"{_column(code[place - 4])}_to" if _column(code[place - 4]) else ""
    return ""


def _column(token: Token) -> str:
    if token.kind == "quoted":
        return token.text.strip('"`[]')
    return token.text.rpartition(".")[2] if token.kind == "name" and token.word not in _FRAMES else ""


def _clause(code: list[Token], place: int) -> bool:
    """Whether a comparison stands in WHERE, HAVING or SET, not in CASE or a join."""
    for token in reversed(code[:place]):
        if token.word in ("WHERE", "HAVING", "SET", "QUALIFY"):
            return True
        if token.word in ("WHEN", "THEN", "ELSE", "ON", "SELECT", "FILTER"):
            return False
    return False


def _text(snippet: Snippet, summary: str, inputs: tuple[Input, ...], body: str) -> str:
    piece = pieces("sql_query.sql", "--")
    dialect = next((name for name, pattern in _DIALECTS if pattern.search(snippet.text)), "")
    rows = [
        filled(piece["parameter"], name=item.name, kind=item.kind, example=one_line(item.example) or "-")
        for item in inputs
    ]
    return "".join(
        [
            filled(piece["head"], summary=one_line(summary, 100), places=one_line(snippet.place or "a block", 100)),
            filled(piece["dialect"], dialect=dialect) if dialect else "",
            piece["parameters"] + "".join(rows) if rows else "",
            body.strip() + ";\n",
        ]
    )
