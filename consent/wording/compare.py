"""What differs between two versions: texts word by word, statements and questions, conditions, languages."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from consent.wording import keys
from consent.wording.queries import Content

WORDS = re.compile(r"\s+|\S+")


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a text: in both, only in the older ("gone"), or only in the newer one ("new")."""

    kind: Literal["same", "gone", "new"]
    text: str


def pieces(before: str, after: str) -> tuple[Piece, ...]:
    """Return two texts as one, with what is gone and what is new marked."""
    return tuple(_pieces(WORDS.findall(before), WORDS.findall(after)))


def _pieces(old: list[str], new: list[str]) -> Iterator[Piece]:
    for tag, start, end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece("same", "".join(old[start:end]))
            continue
        if end > start:
            yield Piece("gone", "".join(old[start:end]))
        if new_end > new_start:
            yield Piece("new", "".join(new[new_start:new_end]))


def differs(old: Content, new: Content) -> bool:
    """Whether two versions say or ask anything else."""
    return _whole(old) != _whole(new)


def order_differs(old: Content, new: Content) -> bool:
    """Whether parts that both have stand in another order."""
    shared = {part.key for part in old.parts} & {part.key for part in new.parts}
    return any(
        [part.key for part in some if part.key in shared] != [part.key for part in others if part.key in shared]
        for some, others in ((old.told, new.told), (old.asked, new.asked))
    )


def _whole(content: Content) -> object:
    needed = set(keys.needed(content.parts))
    return (
        [(language.code, language.name, language.direction) for language in content.languages],
        content.told,
        content.asked,
        {(language, key): text for (language, key), text in content.texts.items() if key in needed},
    )
