"""Pages of the register of disclosure."""

from __future__ import annotations

from dafeng.web.core.models import User
from dafeng.web.enterprises.models import (
    Enterprise,
    Occasion,
    Publication,
    SecrecyClaim,
    VerifiedValue,
)
from tests.pages.visits import ASKED, SEEN_BY, VIEWER, Arguments


def enterprises() -> Arguments:
    """An enterprise with a difference, one that is missing, one seen by its manager."""
    rows = Enterprise.objects.order_by("pk")
    differs = rows.filter(classes__kind="carbon-market")[0]
    missing = rows.filter(publications__isnull=True).first() or rows[0]
    own = User.objects.get(username="enterprise").organisation
    managed = rows.filter(unit=own).first()
    of_one: dict[str, object] = {"pk": differs.pk}
    publication = Publication.objects.filter(enterprise=differs).order_by("pk")[0]
    claim = SecrecyClaim.objects.order_by("pk")[0]
    of_class: dict[str, object] = {"pk": differs.classes.order_by("pk")[0].pk}
    of_publication: dict[str, object] = {"pk": publication.pk}
    of_claim: dict[str, object] = {"pk": claim.pk}
    happened = Occasion.objects.order_by("pk")[0]
    verified = VerifiedValue.objects.order_by("pk")[0]
    seen = [] if managed is None else [{"pk": managed.pk, SEEN_BY: "enterprise"}]
    return {
        "enterprises:enterprises": [{}, {ASKED: {"state": "missing"}}],
        "enterprises:disclosure": [
            {},
            {ASKED: {"state": "differs"}},
            {SEEN_BY: "enterprise"},
        ],
        "enterprises:enterprise": [of_one, {"pk": missing.pk}, *seen],
        "enterprises:enterprise-new": [{}],
        "enterprises:enterprise-edit": [of_one],
        "enterprises:keeper": [{SEEN_BY: VIEWER}],
        "enterprises:list-upload": [{}],
        "enterprises:class-new": [of_one],
        "enterprises:occasion-new": [of_one],
        "enterprises:publication-new": [of_one],
        "enterprises:verified-new": [of_one],
        "enterprises:claim-new": [of_one],
        "enterprises:class-end": [of_class],
        "enterprises:class-withdraw": [of_class],
        "enterprises:occasion-withdraw": [{"pk": happened.pk}],
        "enterprises:publication-correct": [of_publication],
        "enterprises:publication-withdraw": [of_publication],
        "enterprises:verified-withdraw": [{"pk": verified.pk}],
        "enterprises:claim-end": [of_claim],
        "enterprises:claim-withdraw": [of_claim],
    }
