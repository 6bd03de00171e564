"""Media in URLs: `data:image/png;base64,...` to and from a media type and base64."""

_START = "data:"
_MIDDLE = ";base64,"

# where a URL does not tell what is behind it
ANY_IMAGE = "image/*"
PDF = "application/pdf"


def split_data_url(url: str) -> tuple[str, str] | None:
    """Media type and base64 of a data URL that `data_url` would write the same; None for every other URL."""
    if not url.startswith(_START):
        return None
    head, middle, data = url[len(_START) :].partition(_MIDDLE)
    return (head, data) if middle and head and data and "," not in head else None


def data_url(media_type: str, data: str) -> str:
    """A data URL."""
    return f"{_START}{media_type}{_MIDDLE}{data}"
