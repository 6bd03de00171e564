from skillrt.environment.sighting import Sighting
from skillrt.errors import Span


def test_sightings_of_one_need_sort_by_place():
    first, second = (
        Sighting("python", "rich", Span("SKILL.md", at, at + 4, at, at), "main", "use", "import") for at in (1, 9)
    )
    assert sorted([second, first]) == [first, second]
