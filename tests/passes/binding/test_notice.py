from skillrt.ir import Anchor
from skillrt.targets import Host
from tests.passes.binding.sample import LEFT_PAD, PANDAS, body, bound, target

CODE = "# T\n\nIntro.\n\n```python\nimport pandas\nprint(pandas.DataFrame())\n```\n"
KEY = ("env", "API_KEY", "", "text")
FFMPEG = ("system", "ffmpeg", "", "subprocess")


def test_nothing_left_nothing_said():
    assert body(bound("# T\n\nIntro.\n")) == "# T\n\nIntro.\n"
    assert body(bound("# T\n\nSet API_KEY. Needs ffmpeg.\n", KEY, FFMPEG)) == "# T\n\nSet API_KEY. Needs ffmpeg.\n"


def test_what_only_scripts_say_is_said_below_the_title():
    module = bound("# T\n\nIntro.\n", KEY, FFMPEG)
    assert body(module) == (
        "# T\n\n**Before you start.** Needed in the environment: `API_KEY`.\n"
        "Needed on this machine: `ffmpeg`.\n\nIntro.\n"
    )


def test_the_reason_is_that_of_what_it_says():
    def reason(*rows: tuple[str, ...]) -> str:
        leaves = bound(CODE, *rows).documents[0].leaves()
        return next(leaf.derivations[0].reason for leaf in leaves if "**Before you start.**" in leaf.text)

    assert reason(KEY).startswith("the environment cannot bring this")
    assert reason(PANDAS).startswith("the environment brings the packages")
    assert reason(KEY, PANDAS) == f"{reason(KEY)}; {reason(PANDAS)}"


def test_a_text_without_a_title_and_one_with_windows_line_ends():
    assert body(bound("Intro.\n", KEY)).startswith("\n**Before you start.** Needed in the environment: `API_KEY`")
    assert body(bound("# T\nIntro.\n", KEY)).startswith("# T\n\n**Before you start.** Needed")
    assert body(bound("# T", KEY)).startswith("# T\n\n**Before you start.** Needed")
    text = bound("---\r\nname: sample\r\ndescription: Use it.\r\n---\r\n# T\r\n\r\nIntro.\r\n", KEY).documents[0].text
    assert text.count("\n") == text.count("\r\n")


def test_a_host_that_is_known_is_asked_and_its_programs_are_not_named():
    here = Host(name="here", date="2026-01-01", programs=("ffmpeg",))
    assert body(bound("# T\n\nIntro.\n", FFMPEG, goal=target(here))) == "# T\n\nIntro.\n"
    bare = Host(name="here", date="2026-01-01")
    used = "# T\n\nRun ffmpeg.\n"
    assert "Needed on this machine: `ffmpeg`" in body(bound(used, FFMPEG, goal=target(bare)))
    installed = ("system", "ffmpeg", "", "brew install")
    assert body(bound(used, installed, goal=target(bare))) == used


def test_bundled_programs_that_no_command_reaches_are_told_how_to_run():
    line = "**Before you start.** Python for this skill: `scripts/skillrt/run python FILE`"
    windows = "# T\n\nRun it:\n\n```powershell\npython scripts\\draw.py C:\\x.csv\n```\n"
    module = bound(windows, PANDAS)
    assert line in body(module)
    assert module.file("scripts/skillrt/run") is not None
    # a command that runs it says it already; a program that the text never names is nobody's
    assert "Before" not in body(bound("# T\n\nRun `python scripts/draw.py x`.\n", PANDAS))
    assert "Before" not in body(bound("# T\n\nThink.\n", PANDAS))


def test_code_that_the_agent_writes_is_run_through_the_launcher():
    module = bound(CODE, PANDAS)
    assert "**Before you start.** Python for this skill: `scripts/skillrt/run python FILE`" in body(module)
    (anchor,) = [item for item in module.facts if isinstance(item, Anchor)]
    assert anchor.path == "scripts/skillrt/run"
    assert "Before" not in body(bound(CODE, ("python", "numpy", "numpy")))
    script = "\n```js\nimport x from 'left-pad';\nconsole.log(x(1));\n```\n"
    both = bound(CODE + script + "\nRun it: `node out.mjs`.\n", PANDAS, LEFT_PAD)
    assert "python FILE` or `... node FILE`" in body(both)
    # what is written for the user's project or a browser is not run by the agent
    assert "Before" not in body(bound("# T\n" + script, LEFT_PAD))


def test_many_names_are_counted():
    names = [("env", f"API_KEY_{number}", "", "text") for number in range(6)]
    assert "`API_KEY_0`, `API_KEY_1`, `API_KEY_2`, `API_KEY_3` and 2 more (`.skillrt/environment.json`)" in body(
        bound("# T\n", *names)
    )
