"""What a request brings: a document that the person may see."""

from __future__ import annotations

from django.http import Http404

from dafeng.web.core.models import User
from dafeng.web.papers.models import Paper
from dafeng.web.papers.selectors.papers import paper_in_full


def visible_paper(user: User, pk: int) -> Paper:
    """The document, if the person may see it; else there is none."""
    found = paper_in_full(user, pk)
    if found is None:
        raise Http404
    return found
