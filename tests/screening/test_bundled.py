"""Screening against the bundled table: real entries, in the spellings that buyers meet."""

import pytest

from screening import Screener, Settings, Verdict
from screening.folding import fold
from screening.names import normalize

# The 28 organisations added on 2019-10-09 by 84 FR 54002, as the Entity List names them.
OCTOBER_2019 = (
    "Aksu District Public Security Bureau",
    "Altay Municipality Public Security Bureau",
    "Bayingolin Mongolian Autonomous Prefecture Public Security Bureau",
    "Beijing Sensetime Technology Development Co., Ltd.",
    "Boertala Mongolian Autonomous Prefecture Public Security Bureau",
    "Changji Hui Autonomous Prefecture Public Security Bureau",
    "Dahua Technology",
    "Hami Municipality Public Security Bureau",
    "Hangzhou Hikvision Digital Technology Co., Ltd.",
    "Hetian Prefecture Public Security Bureau",
    "IFLYTEK",
    "Kashgar Prefecture Public Security Bureau",
    "Kelamayi Municipality Public Security Bureau",
    "Kezilesu Kyrgyz Autonomous Prefecture Public Security Bureau",
    "Megvii Technology",
    "Shihezi Municipality Public Security Bureau",
    "Tacheng Prefecture Public Security Bureau",
    "Tumushuke Municipal Public Security Bureau",
    "Turfan Municipality Public Security Bureau",
    "Urumqi Municipal Public Security Bureau",
    "Wujiaqu Municipality Public Security Bureau",
    "Xiamen Meiya Pico Information Co. Ltd.",
    "Xinjiang Police College",
    "Xinjiang Production and Construction Corps (XPCC) Public Security Bureau",
    "Xinjiang Uyghur Autonomous Region (XUAR) People's Government Public Security Bureau",
    "Yili Kazakh Autonomous Prefecture Public Security Bureau",
    "Yitu Technologies",
    "Yixin Science and Technology Co. Ltd.",
)
# How the press and vendor files write them, and Huawei.
PRESS = {
    "Hikvision": "Hangzhou Hikvision Digital Technology Co., Ltd.",
    "HIK VISION": "Hangzhou Hikvision Digital Technology Co., Ltd.",
    "Hikvison": "Hangzhou Hikvision Digital Technology Co., Ltd.",
    "Hikvision USA Inc.": "Hangzhou Hikvision Digital Technology Co., Ltd.",
    "Hikvision Digital Technology": "Hangzhou Hikvision Digital Technology Co., Ltd.",
    "Hangzhou Hikvision": "Hangzhou Hikvision Digital Technology Co., Ltd.",
    "Dahua": "Dahua Technology",
    "Dahua Tech": "Dahua Technology",
    "Zhejiang Dahua Technology Co., Ltd.": "Dahua Technology",
    "Dahua Technology India Private Limited": "Dahua Technology",
    "SenseTime": "Beijing Sensetime Technology Development Co., Ltd.",
    "SenseTime Group": "Beijing Sensetime Technology Development Co., Ltd.",
    "SenseTime Group Inc.": "Beijing Sensetime Technology Development Co., Ltd.",
    "Sense Time": "Beijing Sensetime Technology Development Co., Ltd.",
    "Megvii": "Megvii Technology",
    "Megvii (Face++)": "Megvii Technology",
    "Megvii Technology Limited": "Megvii Technology",
    "iFlytek": "IFLYTEK",
    "iFLYTEK Co., Ltd.": "IFLYTEK",
    "I-Flytek": "IFLYTEK",
    "YITU": "Yitu Technologies",
    "Yitu Technology": "Yitu Technologies",
    "Yitu Tech": "Yitu Technologies",
    "Meiya Pico": "Xiamen Meiya Pico Information Co. Ltd.",
    "Xiamen Meiya Pico": "Xiamen Meiya Pico Information Co. Ltd.",
    "Yixin Science & Technology": "Yixin Science and Technology Co. Ltd.",
    "Yixin Technology": "Yixin Science and Technology Co. Ltd.",
    "Xinjiang Police College": "Xinjiang Police College",
    "Urumqi Public Security Bureau": "Urumqi Municipal Public Security Bureau",
    "Huawei": "Huawei Technologies Co., Ltd. (Huawei)",
    "Huawei Technologies": "Huawei Technologies Co., Ltd. (Huawei)",
    "HUAWEI TECHNOLOGIES CO LTD": "Huawei Technologies Co., Ltd. (Huawei)",
    "Hua Wei Technologies": "Huawei Technologies Co., Ltd. (Huawei)",
}
BRANDS = (
    "hikvision",
    "dahua",
    "sensetime",
    "megvii",
    "iflytek",
    "yitu",
    "meiya",
    "yixin",
    "police",
    "urumqi",
    "huawei",
)
# British spellings of names listed in American, and the other way round; each with what is another body.
SPELLINGS = {
    "Presidency of Defence Industries": ("Presidency of Defense Industries", "Presidency of Health Industries"),
    "National University of Defence Technology": (
        "National University of Defense Technology (NUDT)",
        "National University of Dental Technology",
    ),
    "Iran Aluminium Company": ("IRAN ALUMINUM COMPANY", "Bahrain Aluminium Company"),
    "Ministry of Defense of the Russian Federation": (
        "Ministry of Defence of the Russian Federation, including the Armed Forces of Russia",
        "Ministry of Health of the Russian Federation",
    ),
}
# As the companies write themselves in their own scripts.
NATIVE = {
    "杭州海康威视数字技术股份有限公司": "hikvision",
    "海康威视": "hikvision",
    "浙江大华技术股份有限公司": "dahua",
    "商汤科技": "sense",
    "旷视科技": "megvii",
    "科大讯飞股份有限公司": "iflytek",
    "华为技术有限公司": "huawei",
    "依图科技": "yitu",
    "주식회사 화웨이": "huawei",
    "ПАО Роснефть": "rosneft",
    "Сбербанк": "sberbank",
    "ماهان للطيران": "mahan",
}
# Ordinary technology companies; several share a generic word with an entry.
ORDINARY = (
    "Apple Inc.",
    "Microsoft Corporation",
    "Siemens AG",
    "Samsung Electronics Co., Ltd.",
    "Taiwan Semiconductor Manufacturing Company Limited",
    "Sony Group Corporation",
    "Axis Communications AB",
    "Robert Bosch GmbH",
    "Infosys Limited",
    "Texas Instruments Incorporated",
    "Foxconn Technology Group",
    "Lenovo Group Limited",
    "Nokia Corporation",
    "Telefonaktiebolaget LM Ericsson",
    "Cisco Systems, Inc.",
    "Intel Corporation",
    "Advanced Micro Devices, Inc.",
    "Panasonic Holdings Corporation",
    "Hitachi Vision Technology Ltd",
    "Digital Technology Co., Ltd.",
    "Vision Digital Technology Limited",
    "Beijing Technology Development Co., Ltd.",
    "Shenzhen Electronics Technology Co., Ltd.",
    "Public Security Bureau Supplies Ltd",
    "Logitech International S.A.",
    "Garmin Ltd.",
    "Zebra Technologies Corporation",
    "STMicroelectronics N.V.",
    "上海某某电子科技有限公司",
    "株式会社パナソニック",
    "ООО Ромашка и компания",
)


