"""Enterprises as somebody may see them, with what they owe on a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import attrs
from django.db.models import Prefetch, Q, QuerySet

from dafeng.base.days import holds_on
from dafeng.enterprises import (
    Agreement,
    Counts,
    Duty,
    Register,
    Standing,
    State,
    counts_of,
    duties_in,
    firm_states,
    standings,
)
from dafeng.web.core.inside import district_of
from dafeng.web.core.models import AuditRow, Organisation, OrganisationKind
from dafeng.web.core.rights import paths_where
from dafeng.web.core.selectors import Person, within
from dafeng.web.enterprises.convert import code_of, to_register
from dafeng.web.enterprises.models import (
    DisclosureRegister,
    DutyClass,
    Enterprise,
    Occasion,
    Publication,
    SecrecyClaim,
    VerifiedValue,
)
from dafeng.web.enterprises.permissions import VIEW

DIFFERS = "differs"
NO_DUTY = "none"
HISTORY = 50
SINCE = 2022
"""First year in which something of the rules fell due."""


@attrs.frozen(kw_only=True)
class EnterpriseFilter:
    """What the lists are narrowed to; empty fields do not narrow.

    Attributes
    ----------
    kind : str
        Code of a class that holds on the day.
    branch : str
        First two digits of the industry code.
    town : str
        Code of the town or park.
    state : str
        Code of a state, ``differs``, or ``none`` for no duty.
    rule : str
        Code of what is published.
    """

    q: str = ""
    kind: str = ""
    branch: str = ""
    town: str = ""
    state: str = ""
    rule: str = ""


@attrs.frozen(kw_only=True)
class EnterpriseRow:
    """An enterprise with what it owes in a year.

    Attributes
    ----------
    state : State or None
        The worst of its duties; None owes nothing.
    """

    enterprise: Enterprise
    classes: tuple[DutyClass, ...]
    standings: tuple[Standing, ...]
    state: State | None

    @property
    def differs(self) -> bool:
        """Whether a published value differs from the verified one."""
        return any(
            one.difference.agreement is Agreement.DIFFERS for one in self.standings
        )

    @property
    def missing(self) -> tuple[Standing, ...]:
        """What is over its day."""
        return tuple(one for one in self.standings if one.state is State.MISSING)

    @property
    def next_due(self) -> date | None:
        """The next last day of what is not published yet."""
        days = (one.duty.due_on for one in self.standings if one.state is State.NOT_DUE)
        return min(days, default=None)


@attrs.frozen(kw_only=True)
class DutyRow:
    """One duty with its enterprise."""

    enterprise: Enterprise
    standing: Standing


@attrs.frozen(kw_only=True)
class YearList:
    """Who owes what in a year, as it stands on a day; narrowed.

    Attributes
    ----------
    counts : Counts
        Of all that the person may see, whatever is narrowed.
    rows : tuple of DutyRow
    firms : tuple of EnterpriseRow
        Enterprises with a missing publication, each once.
    """

    year: int
    on: date
    register: Register
    counts: Counts
    rows: tuple[DutyRow, ...]
    firms: tuple[EnterpriseRow, ...]


def register_owner(user: Person) -> Organisation | None:
    """Return the district whose register the person reads."""
    return district_of(user, VIEW)


def register_of(organisation: Organisation) -> DisclosureRegister | None:
    """Return the register of a district; None before the office opened one."""
    rows = DisclosureRegister.objects.select_related("organisation", "keeper")
    return rows.filter(organisation=organisation).first()


def visible(user: Person, right: str = VIEW) -> Q:
    """Return the condition of enterprises that the person holds a right on."""
    paths = paths_where(user, right)
    return (
        within("register__organisation__path", paths)
        | within("register__keeper__path", paths)
        | within("unit__path", paths)
        | within("town__path", paths)
    )


def enterprises_for(user: Person) -> QuerySet[Enterprise]:
    """Enterprises that the person may see."""
    return Enterprise.objects.filter(visible(user)).select_related(
        "register__organisation", "register__keeper", "unit", "town"
    )


def in_full(rows: QuerySet[Enterprise]) -> QuerySet[Enterprise]:
    """The same rows with what the core's records are made of."""
    standing = Publication.objects.filter(replaced_by=None, withdrawn_at=None)
    verified = VerifiedValue.objects.filter(standing=True)
    return rows.prefetch_related(
        Prefetch("classes", queryset=DutyClass.objects.filter(withdrawn_at=None)),
        "occasions",
        "claims",
        Prefetch("publications", queryset=standing),
        Prefetch("verified_values", queryset=verified),
    )


