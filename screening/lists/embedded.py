"""Names that name another party: which part is the listed one, which its group.

68 Entity List names of 2026-07-31 hold two parties, such as
`Huawei Technologies Co., Ltd. (Huawei). Affiliated Entity: Huawei Tech. Investment Co.`
"""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["Embedded", "find_embedded"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Embedded:
    """The parties inside one published name.

    Attributes:
        party: The listed party's own name.
        parent: The group it is placed in, "" if none is named.
        also: Further bodies that the name covers.
    """

    party: str
    parent: str = ""
    also: tuple[str, ...] = ()


_PARENT_FIRST = (
    # Huawei Technologies Co., Ltd. (Huawei). Affiliated Entity: Y
    re.compile(r"^(?P<parent>.+?)[.,;]?\s+Affiliated Entity\s*:\s*(?P<party>.+)$", re.IGNORECASE),
    # ... 13th Research Institute (CETC 13). Subordinate Institution - Y
    re.compile(r"^(?P<parent>.+?)[.,;]?\s+Subordinate (?:Institution|Entity)\s*[-:]\s*(?P<party>.+)$", re.IGNORECASE),
    # Pakistan Atomic Energy Commission (PAEC), and subordinate entity Z
    re.compile(r"^(?P<parent>.+?),?\s+and subordinate entity:?\s+(?P<party>.+)$", re.IGNORECASE),
    # Department of Atomic Energy facilities: Fuel reprocessing and enrichment facilities
    re.compile(r"^(?P<parent>.+?)\s+facilities\s*:\s*(?P<party>.+)$", re.IGNORECASE),
)
_PARTY_FIRST = (
    # Guangzhou Hongyu Technology Co., Ltd. (a subordinate institute of CETC-7)
    re.compile(
        r"^(?P<party>.+?)\s*\((?:an?\s+)?(?:subordinate(?: \w+)?|subsidiary|affiliate|branch|division)"
        r" of (?P<parent>.+)\)$",
        re.IGNORECASE,
    ),
    # Baotou Guanghua Chemical Industrial Corporation (Parent Organization: China National Nuclear ... (CNNC))
    re.compile(r"^(?P<party>.+?)\s*\(Parent (?:Organi[sz]ation|Company)\s*:\s*(?P<parent>.+)\)$", re.IGNORECASE),
)
# Ministry of Defence of the Russian Federation, including the Armed Forces of Russia and all operating units ...
_INCLUDING = re.compile(
    r"^(?P<party>.+?),\s+including\s+(?:the\s+)?(?P<also>Armed Forces of [\w ]+?)\s+and all operating units\b.*$",
    re.IGNORECASE,
)


def find_embedded(name: str) -> Embedded | None:
    """Return the parties that a cleaned name holds, None if it names one party only."""
    for pattern in (*_PARENT_FIRST, *_PARTY_FIRST):
        match = pattern.match(name)
        if match:
            return Embedded(party=match["party"].strip(), parent=match["parent"].strip())
    match = _INCLUDING.match(name)
    return Embedded(party=match["party"].strip(), also=(match["also"].strip(),)) if match else None
