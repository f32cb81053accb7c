"""The explanations of the guide's places: a Markdown file each, of the same name in both languages."""

from __future__ import annotations

from wizard.text import Words


def file_of(place_id: str) -> str:
    """Return the file's name in `locale/<lang>/prose/`."""
    return f"{place_id.replace('/', '-')}.md"


def prose(words: Words, place_id: str) -> str:
    """Return the explanation of a place in the language of `words`, as the text of its Markdown file."""
    return words.page(f"prose/{file_of(place_id)}")


def when_it_fails(words: Words, place_id: str) -> str:
    """Return the last section of a step's explanation: what usually is at fault, and what to do."""
    _, heading, body = prose(words, place_id).rpartition("\n## ")
    return body.partition("\n")[2].strip() if heading else ""