def enterprise_for(user: Person, pk: int) -> Enterprise | None:
    """One enterprise with everything, what was corrected too; None: not to be seen."""
    rows = enterprises_for(user).prefetch_related(
        "classes",
        "occasions",
        "claims",
        "publications__entered_by",
        "verified_values",
    )
    return rows.filter(pk=pk).first()


def enterprise_rows(
    user: Person, wanted: EnterpriseFilter, *, on: date
) -> list[EnterpriseRow]:
    """The list of enterprises, narrowed, with what they owe in the year of the day."""
    kept = list(in_full(_narrowed(enterprises_for(user), wanted)))
    register = to_register(kept)
    rows = _rows(kept, standings(register, duties_in(register, on.year), on), on)
    return [row for row in rows if _fits(row, wanted)]


def row_of(enterprise: Enterprise, *, year: int, on: date) -> EnterpriseRow:
    """One enterprise, prefetched, with what it owes in a year."""
    register = to_register([enterprise])
    told = standings(register, duties_in(register, year), on)
    return _rows([enterprise], told, on)[0]


def open_duties(enterprise: Enterprise, *, on: date) -> tuple[Duty, ...]:
    """What an enterprise can be asked about: every year that the lists show."""
    register = to_register([enterprise])
    years = range(on.year + 1, SINCE - 1, -1)
    return tuple(duty for year in years for duty in duties_in(register, year))


def year_list(
    user: Person, wanted: EnterpriseFilter, *, year: int, on: date
) -> YearList:
    """Who owes what in a year, as it stands on a day, as far as the person may see."""
    return _year_list(enterprises_for(user), wanted, year=year, on=on)


def whole_year_list(organisation: Organisation, *, year: int, on: date) -> YearList:
    """The whole list of a district's register: what is released to everybody."""
    rows = Enterprise.objects.filter(register__organisation=organisation)
    rows = rows.select_related("register__organisation", "unit", "town")
    return _year_list(rows, EnterpriseFilter(), year=year, on=on)


def _year_list(
    seen: QuerySet[Enterprise], wanted: EnterpriseFilter, *, year: int, on: date
) -> YearList:
    kept = list(in_full(seen))
    register = to_register(kept)
    told = standings(register, duties_in(register, year), on)
    by_code = {code_of(one): one for one in kept}
    rows = [DutyRow(enterprise=by_code[t.duty.enterprise], standing=t) for t in told]
    firms = [row for row in _rows(kept, told, on) if row.missing]
    return YearList(
        year=year,
        on=on,
        register=register,
        counts=counts_of(told),
        rows=tuple(row for row in rows if _duty_fits(row, wanted)),
        firms=tuple(sorted(firms, key=lambda row: row.missing[0].duty.due_on)),
    )


def towns_of(organisation: Organisation) -> QuerySet[Organisation]:
    """Towns and parks of a district that an enterprise can lie in."""
    kinds = (OrganisationKind.TOWNSHIP, OrganisationKind.PARK)
    return Organisation.objects.filter(
        path__startswith=organisation.path, kind__in=kinds
    ).order_by("path")


def units_to_link(organisation: Organisation) -> QuerySet[Organisation]:
    """Enterprises of the house that an entry of the register can be."""
    return Organisation.objects.filter(
        path__startswith=organisation.path, kind=OrganisationKind.ENTERPRISE
    ).order_by("name_zh")


def bureaus_of(organisation: Organisation) -> QuerySet[Organisation]:
    """Bureaus of a district that can keep its register."""
    return Organisation.objects.filter(
        path__startswith=organisation.path, kind=OrganisationKind.BUREAU
    ).order_by("path")


def branches_present(user: Person) -> list[str]:
    """Two-digit branches of the enterprises that the person may see, in order."""
    codes = enterprises_for(user).exclude(industry="").order_by("industry")
    return sorted({code[:2] for code in codes.values_list("industry", flat=True)})


def light_counts(rows: Iterable[EnterpriseRow]) -> Mapping[str, int]:
    """How many enterprises stand where; ``none`` owes nothing."""
    found = {state.value: 0 for state in State} | {NO_DUTY: 0}
    for row in rows:
        found[NO_DUTY if row.state is None else row.state.value] += 1
    return found


