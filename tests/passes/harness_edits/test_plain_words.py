"""A missing tool in words: in its place where the sentence takes them, else behind it."""

import pytest

from tests.passes.uses import changed


@pytest.mark.parametrize(
    ("text", "target", "result"),
    [
        ("Use WebFetch to read it.\n", "codex", "Use `curl` in the shell to read it.\n"),
        ("Fetch it with the `WebFetch` tool.\n", "codex", "Fetch it with `curl` in the shell.\n"),
        # a verb, an attribute, a determiner of its own: the name stays
        ("Then WebFetch the page.\n", "codex", "Then WebFetch (here: `curl` in the shell) the page.\n"),
        ("- WebFetch URLs of the docs\n", "codex", "- WebFetch (here: `curl` in the shell) URLs of the docs\n"),
        (
            "Use its built-in `WebFetch` tool.\n",
            "codex",
            "Use its built-in `WebFetch` tool (here: `curl` in the shell).\n",
        ),
        ("Grep results of the Grep tool.\n", "pi", "Grep results of the Grep tool (here: `grep` in the shell).\n"),
        # what is said of the tool would be false of the words
        (
            "AskUserQuestion takes at most four options.\n",
            "pi",
            "AskUserQuestion (here: a direct question to the user) takes at most four options.\n",
        ),
        (
            "AskUserQuestion options have no field.\n",
            "pi",
            "AskUserQuestion (here: a direct question to the user) options have no field.\n",
        ),
        ("Invoke `WebFetch` with it.\n", "codex", "Invoke `WebFetch` (here: `curl` in the shell) with it.\n"),
        ("You MUST call WebFetch first.\n", "codex", "You MUST call WebFetch (here: `curl` in the shell) first.\n"),
        ("Never use WebFetch for it.\n", "codex", "Never use WebFetch (here: `curl` in the shell) for it.\n"),
        ("Don't just use WebFetch.\n", "codex", "Don't just use WebFetch (here: `curl` in the shell).\n"),
        ("Do **not** use WebFetch.\n", "codex", "Do **not** use WebFetch (here: `curl` in the shell).\n"),
        ("Do not guess: use WebFetch.\n", "codex", "Do not guess: use `curl` in the shell.\n"),
        # a noun that names share, one that has an ending, one who is sent out
        (
            "Do it via the `WebFetch` and `Foo` tools.\n",
            "codex",
            "Do it via the `WebFetch` (here: `curl` in the shell) and `Foo` tools.\n",
        ),
        (
            "Use the WebFetch tool's `prompt`.\n",
            "codex",
            "Use the WebFetch tool's (here: `curl` in the shell) `prompt`.\n",
        ),
        (
            "Spawn it via the Agent tool with its text.\n",
            "windsurf",
            "Spawn it via the Agent tool (here: a separate pass over that task alone) with its text.\n",
        ),
        # words that end in a comma lose it where another mark follows
        ("Ask it via WebSearch.\n", "pi", "Ask it via a web search, if there is one.\n"),
        ("Use WebSearch to find it.\n", "pi", "Use a web search, if there is one, to find it.\n"),
        # a call keeps its form; the words stand behind it
        (
            "```\nAskUserQuestion(questions=[a])\n```\n",
            "pi",
            "```\nAskUserQuestion(questions=[a]) (here: a direct question to the user)\n```\n",
        ),
    ],
)
def test_the_words_fit_the_sentence(text, target, result, tmp_path):
    assert changed(tmp_path, text, target) == result


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("Use AskUserQuestion to ask which.\n", "Ask which.\n"),
        ("Use the `AskUserQuestion` tool to find out which.\n", "Ask the user directly, to find out which.\n"),
        ("Then use AskUserQuestion:\n", "Then ask the user directly:\n"),
        ("Use AskUserQuestion if it is long.\n", "Ask the user directly, if it is long.\n"),
        ("Use AskUserQuestion for it.\n", "Use a direct question to the user for it.\n"),
        ("It uses AskUserQuestion to learn it.\n", "It uses a direct question to the user to learn it.\n"),
        ("Stop and ask via AskUserQuestion.\n", "Stop and ask the user directly.\n"),
        ("1. **Ask** via `AskUserQuestion`.\n", "1. **Ask** the user directly.\n"),
        ("Ask the user with AskUserQuestion.\n", "Ask the user directly.\n"),
        (
            "**Step 2: Ask the user** (via AskUserQuestion, in two parts)\n",
            "**Step 2: Ask the user** (directly, in two parts)\n",
        ),
        ("Ask for a name (via AskUserQuestion).\n", "Ask for a name (by asking the user directly).\n"),
        # "how to proceed directly" is another question
        ("Ask how to proceed using AskUserQuestion.\n", "Ask how to proceed using a direct question to the user.\n"),
        ("Confirm it via AskUserQuestion.\n", "Confirm it by asking the user directly.\n"),
    ],
)
def test_a_question_is_asked_in_the_words_of_the_sentence(text, result, tmp_path):
    assert changed(tmp_path, text, "openclaw") == result


