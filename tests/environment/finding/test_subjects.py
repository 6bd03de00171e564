from skillrt.environment.finding.scene import Scene
from skillrt.environment.finding.subjects import sightings, subject_words
from tests.environment.sighted import sighted
from tests.skills import module_of


def _seen(folder, name, description, body="```ts\nlet a = 1\n```\n"):
    text = f"---\nname: {name}\ndescription: {description}\n---\n\n# Work\n\n{body}"
    return [row[:3] for row in sighted(folder, sightings, {"SKILL.md": text})]


def test_what_the_name_says_is_needed(tmp_path):
    assert _seen(tmp_path, "django-audit", "Review code.") == [("python", "django", "use")]


def test_longer_names_win(tmp_path):
    assert _seen(tmp_path, "react-native-lists", "Lists.") == [("node", "react-native", "use")]


def test_a_description_shows_what_it_may_be(tmp_path):
    assert _seen(tmp_path, "lists", "Lists in React and Vue.") == [
        ("node", "react", "example"),
        ("node", "vue", "example"),
    ]


def test_a_description_that_lists_technologies_is_about_none(tmp_path):
    assert _seen(tmp_path, "advice", "For React, Vue, Svelte, Angular and Django teams.") == []


def test_words_of_english_are_no_packages(tmp_path):
    assert _seen(tmp_path, "quick-react-ion", "React to a review, express thanks.")[1:] == [
        ("node", "react", "example")
    ]


def test_libraries_that_the_instructions_name_in_words(tmp_path):
    body = "Checks forms (Zod, `SWR`), plots with seaborn.\n\n```ts\nlet a = 1\n```\n"
    assert _seen(tmp_path, "forms", "Forms.", body) == [("node", "zod", "example")]


def test_the_words_of_a_subject(tmp_path):
    text = "---\nname: store-kit\ndescription: Stores with Zustand.\n---\n\n# Shelf work\n"
    words = subject_words(Scene(module_of(tmp_path, {"SKILL.md": text})))
    assert {"store-kit", "store", "kit", "zustand", "shelf"} <= words


def test_advice_without_code_needs_nothing(tmp_path):
    assert _seen(tmp_path, "lists", "Lists in React.", "Do it well.\n") == []