def history_of(enterprise: Enterprise) -> list[AuditRow]:
    """What was done to an enterprise and to what hangs on it, newest first."""
    targets = {
        "enterprises.enterprise": [enterprise.pk],
        "enterprises.publication": [one.pk for one in enterprise.publications.all()],
        "enterprises.verifiedvalue": [
            one.pk for one in enterprise.verified_values.all()
        ],
        "enterprises.dutyclass": [one.pk for one in enterprise.classes.all()],
        "enterprises.secrecyclaim": [one.pk for one in enterprise.claims.all()],
        "enterprises.occasion": [one.pk for one in enterprise.occasions.all()],
    }
    wanted = Q(pk__in=())
    for kind, keys in targets.items():
        wanted |= Q(target_type=kind, target_id__in=[str(key) for key in keys])
    rows = AuditRow.objects.filter(wanted).select_related("actor", "unit")
    return list(rows.order_by("-number")[:HISTORY])


def publication_for(user: Person, pk: int) -> Publication | None:
    """One publication of an enterprise that the person may see."""
    rows = Publication.objects.filter(enterprise__in=enterprises_for(user))
    return rows.filter(pk=pk).first()


def verified_for(user: Person, pk: int) -> VerifiedValue | None:
    """One verified value of an enterprise that the person may see."""
    rows = VerifiedValue.objects.filter(enterprise__in=enterprises_for(user))
    return rows.filter(pk=pk).first()


def occasion_for(user: Person, pk: int) -> Occasion | None:
    """One occasion of an enterprise that the person may see."""
    rows = Occasion.objects.filter(enterprise__in=enterprises_for(user))
    return rows.filter(pk=pk).first()


def claim_for(user: Person, pk: int) -> SecrecyClaim | None:
    """One claim of an enterprise that the person may see."""
    rows = SecrecyClaim.objects.filter(enterprise__in=enterprises_for(user))
    return rows.filter(pk=pk).first()


def _narrowed(
    rows: QuerySet[Enterprise], wanted: EnterpriseFilter
) -> QuerySet[Enterprise]:
    if wanted.q:
        rows = rows.filter(
            Q(name_zh__icontains=wanted.q)
            | Q(name_en__icontains=wanted.q)
            | Q(uscc__icontains=wanted.q)
        )
    if wanted.branch:
        rows = rows.filter(industry__startswith=wanted.branch)
    if wanted.town:
        rows = rows.filter(town__code=wanted.town)
    return rows


def _rows(
    kept: list[Enterprise], told: Iterable[Standing], on: date
) -> list[EnterpriseRow]:
    of_firm: dict[str, list[Standing]] = {code_of(one): [] for one in kept}
    for one in told:
        of_firm[one.duty.enterprise].append(one)
    states = firm_states([one for rows in of_firm.values() for one in rows])
    return [
        EnterpriseRow(
            enterprise=one,
            classes=tuple(
                held
                for held in one.classes.all()
                if held.withdrawn_at is None and holds_on(held.since, held.until, on)
            ),
            standings=tuple(of_firm[code_of(one)]),
            state=states.get(code_of(one)),
        )
        for one in kept
    ]


def _fits(row: EnterpriseRow, wanted: EnterpriseFilter) -> bool:
    if wanted.kind and all(one.kind != wanted.kind for one in row.classes):
        return False
    if wanted.state == DIFFERS:
        return row.differs
    if wanted.state == NO_DUTY:
        return row.state is None
    return not wanted.state or row.state == wanted.state


def _named(one: Enterprise, text: str) -> bool:
    """Whether a text is found in it, as the register itself is searched."""
    names = (one.name_zh, one.name_en, one.uscc)
    return any(text.casefold() in name.casefold() for name in names)


def _duty_fits(row: DutyRow, wanted: EnterpriseFilter) -> bool:
    duty = row.standing.duty
    if wanted.kind and wanted.kind not in duty.classes:
        return False
    if wanted.rule and wanted.rule != duty.rule:
        return False
    if wanted.q and not _named(row.enterprise, wanted.q):
        return False
    if wanted.state == DIFFERS:
        return row.standing.difference.agreement is Agreement.DIFFERS
    return not wanted.state or row.standing.state == wanted.state
