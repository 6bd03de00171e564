"""What was published of another collection: dated data, to stand beside a survey."""

import tomllib
from functools import cache
from importlib import resources

import msgspec


class PublishedSurvey(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Shares by `table.key`, of how many skills, from where and when."""

    source: str
    date: str
    skills: int
    note: str
    shares: dict[str, float]


@cache
def published_survey() -> PublishedSurvey:
    """The shipped figures; read on first use."""
    source = resources.files("skillrt.surveys") / "data" / "published.toml"
    return msgspec.convert(tomllib.loads(source.read_text(encoding="utf-8")), PublishedSurvey)
