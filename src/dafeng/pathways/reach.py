"""What an effect of a measure touches: whole sectors, or single carriers in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import attrs
import numpy as np

from dafeng.measures import Action

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

    from dafeng.measures import Effect, Measure
    from dafeng.pathways.frozen import Frame
    from dafeng.pathways.records import BaseYear, Model

    Array: TypeAlias = npt.NDArray[np.float64]

ALL_GASES = "process"
"""What effects call all gases that do not come from energy."""

_ALL = 1 - 1e-9


@attrs.frozen(kw_only=True, eq=False)
class Part:
    """One effect of a measure on one carrier, or on whole sectors.

    Attributes
    ----------
    effect : Effect
    share : Array, (S,)
        Of each sector or cell, when the whole potential stands.
    carrier, to_carrier : int
        Index; -1 is none.
    """

    effect: Effect
    share: Array
    carrier: int = -1
    to_carrier: int = -1


class Reach:
    """Splits effects into parts; what is sold is never touched."""

    def __init__(self, model: Model, base: BaseYear, layout: Frame) -> None:
        self._layout = layout
        sectors, carriers = layout.sectors, layout.carriers
        rows = [
            (sectors.index(one.sector), carriers.index(one.carrier), one.of, one.share)
            for one in base.shares
            if one.sector in sectors and one.carrier in carriers
        ]
        self._rows = rows
        self._known = np.zeros(layout.energy.shape, dtype=bool)
        for s, f, _, _ in rows:
            self._known[s, f] = True
        covers = {one.code: one.covers for one in model.sectors}
        self._covers = [covers.get(code, ()) for code in sectors]
        self._shares: dict[tuple[str, ...], Array] = {}
        self._of: dict[str, tuple[Part, ...]] = {}
        negative = (layout.emission < 0) | (layout.energy < 0)
        self._unsold = ~negative.any(axis=1)
        self._emits = (layout.energy != 0) | (layout.emission != 0)
        self._gases = layout.process & (layout.emission > 0)
        self._energy = (layout.energy > 0) & ~layout.process

    def of(self, measure: Measure) -> tuple[Part, ...]:
        """What a measure does, all its effects: the same however much is built."""
        if measure.id not in self._of:
            self._of[measure.id] = tuple(
                part for effect in measure.effects for part in self.parts(effect)
            )
        return self._of[measure.id]

    def parts(self, effect: Effect) -> Iterator[Part]:
        """Yield what an effect does; generation touches no sector."""
        if effect.action is Action.GENERATION:
            return
        share = effect.strength * self._share(effect)
        if effect.action is Action.PROCESS:
            yield from self._single(effect, np.where(self._gases, share, 0.0))
        elif effect.action is Action.SWITCH:
            to = self._index(effect.to_carrier)
            if to >= 0:
                of = np.where(self._energy, share, 0.0)
                of[:, to] = 0.0
                yield from self._single(effect, of, to)
        elif effect.carrier:
            yield from self._single(effect, np.where(self._energy, share, 0.0))
        else:
            yield from self._whole(effect, share)

    def unknown(self, effect: Effect) -> str:
        """Carrier of an effect that the model does not have; empty when all is well."""
        for code in (effect.carrier, effect.to_carrier):
            if code not in {"", ALL_GASES} and self._index(code) < 0:
                return code
        return ""

    def _whole(self, effect: Effect, share: Array) -> Iterator[Part]:
        """Cut sectors as a whole where all of them is meant, else cell by cell."""
        cells = self._energy
        whole = self._unsold
        if effect.action is Action.ACTIVITY:
            cells = cells | self._gases
        else:
            whole = whole & ~self._gases.any(axis=1)
        meant = (share >= effect.strength * _ALL) | ~self._emits
        whole = whole & meant.all(axis=1) & self._emits.any(axis=1)
        yield Part(effect=effect, share=np.where(whole, effect.strength, 0.0))
        yield from self._single(
            effect, np.where(cells & ~whole[:, np.newaxis], share, 0.0)
        )

    def _single(self, effect: Effect, share: Array, to: int = -1) -> Iterator[Part]:
        named = self._index(effect.carrier)
        for f in np.flatnonzero(share.any(axis=0)):
            if effect.carrier in {"", ALL_GASES} or f == named:
                yield Part(
                    effect=effect, share=share[:, f], carrier=int(f), to_carrier=to
                )

    def _index(self, code: str) -> int:
        carriers = self._layout.carriers
        return carriers.index(code) if code in carriers else -1

    def _share(self, effect: Effect) -> Array:
        """How much of each cell an effect means, ``(S, F)``.

        Where the account does not say of what a cell is made, by how many of the
        sector's codes it names.
        """
        if effect.sectors not in self._shares:
            meant = {of: effect.covers(of) for of in {of for _, _, of, _ in self._rows}}
            found = np.zeros(self._known.shape)
            for s, f, of, share in self._rows:
                found[s, f] += share * meant[of]
            codes = [
                sum(map(effect.covers, own)) / len(own) if own else 0.0
                for own in self._covers
            ]
            self._shares[effect.sectors] = np.where(
                self._known, np.minimum(found, 1.0), np.array(codes)[:, np.newaxis]
            )
        return self._shares[effect.sectors]
