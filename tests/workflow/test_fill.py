import os
import random
import subprocess

import pytest

from skillrt.errors import UsageError
from skillrt.ir.workflow import BundledPath, CommandRecord
from skillrt.workflow.fill import fill
from tests.workflow.records import wants

SHOW = 'printf "[%s]" "$@"; echo'
HOSTILE = [
    "a b",
    "$(touch pwned)",
    "`touch pwned`",
    "'; touch pwned; '",
    '"; touch pwned; "',
    "x\ntouch pwned\n",
    "${IFS}$HOME",
    "*",
    "~",
    "\\",
    "a'b\"c\\d`e$f",
    "&& touch pwned",
    "| touch pwned",
    "> pwned",
    "# no comment",
    "{a,b}",
    "!!",
    "é 漢 \u202e",
    "EOF",
    "",
]


def printed(command: CommandRecord, values: dict[str, str], folder, place="/variant") -> str:
    """What bash prints for the filled command; `show` prints its arguments in brackets."""
    variables: dict[str, str] = {}
    filled = fill(command, values, place, variables)
    script = f"show() {{ {SHOW}; }}\n{filled.text}"
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), **variables}
    done = subprocess.run(["bash", "-c", script], cwd=folder, env=environment, capture_output=True, check=False)
    assert os.listdir(folder) == [], "a value was run"
    return done.stdout.decode()


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("show <in>", "[@]\n"),
        ('show "<in>"', "[@]\n"),
        ("show '<in>'", "[@]\n"),
        ("show --in=<in>", "[--in=@]\n"),
        ('show "pre <in> post"', "[pre @ post]\n"),
        ("show 'pre <in> post'", "[pre @ post]\n"),
        ("show dir/<in>/x.txt b", "[dir/@/x.txt][b]\n"),
        ('show "$(printf %sX "<in>")"', "[@X]\n"),
        ("show <in> && show 2", "[@]\n[2]\n"),
        ("for f in <in> b; do show \"$f\"; done", "[@]\n[b]\n"),
        ("V=<in>; show \"$V\"", "[@]\n"),
        ("cat <<EOF\npre <in> post\nEOF", "pre @ post\n"),
        ("show 1 # <in>", "[1]\n"),
        ("if true; then show <in>; fi", "[@]\n"),
        ('export V="<in>"; show "$V"', "[@]\n"),
        ("cat <<< <in>", "@\n"),
    ],
)  # fmt: skip
def test_a_value_stays_one_word_of_data_whatever_it_holds(text, expected, value, tmp_path):
    try:
        got = printed(wants(text, **{"in": "<in>"}), {"in": value}, tmp_path)
    except UsageError:
        assert "#" in text  # a comment of two lines is refused
        assert "\n" in value
        return
    assert got == expected.replace("@", value)


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize(
    "text",
    [
        "echo $((<in> + 1))",
        "[[ <in> -eq 1 ]] && echo one",
        "[ <in> -eq 1 ] && echo one",
        "bash -c 'echo <in>'",
        'bash -c "echo <in>"',
        "python3 -c \"print('<in>')\"",
        "python3 - <<EOF\nprint('<in>')\nEOF",
        "python3 - <<'EOF'\nprint('<in>')\nEOF",
        "eval echo <in>",
        "declare -i n=<in>",
        "a[<in>]=1",
        "echo ${x:-<in>}",
        "sed -n '<in>p' /dev/null",
        "awk 'BEGIN { print \"<in>\" }'",
        "ssh host cat <in>",
        "env X=1 sh -c 'echo <in>'",
        "echo 'print(<in>)' | python3",
        "echo echo <in> | sh",
        "make OUT=<in>",
        "<in>() { ls; }",
        "printf -v <in> x",
        "sqlite3 a.db \"select '<in>'\"",
        "echo 'broken <in>",
        "case <in> in x<in>) ;; esac; echo $[<in>]",
        "find . | xargs -I{} sh -c 'echo <in>'",
        "cat <<X | bash\necho <in>\nX",
        "timeout 5 python3 -c 'print(\"<in>\")'",
        "trap '<in>' EXIT",
        "let n=<in>",
        "test <in> -gt 1",
        "source <in>.sh",
        "git log | while read x; do perl -e 'print <in>'; done",
    ],
)
def test_where_a_value_would_be_code_only_plain_ones_are_taken(text, value, tmp_path):
    if value == "EOF" or value == "":
        return  # plain
    with pytest.raises(UsageError, match="only a plain word"):
        printed(wants(text, **{"in": "<in>"}), {"in": value}, tmp_path)


@pytest.mark.parametrize("value", ["report-2.pdf", "out/a_b.csv", "3", "2026-01-31", "x@y:z"])
def test_plain_values_go_into_code(value, tmp_path):
    assert printed(wants("python3 -c \"print('<in>')\"", **{"in": "<in>"}), {"in": value}, tmp_path) == f"{value}\n"