@pytest.fixture(scope="module")
def screener() -> Screener:
    """All bundled lists."""
    return Screener.bundled()


@pytest.fixture(scope="module")
def entity_list() -> Screener:
    """The Entity List alone."""
    return Screener.bundled(lists=["EL"])


@pytest.mark.parametrize("name", OCTOBER_2019)
def test_october_2019_cohort_is_listed(screener: Screener, name: str) -> None:
    """Every organisation of 84 FR 54002 is LISTED under its listed name."""
    screening = screener.screen(name)
    assert screening.verdict is Verdict.LISTED
    hit = screening.hits[0]
    assert (hit.entry.name, hit.entry.list) == (name, "EL")
    assert hit.entry.effective_date is not None
    assert hit.entry.effective_date.isoformat() == "2019-10-09"


@pytest.mark.parametrize(("vendor", "name"), PRESS.items())
def test_press_spelling_finds_the_right_entry_first(screener: Screener, vendor: str, name: str) -> None:
    """A brand or press spelling is LISTED or REVIEW, the party first, its Entity List entry among the hits.

    Several of these parties stand on the investment list CMIC too, and Huawei
    under one name in several countries.
    """
    screening = screener.screen(vendor)
    assert screening.verdict in (Verdict.LISTED, Verdict.REVIEW)
    assert name in [hit.entry.name for hit in screening.hits if hit.entry.list == "EL"]
    first = fold(screening.hits[0].entry.name)
    assert next(brand for brand in BRANDS if brand in fold(name)) in first


@pytest.mark.parametrize(("vendor", "name"), PRESS.items())
def test_press_spelling_on_the_entity_list_alone(entity_list: Screener, vendor: str, name: str) -> None:
    """On the Entity List alone the entry itself comes first, or one with the same words."""
    first = entity_list.screen(vendor).hits[0]
    assert first.entry.name == name or normalize(first.entry.name).tokens == normalize(name.partition("(")[0]).tokens


@pytest.mark.parametrize(("vendor", "listed", "other"), [(vendor, *names) for vendor, names in SPELLINGS.items()])
def test_british_and_american_spelling_are_one(screener: Screener, vendor: str, listed: str, other: str) -> None:
    """A name is LISTED in either spelling; a name that differs in the word itself is not."""
    screening = screener.screen(vendor)
    assert screening.verdict is Verdict.LISTED
    assert screening.hits[0].entry.name.startswith(listed)
    assert screener.screen(other).verdict is Verdict.CLEAR


@pytest.mark.parametrize(("vendor", "brand"), NATIVE.items())
def test_native_spelling_is_flagged(screener: Screener, vendor: str, brand: str) -> None:
    """Chinese, Korean, Russian and Arabic spellings lead to the entry."""
    screening = screener.screen(vendor)
    assert screening.verdict in (Verdict.LISTED, Verdict.REVIEW)
    hit = screening.hits[0]
    assert brand in fold(f"{hit.entry.name} {hit.matched_name}")


@pytest.mark.parametrize("vendor", ORDINARY)
def test_ordinary_company_is_clear(screener: Screener, vendor: str) -> None:
    """A well-known company that is on no list alarms nobody."""
    assert screener.screen(vendor).verdict is Verdict.CLEAR


def test_every_listed_name_is_flagged_as_it_stands() -> None:
    """No party escapes under the very name that its publisher lists: at the least its entry is among the hits.

    Those that have left their list are no hits any more.
    """
    screener = Screener.bundled(settings=Settings(max_hits=1_000))
    day = screener.table.latest
    entries = [
        entry
        for entry in screener.table.entries
        if not entry.is_address_only and (entry.end_date is None or entry.end_date >= day)
    ]
    assert len(screener.table) - len(entries) < 100
    screenings = screener.screen_many([entry.name for entry in entries])
    missed = [
        entry.name
        for entry, screening in zip(entries, screenings, strict=True)
        if entry.key not in {hit.entry.key for hit in screening.hits}
    ]
    assert missed == []
