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