def test_a_script_gets_values_amid_other_text(tmp_path):
    text = "python3 scripts/report.py 'for <in>' out/<in>.csv"
    found = fill(wants(text, **{"in": "<in>"}), {"in": "a b"}, "/v", {})
    assert "$" in found.text


def test_a_value_for_a_message_may_be_any_text():
    command = wants('git commit -m "<kind>: <what>"', kind="<kind>", what="<what>")
    found = fill(command, {"kind": "fix", "what": "it's `x`"}, "/v", {})
    assert found.text == 'git commit -m "${SKILLRT_INPUT_KIND}: ${SKILLRT_INPUT_WHAT}"'


def test_a_dash_is_no_option(tmp_path):
    with pytest.raises(UsageError, match="option"):
        printed(wants("rm <in>", **{"in": "<in>"}), {"in": "-rf"}, tmp_path)
    assert printed(wants("show -n <in>", **{"in": "<in>"}), {"in": "-5"}, tmp_path) == "[-n][-5]\n"


@pytest.mark.parametrize("value", ["EOF", "a\nb"])
def test_a_quoted_here_document_is_not_ended_by_a_value(value, tmp_path):
    with pytest.raises(UsageError):
        printed(wants("cat <<'EOF'\n<in>\ntouch pwned\nEOF", **{"in": "<in>"}), {"in": value}, tmp_path)
    text = printed(wants("cat <<'EOF'\n<in>\nEOF", **{"in": "<in>"}), {"in": "$(touch pwned)"}, tmp_path)
    assert text == "$(touch pwned)\n"


def test_a_nul_is_refused(tmp_path):
    with pytest.raises(UsageError, match="NUL"):
        printed(wants("show <in>", **{"in": "<in>"}), {"in": "a\0b"}, tmp_path)


def test_longer_words_first_and_names_as_a_whole():
    command = wants("show FILE FILES MYFILE $1 $10 ${1}", one="FILE", two="FILES", three="$1")
    filled = fill(command, {"one": "1", "two": "2", "three": "3"}, "/v", {})
    assert filled.text == (
        'show "${SKILLRT_INPUT_ONE}" "${SKILLRT_INPUT_TWO}" MYFILE "${SKILLRT_INPUT_THREE}" $10 ${1}'
    )


def test_bundled_files_are_found_in_the_variant(tmp_path):
    command = CommandRecord(
        "show scripts/a.py ./scripts/a.py x/scripts/a.py", (), (BundledPath("scripts/a.py", "scripts/a.py"),)
    )
    place = "/a b/it's $HOME"
    assert printed(command, {}, tmp_path, place) == f"[{place}/scripts/a.py][./scripts/a.py][x/scripts/a.py]\n"


def test_variables_of_two_commands_are_told_apart():
    taken: dict[str, str] = {}
    for path in ("a.py", "b.py", "a.py"):
        fill(CommandRecord(f"python {path} 'x y'", (), (BundledPath(path, path),)), {}, "/v", taken)
    assert taken == {"SKILLRT_FILE": "/v/a.py", "SKILLRT_FILE_2": "/v/b.py"}


def test_inputs_whose_names_look_alike_keep_their_values(tmp_path):
    command = wants("show <a b> <a-b>", **{"a b": "<a b>", "a-b": "<a-b>"})
    assert printed(command, {"a b": "1", "a-b": "2"}, tmp_path) == "[1][2]\n"


def test_a_plain_line_needs_no_shell():
    command = CommandRecord(
        "python scripts/a.py <in> --n 3",
        wants("", **{"in": "<in>"}).inputs,
        (BundledPath("scripts/a.py", "scripts/a.py"),),
    )
    assert fill(command, {"in": "a b"}, "/v", {}).words == ("python", "/v/scripts/a.py", "a b", "--n", "3")


@pytest.mark.parametrize(
    "text", ["cd out", "A=1 ls", "ls *.txt", "ls | wc", "echo $HOME", "ls ~", "time ls", "export X", "ls 'a b'"]
)
def test_anything_else_does(text):
    assert fill(CommandRecord(text), {}, "/v", {}).words == ()


def test_random_text_never_runs(tmp_path):
    """Values put together from everything that means something to a shell."""
    draw = random.Random(7)
    pieces = ["'", '"', "`", "$(", ")", "${", "}", ";", "&", "|", "\n", "\\", " ", "touch pwned", "$IFS", "((", "]]"]
    pieces += ["#", "<<EOF", "EOF", "-"]
    texts = ["show <in>", 'show "<in>"', "show 'a <in>'", "cat <<EOF\n<in>\nEOF\n", 'show "$(printf %s. <in>)"']
    for _ in range(150):
        value = "x" + "".join(draw.choices(pieces, k=draw.randrange(1, 8)))
        assert value in printed(wants(draw.choice(texts), **{"in": "<in>"}), {"in": value}, tmp_path)


def test_what_means_something_else_stays(tmp_path):
    command = wants("echo 'a b' | awk '{print $1}'; show $1", first="$1")
    assert printed(command, {"first": "it's"}, tmp_path) == "a\n[it's]\n"