_NUMBERED = " (not in OpenClaw: ask in a message, with numbered options)"


@pytest.mark.parametrize(
    ("before", "after", "added"),
    [
        ("**ALWAYS use AskUserQuestion tool", "** - NEVER ask questions in regular text messages.", _NUMBERED),
        ("- Use AskUserQuestion", " only; no free\u2011form questions.", _NUMBERED),
        ("Ask using ONLY the AskUserQuestion tool", ", one at a time.", _NUMBERED),
        ("Raise an `AskUserQuestion`", " dropdown, not a markdown list.", _NUMBERED),
        # the skill says itself what to do without it, or that it is not to be used
        ("If AskUserQuestion", " UI is not available, use:", " (not in OpenClaw)"),
        ("Prefer **AskUserQuestion**", " UI when available; otherwise use `a/b/c`.", " (not in OpenClaw)"),
        ("Do NOT use `AskUserQuestion`", ", print a list.", " (not in OpenClaw)"),
        ("Render a list (no `AskUserQuestion`", ", no table).", " (not in OpenClaw)"),
        # no rule, and no choice between this and plain text
        ("Only the AskUserQuestion", " branch prompts.", " (here: a direct question to the user)"),
        ("If you have not yet run AskUserQuestion", " for it, stop.", " (here: a direct question to the user)"),
    ],
)
def test_the_words_do_not_order_what_the_sentence_forbids(before, after, added, tmp_path):
    once = changed(tmp_path, f"{before}{after}\n", "openclaw")
    assert once == f"{before}{added}{after}\n"
    assert changed(tmp_path / "again", once, "openclaw") == once


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Use Glob", " to find the files, not Bash."),
        ("Find them using Glob", " (not Bash)."),
        ("Use the Glob tool", " instead of `find`."),
        ("Use the Glob tool", ", not grep or Python."),
        ("Prefer the Glob tool", " over Bash for it."),
        ("Never use Bash for it, use Glob", "."),
    ],
)
def test_a_command_in_the_shell_is_not_ordered_where_the_sentence_forbids_it(before, after, tmp_path):
    once = changed(tmp_path, f"{before}{after} It is quick.\n", "codex")
    assert once == f"{before} (not in Codex: `find` in the shell){after} It is quick.\n"
    tool = changed(tmp_path / "tool", "Use Glob to find them (not `Grep`).\n", "codex")
    assert tool.startswith("Use `find` in the shell to find them (not `Grep`")
    apart = changed(tmp_path / "apart", "Use Glob to find them. Do not use Bash for edits.\n", "codex")
    assert apart == "Use `find` in the shell to find them. Do not use Bash for edits.\n"


@pytest.mark.parametrize("language", ["yaml", "json", "python"])
def test_a_configuration_or_program_takes_no_words(language, tmp_path):
    text = f"```{language}\ndisallowedTools: WebFetch, TodoWrite, Bash\n```\n"
    assert "here:" not in changed(tmp_path, text, "codex")
    assert "WebFetch" in changed(tmp_path, text, "codex")


def test_a_list_in_one_code_span_stays(tmp_path):
    text = "It may use `Read, WebFetch, Grep` only.\n"
    assert changed(tmp_path, text, "codex") == text


def test_a_tool_that_does_it_in_another_way_is_named(tmp_path):
    text = "Use the Edit tool to change it. All goes through the Write tool, never via shell redirection.\n"
    assert changed(tmp_path, text, "codex") == (
        "Use `apply_patch` where it is offered, else a shell command, to change it. "
        "All goes through `apply_patch` where it is offered, never via shell redirection.\n"
    )
    assert changed(tmp_path / "bare", "Use the Edit tool to change it.\n", "bare") == (
        "Use a shell command that edits the file to change it.\n"
    )


def test_one_explanation_does_for_a_name_that_is_said_again(tmp_path):
    text = "Use the built-in Write tool. What `Write` gave is checked.\n"
    words = " (here: `apply_patch` where it is offered, else a shell command)"
    explained = f"Use the built-in Write tool{words}. What `Write` gave is checked.\n"
    assert changed(tmp_path, text, "codex") == explained


def test_an_ending_behind_a_code_span_stays_beside_it(tmp_path):
    text = "First all `WebFetch`s of the docs.\n"
    assert changed(tmp_path, text, "codex") == "First all `WebFetch`s (here: `curl` in the shell) of the docs.\n"


def test_a_second_time_adds_nothing(tmp_path):
    text = "Then WebFetch (here: `curl` in the shell) the page.\n"
    assert changed(tmp_path, text, "codex") == text
