"""Files of issued versions, out of the packages as they were made."""

from __future__ import annotations

import io
import zipfile

import attrs

from dafeng.public import ReleaseError, Version, withdrawn_since
from dafeng.web.core.models import Organisation
from dafeng.web.public.models import ReleasePackage
from dafeng.web.public.selectors.releases import issued, issued_records

MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "txt": "text/plain; charset=utf-8",
}


@attrs.frozen(kw_only=True)
class Download:
    """One package.

    Attributes
    ----------
    gone : tuple of str
        Figures that it still states and a later version withdrew: it is not given out.
    """

    version: Version
    content: bytes
    sha256: str
    gone: tuple[str, ...]

    def member(self, name: str) -> bytes | None:
        """Return a file of the package; None where there is none of that name."""
        with zipfile.ZipFile(io.BytesIO(self.content)) as packed:
            return packed.read(name) if name in packed.namelist() else None


def download_of(organisation: Organisation, text: str) -> Download | None:
    """Return the package of a version that was issued; None of any other."""
    try:
        version = Version.parse(text)
    except ReleaseError:
        return None
    rows = issued(organisation)
    row = rows.filter(major=version.major, minor=version.minor).first()
    if row is None:
        return None
    package = ReleasePackage.objects.get(release=row)
    records = issued_records(organisation)
    mine = next(one for one in records if one.version == version)
    return Download(
        version=version,
        content=bytes(package.content),
        sha256=package.sha256,
        gone=withdrawn_since(mine, records),
    )
