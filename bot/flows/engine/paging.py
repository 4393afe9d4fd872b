"""Lists that have more pages than one."""

from __future__ import annotations

from backend.domain.messaging.message import Choice

_ALSO = (
    *("suite", "la suite", "suivant", "suivante", "suivants", "page suivante", "la page suivante", "les suivantes"),
    *("plus", "voir plus", "encore", "les autres", "la page d'après", "page d'après"),
)


def next_page(word: str, page: int | None = None) -> Choice:
    """The button to the next page of a list, also for « suite » and « page 2 ». `word`: the word of the chat behind
    it. `page`: the number of that page, if pages have numbers."""
    numbered = () if page is None else (f"page {page}", f"la page {page}", f"p {page}", f"p{page}")
    return Choice(word, "Voir la suite", also=(*_ALSO, *numbered))
