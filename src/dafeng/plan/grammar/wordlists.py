"""Lists of words, and patterns made of them."""

from __future__ import annotations


def words(listing: str) -> tuple[str, ...]:
    """Words of a listing that blanks and line ends separate."""
    return tuple(listing.split())


def any_of(listing: str) -> str:
    """Pattern of the words of a listing, tried in their order; a word may be a pattern.

    Examples
    --------
    >>> any_of("力争 争取")
    '(?:力争|争取)'
    """
    return f"(?:{'|'.join(words(listing))})"


def longest_of(listing: str) -> str:
    """Pattern of the words of a listing, literally, longer words first."""
    found = sorted(words(listing), key=len, reverse=True)
    return f"(?:{'|'.join(map(_escaped, found))})"


def _escaped(word: str) -> str:
    return "".join(f"\\{char}" if char in r"\.^$*+?()[]{}|" else char for char in word)
