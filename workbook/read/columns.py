"""Which columns hold the vendor's name, id, country and address.

Headers decide; cells settle what headers leave open. Two columns that could
equally be the names are an error, because a wrong guess screens the wrong
parties and says so nowhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from openpyxl.utils.cell import column_index_from_string

from workbook.errors import AmbiguousColumnError, NoColumnError
from workbook.read.content import Profiles, best_name, country_column, id_column
from workbook.read.grid import Column, Row
from workbook.read.headers import Meaning, Role, meaning
from workbook.read.options import headed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbook.read.content import Profile
    from workbook.read.options import ReadOptions

__all__ = ["NAME_OPTION", "Columns", "choose"]

NAME_OPTION = "choose with --name if that is wrong"

_ASKED = ("name", "id", "country", "address", "owner")
_LETTERS = re.compile(r"[A-Z]{1,2}|[A-W][A-Z]{2}|X[A-E][A-Z]|XF[A-D]")
# A list without headers has few columns; a sheet may have 16,384.
_FIRST = 100
# `Name 2` may be a few columns off, behind `Title` or `Name 1 (English)`.
_NEAR = 4
# Half as many filled or name-like cells, or a third as many different ones, and
# a column is no equal candidate: `Legal name` given for one vendor in ten.
_HALF, _THIRD = 0.5, 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """The columns of a vendor list.

    Attributes:
        name: The names.
        name_more: `Name 2` and the like, which may continue the name.
        id: The vendor ids.
        country: The countries.
        address: The parts of the address, in sheet order.
        other_addresses: The parts of each further address.
        owners: The owners, each with the column of its share, None if the owner's cell holds it.
        notes: What the user should know of the choice, one sentence each.
    """

    name: Column
    name_more: tuple[Column, ...] = ()
    id: Column | None = None
    country: Column | None = None
    address: tuple[Column, ...] = ()
    other_addresses: tuple[tuple[Column, ...], ...] = ()
    owners: tuple[tuple[Column, Column | None], ...] = ()
    notes: tuple[str, ...] = ()


def choose(file: str, headers: Sequence[str] | None, rows: Sequence[Row], options: ReadOptions) -> Columns:
    """Return the columns of a list with these headers, or None for no headers, and these first rows.

    Raises:
        AmbiguousColumnError: Several columns could equally be the names.
        NoColumnError: None could be, or a column that was asked for does not exist.
    """
    return _Chooser(file, headers, rows, options).columns()


class _Chooser:
    def __init__(self, file: str, headers: Sequence[str] | None, rows: Sequence[Row], options: ReadOptions) -> None:
        self._file = file
        self._rows = rows
        self._options = options
        width = max([len(row.texts) for row in rows] + [len(headers or ())], default=0)
        self._has_headers = headers is not None
        self._headers = [*(headers or ()), *[""] * (width - len(headers or ()))]
        self._meanings = [meaning(header) for header in self._headers]
        self._profiles = Profiles(rows)
        self._taken: set[int] = set()
        self._notes: list[str] = []

    def columns(self) -> Columns:
        # Columns that the user names are nobody else's.
        asked = {what: self._asked(what, getattr(self._options, what)) for what in _ASKED}
        others = [self._asked("address", wanted) for wanted in self._options.other_addresses]
        name = asked["name"] or self._name()
        self._taken.add(name.index)
        address, owner = asked["address"], asked["owner"]
        return Columns(
            name=name,
            name_more=self._name_more(name),
            id=asked["id"] or self._id(),
            country=asked["country"] or self._country(),
            address=(address,) if address else self._address(""),
            other_addresses=tuple((column,) for column in others if column) if address else self._other_addresses(),
            owners=((owner, None),) if owner else self._owners(),
            notes=tuple(self._notes),
        )

    def _asked(self, what: str, wanted: str | None) -> Column | None:
        if wanted is None:
            return None
        found = headed(self._headers, wanted)
        if len(found) > 1:
            choice = f"--{what} {self._column(found[0], '').letter}"
            raise AmbiguousColumnError(self._file, what, self._labels(found), choice)
        index = found[0] if found else self._lettered(wanted)
        if index is None:
            raise NoColumnError(self._file, f"there is no column {wanted!r} for --{what}.", self._seen())
        self._taken.add(index)
        return self._column(index, "you chose it")

    def _lettered(self, wanted: str) -> int | None:
        letters = wanted.strip().upper()
        if not _LETTERS.fullmatch(letters):
            return None
        index = column_index_from_string(letters) - 1
        return index if index < len(self._headers) else None

    def _name(self) -> Column:
        found = self._candidates()
        if not found:
            return self._name_by_content()
        best = [index for index, rank in found.items() if rank == max(found.values())]
        equal = self._equal(best)
        if len(equal) > 1:
            raise AmbiguousColumnError(self._file, "name", self._labels(equal), self._choice(equal[-1]))
        if beaten := self._labels([index for index in found if index != equal[0]]):
            self._notes.append(f"not screened as names: {', '.join(beaten)}; {NAME_OPTION}")
        return self._column(equal[0], f"its header says so{' and its cells fit best' if len(best) > 1 else ''}")

    def _choice(self, index: int) -> str:
        """Return what to pass for a column: its header, or its letter where a shell would trip over the header."""
        column = self._column(index, "")
        is_plain = (
            column.header and len(headed(self._headers, column.header)) == 1 and not set(column.header) & set('"$`!\\')
        )
        return f'--name "{column.header}"' if is_plain else f"--name {column.letter}"

    def _candidates(self) -> dict[int, int]:
        """Return the columns whose header and cells allow names, with their rank."""
        found = {
            index: said.rank
            for index, said in enumerate(self._meanings)
            if said is not None
            and said.role is Role.NAME
            and index not in self._taken
            and not self._is_code(index, said)
        }
        filled = {index: rank for index, rank in found.items() if self._profiles[index].filled}
        return filled or found

    def _is_code(self, index: int, said: Meaning) -> bool:
        """Return whether a column headed only `Vendor` holds numbers or codes, the names being elsewhere."""
        if not said.bare or not self._profiles[index].filled:
            return False
        if not self._profiles[index].is_names:
            return True
        others = [
            self._profiles[other]
            for other, what in enumerate(self._meanings)
            if what is not None and what.role is Role.NAME and what.rank > 0 and other != index
        ]
        return self._profiles[index].spaced < _THIRD and any(other.spaced >= _HALF for other in others)

    def _equal(self, best: list[int]) -> list[int]:
        """Return those of equally headed columns whose cells are equal to the task."""
        for measure, share in (("filled", _HALF), ("named", _HALF), ("distinct", _THIRD)):
            values = {index: float(getattr(self._profiles[index], measure)) for index in best}
            most = max(values.values())
            best = [index for index in best if values[index] >= share * most]
        contents = {tuple(row.text(index) for row in self._rows) for index in best}
        return best[:1] if len(contents) == 1 and self._rows else best

    def _name_by_content(self) -> Column:
        index = best_name(self._first_profiles()) if self._rows else None
        if index in self._taken or (index is not None and self._meanings[index] is not None):
            index = None  # `City` may hold nothing but letters and still be no name
        if index is not None and not self._has_headers:
            share = round(100 * self._profiles[index].legal)
            return self._column(index, f"its cells look most like names ({share} in 100 end in a legal form)")
        example = self._column(index or 0, "").letter
        guess = f" Column {example} looks like names." if index is not None else ""
        text = f"no column of vendor names was recognised.{guess} Pass its header or letter: --name {example}."
        raise NoColumnError(self._file, text, self._seen())

    def _first_profiles(self) -> list[Profile]:
        return [self._profiles[index] for index in range(min(len(self._headers), _FIRST))]

    def _name_more(self, name: Column) -> tuple[Column, ...]:
        return tuple(
            self._column(index, "its header continues the name")
            for index, said in enumerate(self._meanings)
            if said is not None
            and said.role is Role.NAME_MORE
            and 0 < index - name.index <= _NEAR
            and index not in self._taken
        )

    def _id(self) -> Column | None:
        if not self._has_headers:
            return self._by_cells(id_column(self._first_profiles()), "its cells are numbers or codes, each once")
        ranks = {index: said.rank for index, said in self._said(Role.ID)}
        for index, said in self._said(Role.NAME):
            if said.bare and self._profiles[index].filled and self._is_id(index):
                ranks[index] = 3
        return self._best(ranks)

    def _is_id(self, index: int) -> bool:
        return self._profiles[index].is_codes or self._is_code(index, Meaning(Role.NAME, 2, bare=True))

    def _country(self) -> Column | None:
        if not self._has_headers:
            return self._by_cells(
                country_column(self._rows, min(len(self._headers), _FIRST)), "its cells are country codes"
            )
        return self._best({index: said.rank for index, said in self._said(Role.COUNTRY)})

    def _address(self, group: str) -> tuple[Column, ...]:
        said = [index for index, said in self._said(Role.ADDRESS) if said.group == group]
        found = tuple(self._column(index, "its header says so") for index in said)
        self._taken.update(column.index for column in found)
        return found

    def _other_addresses(self) -> tuple[tuple[Column, ...], ...]:
        groups = dict.fromkeys(said.group for _, said in self._said(Role.ADDRESS) if said.group)
        return tuple(self._address(group) for group in groups)

    def _owners(self) -> tuple[tuple[Column, Column | None], ...]:
        """Return the owners: `Owner` alone may be who looks after the vendor, so shares must stand beside or inside."""
        shares = {said.group: index for index, said in self._said(Role.SHARE)}
        found: list[tuple[Column, Column | None]] = []
        for index, said in self._said(Role.OWNER):
            beside = shares.pop(said.group, None)
            if beside is not None or any("%" in row.text(index) for row in self._rows):
                share = None if beside is None else self._column(beside, "its header says so")
                found.append((self._column(index, "its header says so"), share))
        # `Ownership %` alone holds owners and shares in one text.
        found += [
            (self._column(index, "its header says so"), None)
            for index in shares.values()
            if any("%" in (text := row.text(index)) and re.search(r"[^\W\d_]{2}", text) for row in self._rows)
        ]
        self._taken.update(column.index for pair in found for column in pair if column)
        return tuple(found)

    def _said(self, role: Role) -> list[tuple[int, Meaning]]:
        return [
            (index, said)
            for index, said in enumerate(self._meanings)
            if said is not None and said.role is role and index not in self._taken
        ]

    def _best(self, ranks: dict[int, int]) -> Column | None:
        """Return the surest column, of several the first that is filled."""
        if not ranks:
            return None
        index = max(ranks, key=lambda i: (self._profiles[i].filled > 0, ranks[i], -i))
        self._taken.add(index)
        return self._column(index, "its header says so")

    def _by_cells(self, index: int | None, why: str) -> Column | None:
        if index is None or index in self._taken:
            return None
        self._taken.add(index)
        return self._column(index, why)

    def _column(self, index: int, why: str) -> Column:
        header = self._headers[index] if index < len(self._headers) else ""
        return Column(index=index, header=" ".join(header.split()), why=why)

    def _labels(self, indexes: Sequence[int]) -> tuple[str, ...]:
        return tuple(str(self._column(index, "")) for index in indexes)

    def _seen(self) -> tuple[str, ...]:
        return tuple(" ".join(header.split()) for header in self._headers if header.strip())
