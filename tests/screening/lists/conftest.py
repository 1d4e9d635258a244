"""Small lists, invented, in the published formats."""

import csv
import io
from collections.abc import Callable

import pytest

HEADER = (
    "_id,source,entity_number,type,programs,name,title,addresses,federal_register_notice,start_date,end_date,"
    "standard_order,license_requirement,license_policy,call_sign,vessel_type,gross_tonnage,gross_registered_tonnage,"
    "vessel_flag,vessel_owner,remarks,source_list_url,alt_names,citizenships,dates_of_birth,nationalities,"
    "places_of_birth,source_information_url,ids"
)
EL = "Entity List (EL) - Bureau of Industry and Security"

MakeCsv = Callable[..., bytes]


@pytest.fixture
def make_csv() -> MakeCsv:
    """Return a function that writes rows, given as dicts, as the official CSV."""

    def make(*rows: dict[str, str]) -> bytes:
        out = io.StringIO()
        writer = csv.DictWriter(out, HEADER.split(","), restval="", quoting=csv.QUOTE_ALL, lineterminator="\n")
        out.write(HEADER + "\n")
        writer.writerows({"source": EL, **row} for row in rows)
        return out.getvalue().encode()

    return make


MakeEcfr = Callable[..., bytes]
EcfrRow = tuple[str, str, str, str, str]
ALL_ITEMS = "For all items subject to the EAR. (See §744.11 of the EAR)."


@pytest.fixture(scope="session")
def make_ecfr() -> MakeEcfr:
    """Return a function that writes rows of five cells, XML inside, as the eCFR's part 744.

    A row of fewer cells is written as it is; `fill` adds that many further parties.
    """

    def make(*rows: tuple[str, ...], fill: int = 0, amended: str = "") -> bytes:
        more = [("", f"Fill Works {number}, {number} Fill Road, Oslo", ALL_ITEMS, "", "") for number in range(fill)]
        body = "".join(
            "<TR>" + "".join(f'<TD align="left" class="gpotbl_cell">{cell}</TD>' for cell in row) + "</TR>\n"
            for row in (*rows, *more)
        )
        heads = ("Country", "Entity", "License requirement", "License review policy", "Federal Register citation")
        head = "".join(f'<TH class="gpotbl_colhed">{name}</TH>' for name in heads)
        other = "<TABLE><TR><TD>NORWAY</TD><TD>Other Supplement, Oslo</TD><TD/><TD/><TD/></TR></TABLE>"
        date = f"<AMDDATE>{amended}</AMDDATE>" if amended else ""
        return (
            f'<?xml version="1.0" encoding="UTF-8"?>\n{date}<DIV5 N="744" TYPE="PART"><HEAD>PART 744</HEAD>'
            '<DIV8 N="§ 744.16" TYPE="SECTION"><P>Supplement No. 4 to part 744</P></DIV8>'
            '<DIV9 N="Supplement No. 4 to Part 744" TYPE="APPENDIX"><HEAD>Supplement No. 4—Entity List</HEAD>'
            f'<P>Text.</P><DIV width="100%"><DIV class="gpotbl_div"><TABLE><THEAD><TR>{head}</TR></THEAD>'
            f"<TBODY>{body}</TBODY></TABLE></DIV></DIV></DIV9>"
            f'<DIV9 N="Supplement No. 7 to Part 744" TYPE="APPENDIX">{other}</DIV9></DIV5>'
        ).replace(f"\n{date}<DIV5", f"\n<ECFR>{date}<DIV5").encode() + b"</ECFR>"

    return make
