"""The pages of `matrix` and `survey` in a real Chromium."""

import asyncio
import json
from pathlib import Path

import pytest

from skillrt.report.matrix_data import matrix_data
from skillrt.report.matrix_html import matrix_html
from skillrt.report.survey_data import survey_data
from skillrt.report.survey_html import survey_html
from tests.harness_runs.browser import tab
from tests.matrix.samples import TARGETS, rows
from tests.report.survey_samples import sample
from tools.browser.install import installed

pytestmark = pytest.mark.harness

HOSTILE = '</script><img src=x onerror="window.bad=1"><b>zz\''
SHOWN = (
    "[...document.querySelectorAll('#matrix tbody tr:not([hidden]) .name')].map((item) => item.textContent.trim())"
)


@pytest.fixture(scope="module")
def chromium() -> str:
    path, why_not = installed()
    if not path:
        pytest.skip(f"chromium could not be installed: {why_not}")
    return path


@pytest.fixture
def page(tmp_path: Path) -> Path:
    file = tmp_path / "matrix.html"
    file.write_text(matrix_html(matrix_data(TARGETS, rows(HOSTILE))), encoding="utf-8")
    return file


def choose(name: str, value: str) -> str:
    found = f"document.querySelector('[name={name}]')"
    return f"{found}.value = {json.dumps(value)}; {found}.dispatchEvent(new Event('input'))"


def test_sorting_filters_and_details(chromium: str, page: Path):
    async def drive() -> None:
        async with tab(chromium, page) as shown:
            assert await shown.ask(SHOWN) == [HOSTILE, "csv", "bad", "zip"]
            await shown.ask("document.querySelectorAll('#matrix th[data-sort] button')[0].click()")
            assert await shown.ask(SHOWN) == [HOSTILE, "bad", "csv", "zip"]
            await shown.ask("document.querySelectorAll('#matrix th[data-sort] button')[2].click()")
            assert (await shown.ask(SHOWN))[:3] == ["bad", HOSTILE, "csv"]
            assert await shown.ask("document.querySelectorAll('th[aria-sort=descending]').length") == 1
            await shown.ask(choose("state", "fails"))
            assert await shown.ask(SHOWN) == ["bad"]
            assert await shown.ask("document.querySelector('output').textContent") == "1 of 4 skills"
            await shown.ask(choose("state", "fine"))
            assert await shown.ask(SHOWN) == ["zip"]
            await shown.ask(choose("state", ""))
            await shown.ask(choose("evidence", "replayed"))
            assert await shown.ask(SHOWN) == ["csv"]
            await shown.ask(choose("evidence", ""))
            await shown.ask(choose("find", "ZZ'"))
            assert await shown.ask(SHOWN) == [HOSTILE]
            await shown.ask("document.querySelector('td.left').click()")
            assert await shown.ask("document.querySelector('dialog').open")
            assert await shown.ask("document.querySelector('dialog h2').textContent") == HOSTILE
            chosen = await shown.ask("document.querySelector('dialog section.chosen').textContent")
            assert "gen.regex: asks L3, held L1: left, L3 stays" in chosen
            assert "ffmpeg" in chosen
            assert "API_KEY" in chosen
            await shown.press("Escape")
            assert not await shown.ask("document.querySelector('dialog').open")
            assert await shown.ask("window.bad === undefined && document.images.length === 0")
            assert shown.problems == []

    asyncio.run(drive())


def test_light_and_dark(chromium: str, page: Path):
    paper = "getComputedStyle(document.body).backgroundColor"

    async def drive() -> None:
        async with tab(chromium, page) as shown:
            light = await shown.ask(paper)
            await shown.ask("document.querySelector('[data-act=theme]').click()")
            dark = await shown.ask(paper)
            assert (light, dark) == ("rgb(255, 255, 255)", "rgb(20, 24, 29)")
            await shown.ask("document.querySelector('[data-act=theme]').click()")
            assert await shown.ask(paper) == light

    asyncio.run(drive())


def test_names_are_reached_by_keyboard(chromium: str, page: Path):
    async def drive() -> None:
        async with tab(chromium, page) as shown:
            await shown.ask("document.querySelector('.name button').focus()")
            assert await shown.ask("document.activeElement.getAttribute('aria-haspopup')") == "dialog"
            await shown.ask("document.activeElement.click()")
            assert await shown.ask("document.querySelector('dialog').open")

    asyncio.run(drive())


def test_the_page_of_a_survey_draws(chromium: str, tmp_path: Path):
    file = tmp_path / "survey.html"
    file.write_text(survey_html(survey_data(sample())), encoding="utf-8")

    async def drive() -> None:
        async with tab(chromium, file) as shown:
            assert await shown.ask("document.querySelectorAll('figure svg rect').length") > 6
            bar = "document.querySelector('#what rect.ours').getBoundingClientRect().width"
            track = "document.querySelector('#what rect.track').getBoundingClientRect().width"
            assert 0.6 < (await shown.ask(bar)) / (await shown.ask(track)) < 0.72
            assert await shown.ask("document.documentElement.scrollWidth <= window.innerWidth")
            assert shown.problems == []

    asyncio.run(drive())
