"""`entity-check` as a person and a pipeline meet it."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook, load_workbook

from addin.cli import cli
from addin.terminal import run
from screening.lists.catalog import legal_words, list_info
from screening.lists.packs import bundled_pack, pack_codes
from screening.table.archive import ENVIRONMENT

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]


@pytest.fixture
def entity_check(
    table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., tuple[int, str, str]]:
    """Run the command line with the small table, in a folder of its own; return code, output, errors."""
    monkeypatch.chdir(tmp_path)

    def call(*args: str | Path) -> tuple[int, str, str]:
        words = [str(arg) for arg in args]
        with_table = words[0] in {"screen", "check"} and not {"--help", "--table"} & {*words}
        code = run(cli, [*words, "--table", str(table)] if with_table else words)
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return call


CSV = "Vendor No.,Vendor Name,Country\n00017,Kvarn Borealis Dynamics,SE\n00018,Borealis Bakery,SE\n00019,,SE\n"


@pytest.fixture
def vendors(tmp_path: Path) -> Path:
    """A vendor file with a listed vendor, one that is CLEAR, and a blank one."""
    path = tmp_path / "vendors.csv"
    path.write_text(CSV, encoding="utf-8")
    return path


def test_screen_writes_the_review_beside_the_file(
    entity_check: Callable[..., tuple[int, str, str]], vendors: Path
) -> None:
    """The summary says what was read and chosen, adds up, names the hit and the workbook."""
    before = vendors.read_bytes()
    code, out, err = entity_check("screen", vendors)
    assert code == 0
    target = vendors.with_name("vendors-review.xlsx")
    assert out.rstrip().endswith(str(target))
    for pattern in (
        r"header in row 1",
        r"column B \(Vendor Name\)",
        r"Rows read +3$",
        r"  screened +2$",
        r"    LISTED +1$",
        r"  not screened +1 ",
        r"EL: Kvarn Borealis Dynamics Co\., Ltd\.",
        r"published 2026-01-31",
    ):
        assert re.search(pattern, out, re.MULTILINE), pattern
    assert "days old" in err
    assert "Flagged" in load_workbook(target).sheetnames
    assert vendors.read_bytes() == before
    assert sorted(path.name for path in vendors.parent.iterdir()) == ["vendors-review.xlsx", "vendors.csv"]


def test_screen_never_replaces_by_default(entity_check: Callable[..., tuple[int, str, str]], vendors: Path) -> None:
    """A second run gets a name of its own."""
    entity_check("screen", vendors, "--quiet")
    first = vendors.with_name("vendors-review.xlsx").read_bytes()
    code, out, _ = entity_check("screen", vendors, "--quiet")
    assert (code, out) == (0, f"{vendors.with_name('vendors-review-2.xlsx')}\n")
    assert vendors.with_name("vendors-review.xlsx").read_bytes() == first


def test_out_replaces_only_an_untouched_review(
    entity_check: Callable[..., tuple[int, str, str]], vendors: Path
) -> None:
    """`--out` may name an earlier review, but not one that somebody saved, nor a file of the user's."""
    out = vendors.with_name("r.xlsx")
    assert entity_check("screen", vendors, "--out", out)[0] == 0
    assert entity_check("screen", vendors, "--out", out)[0] == 0
    book = load_workbook(out)
    book["Flagged"]["A4"] = "cleared by J. Perera"
    book.save(out)
    saved = out.read_bytes()
    code, _, err = entity_check("screen", vendors, "--out", out)
    assert code == 32
    assert "--out" in err
    assert out.read_bytes() == saved


@pytest.mark.parametrize(
    ("text", "fail_on", "code"),
    [
        pytest.param("Vendor Name\nKvarn Borealis Dynamics\nBorealis Bakery\n", "listed", 1, id="listed"),
        pytest.param(
            "Vendor Name\nKvarn Borealis Dynamics\nBorealis Bakery\n", "review", 1, id="listed-is-above-review"
        ),
        pytest.param("Vendor Name\nBorealis Bakery\nOld Mill Paper\n", "review", 0, id="clear"),
        pytest.param("Vendor Name\nBorealis Bakery\n3663\n", "review", 0, id="not-screened-does-not-count"),
        pytest.param("Vendor Name\nBorealis Bakery\n3663\n", "not-screened", 1, id="not-screened-counts-if-asked"),
        pytest.param("Vendor Name\nBorealis Bakery\nOld Mill\n", "not-screened", 0, id="all-screened"),
        pytest.param("Vendor Name\n3663\n3664\n", "listed", 3, id="nothing-screened"),
        pytest.param("Vendor Name\n3663\n3664\n", "not-screened", 3, id="nothing-screened-at-all"),
    ],
)
def test_fail_on(
    text: str, fail_on: str, code: int, entity_check: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    """The exit code is 1 if the option's condition is met; the workbook is there either way."""
    path = tmp_path / "v.csv"
    path.write_text(text, encoding="utf-8")
    assert entity_check("screen", path, "--fail-on", fail_on)[0] == code
    assert (tmp_path / "v-review.xlsx").exists()


@pytest.mark.parametrize(
    ("names", "warned"),
    [
        pytest.param("3663\n3664\nBorealis Bakery", True, id="more-than-half"),
        pytest.param("3663\nBorealis Bakery", False, id="half"),
        pytest.param("3663\n3664", True, id="all"),
    ],
)
@pytest.mark.parametrize("quiet", [["--quiet"], []])
def test_warning_of_rows_not_screened(
    names: str,
    warned: bool,  # noqa: FBT001
    quiet: list[str],
    entity_check: Callable[..., tuple[int, str, str]],
    tmp_path: Path,
) -> None:
    """Most rows without a verdict point to a wrong column; it is said whatever the options."""
    path = tmp_path / "v.csv"
    path.write_text(f"Vendor Name\n{names}\n", encoding="utf-8")
    code, _, err = entity_check("screen", path, "--name", "Vendor Name", *quiet)
    assert code == 0
    assert ("rows were not screened" in err) is warned


def test_first_of_those_flagged_are_vendors(entity_check: Callable[..., tuple[int, str, str]], tmp_path: Path) -> None:
    """Ten vendors with their best hit, and how many more there are."""
    path = tmp_path / "v.csv"
    countries = ["AT", "BE", "CH", "CZ", "DE", "DK", "ES", "FI", "FR", "GB", "IE", "IT"]
    rows = "".join(f"Kvarn Borealis Dynamics,{country}\n" for country in countries)
    path.write_text(f"Vendor Name,Country\n{rows}", encoding="utf-8")
    _, out, _ = entity_check("screen", path)
    assert len(re.findall(r"row \d+  Kvarn Borealis Dynamics$", out, re.MULTILINE)) == 10
    assert "  and 2 more vendors, and every hit, on the sheet Flagged\n" in out


def test_parallel_runs_get_names_of_their_own(vendors: Path, table: Path) -> None:
    """What two runs print is there, and neither has written over the other."""
    command = [sys.executable, "-c", "from addin.cli import main; main()", "screen", str(vendors), "--quiet"]
    command += ["--table", str(table)]
    runs = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=ROOT) for _ in range(4)]
    printed = {run.communicate(timeout=120)[0].decode().strip() for run in runs}
    assert [run.returncode for run in runs] == [0] * 4
    assert len(printed) == 4
    assert {str(path) for path in vendors.parent.iterdir()} == {*printed, str(vendors)}


@pytest.mark.skipif(sys.platform == "win32", reason="has neither such pipes nor such streams")
def test_pipes_and_streams(entity_check: Callable[..., tuple[int, str, str]], vendors: Path) -> None:
    """Neither is waited for: a pipe as the target, a stream as the vendor file."""
    pipe = vendors.with_name("r.xlsx")
    os.mkfifo(pipe)
    signal.alarm(60)
    try:
        code, _, err = entity_check("screen", vendors, "--out", pipe)
        assert (code, "a pipe or a device" in err) == (30, True)
        code, _, err = entity_check("screen", "/dev/stdin")
        assert (code, "Save its content to a file first" in err) == (13, True)
    finally:
        signal.alarm(0)


def test_workbook_is_there_though_the_summary_cannot_be_printed(vendors: Path, table: Path) -> None:
    """The line says so and the code is that of the stream; the stream here may only be read."""
    command = [
        sys.executable,
        "-c",
        "from addin.cli import main; main()",
        "screen",
        str(vendors),
        "--table",
        str(table),
    ]
    with vendors.open("rb") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False, cwd=ROOT)
    assert done.returncode == 74
    target = vendors.with_name("vendors-review.xlsx")
    assert done.stderr.decode().rstrip().endswith(f"The review workbook {target} is complete.")
    assert "Flagged" in load_workbook(target).sheetnames


def _xlsx(path: Path, *rows: tuple[str | int, ...]) -> Path:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(path)
    return path


def _bad_inputs(folder: Path) -> dict[str, tuple[int, list[str | Path]]]:
    good = _xlsx(folder / "good.xlsx", ("Vendor Name",), ("Borealis Bakery",))
    (folder / "empty.xlsx").touch()
    (folder / "renamed.xlsx").write_text("not a workbook", encoding="utf-8")
    (folder / "cut.xlsx").write_bytes(good.read_bytes()[:2000])
    (folder / "locked.xlsx").write_bytes(
        bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le") * 40
    )
    _xlsx(
        folder / "two.xlsx", ("Vendor Name", "Vendor Name"), ("Borealis Bakery", "Old Mill"), ("Fen Paper", "Elm Tools")
    )
    _xlsx(folder / "none.xlsx", ("Qty", "Price"), (1, 2), (3, 4))
    return {
        "missing": (11, [folder / "gone.xlsx"]),
        "folder": (13, [folder]),
        "empty": (17, [folder / "empty.xlsx"]),
        "renamed": (15, [folder / "renamed.xlsx"]),
        "cut-short": (15, [folder / "cut.xlsx"]),
        "no-sheet": (18, [good, "--sheet", "Nope"]),
        "no-header-row": (19, [good, "--header-row", "9"]),
        "no-column": (20, [folder / "none.xlsx"]),
        "no-such-column": (20, [good, "--country", "Land"]),
        "two-candidates": (21, [folder / "two.xlsx"]),
        "output-is-input": (31, [good, "--out", good]),
        "no-folder": (30, [good, "--out", folder / "no" / "r.xlsx"]),
        "overlong-name": (30, [good, "--out", folder / f"{'n' * 251}.xlsx"]),
        "wrong-ending": (30, [good, "--out", folder / "r.pdf"]),
        "unknown-list": (52, [good, "--lists", "EL,XX"]),
        "bad-date": (2, [good, "--as-of", "31.12.2026"]),
        "bad-choice": (2, [good, "--fail-on", "clear"]),
    }


CASES = (
    "missing", "folder", "empty", "renamed", "cut-short", "no-sheet", "no-header-row", "no-column", "no-such-column",
    "two-candidates", "output-is-input", "no-folder", "overlong-name", "wrong-ending", "unknown-list",
    "bad-date", "bad-choice",
)  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_bad_input_is_one_line_and_a_code(
    case: str, entity_check: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    """What, why and what next in one line; nothing else happens."""
    code, args = _bad_inputs(tmp_path)[case]
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    found, out, err = entity_check("screen", *args)
    assert (found, out) == (code, ""), err
    if code != 2:
        assert err.startswith("Error: ")
        assert len(err.splitlines()) == 1
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_file_that_may_not_be_read(entity_check: Callable[..., tuple[int, str, str]], bound_folder: Path) -> None:
    """A permission is an error of its own kind, not a usage error."""
    vendors = bound_folder / "vendors.csv"
    vendors.write_text("Vendor Name\nBorealis Bakery Ltd\n", "utf-8")
    vendors.chmod(0)
    assert entity_check("screen", vendors)[0] == 12


def test_folder_that_may_not_be_written(
    entity_check: Callable[..., tuple[int, str, str]], bound_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without `--out`, a read-only folder is an error that says so; nothing is written elsewhere."""
    monkeypatch.setenv(ENVIRONMENT, str(bound_folder / "data"))
    vendors = bound_folder / "vendors.csv"
    vendors.write_text("Vendor Name\nBorealis Bakery Ltd\nKvarn Steel GmbH\n", "utf-8")
    bound_folder.chmod(0o500)
    try:
        assert entity_check("screen", vendors)[0] == 30
    finally:
        bound_folder.chmod(0o700)


def test_data_folder_that_may_not_be_looked_into(
    entity_check: Callable[..., tuple[int, str, str]], bound_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Settings that cannot be looked for are not taken for none."""
    closed = bound_folder / "data"
    monkeypatch.setenv(ENVIRONMENT, str(closed))
    closed.mkdir(0)
    try:
        code, out, err = entity_check("check", "Kvarn")
    finally:
        closed.chmod(0o700)
    assert (code, out) == (88, "")
    assert "cannot be looked into" in err


def test_check_json_is_a_stable_interface(entity_check: Callable[..., tuple[int, str, str]]) -> None:
    """These keys, in this order, and nothing else on standard output."""
    code, out, _ = entity_check("check", "Kvarnbore", "Borealis Bäckerei 海", "Co., Ltd.", "--json")
    assert code == 0
    assert out.isascii()
    listed, clear, unusable = json.loads(out)
    assert list(listed) == ["vendor", "verdict", "score", "hits"]
    assert list(listed["hits"][0]) == [
        "key", "list", "name", "matched_name", "score", "countries", "effective_date", "citations", "reason",
        "consequence", "consequence_exporter", "legal_source", "legal_as_of", "link", "license_requirement",
        "license_policy",
    ]  # fmt: skip
    hit = listed["hits"][0]
    assert (hit["list"], hit["matched_name"], hit["countries"]) == ("EL", "Kvarnbore", ["SE"])
    assert (hit["effective_date"], hit["citations"]) == ("2019-10-09", ["84 FR 11111"])
    assert (clear["vendor"], clear["verdict"], clear["hits"]) == ("Borealis Bäckerei 海", "CLEAR", [])
    assert unusable["verdict"] == "NOT_SCREENED"
    assert list(unusable) == ["vendor", "verdict", "score", "hits", "not_screened"]


def test_check_text(entity_check: Callable[..., tuple[int, str, str]]) -> None:
    """For people: verdict first, then the entry, its facts and the reason."""
    code, out, _ = entity_check("check", "Kvarn Borealis Dynamics", "Co., Ltd.")
    assert code == 0
    assert out.startswith("LISTED        Kvarn Borealis Dynamics\n")
    assert "EL: Kvarn Borealis Dynamics Co., Ltd.\n" in out
    assert "since 2019-10-09  84 FR 11111" in out
    assert "NOT_SCREENED  Co., Ltd.: the name is nothing but a legal form" in out


def test_check_knows_the_address(entity_check: Callable[..., tuple[int, str, str]]) -> None:
    """A shared house is named in the reason, another one is not."""
    name = "Kvarn Borealis Dynamiks"
    assert "The address agrees" in entity_check("check", name, "--address", "Invented Rd 12, Stockholm")[1]
    assert "The address agrees" not in entity_check("check", name, "--address", "Invented Rd 13, Stockholm")[1]


def test_check_as_of_and_lists(entity_check: Callable[..., tuple[int, str, str]]) -> None:
    """Before its effective date, and on another list, the entry does not count."""
    assert entity_check("check", "Kvarnbore", "--as-of", "2019-10-08")[1].startswith("CLEAR")
    assert entity_check("check", "Kvarnbore", "--as-of", "2019-10-09")[1].startswith("LISTED")
    assert entity_check("check", "Kvarnbore", "--lists", "sdn")[1].startswith("CLEAR")
    assert entity_check("check", "Kvarnbore", "--lists", "EL", "--lists", "SDN")[1].startswith("LISTED")
    assert entity_check("check", "Kvarnbore", "--lists", "EL", "--lists", "XX")[0] == 52


def test_settings_of_the_user(
    entity_check: Callable[..., tuple[int, str, str]], vendors: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They count, are said with each run, and stand in the workbook; one that cannot be used stops the run."""
    monkeypatch.setenv(ENVIRONMENT, str(tmp_path))
    usual = entity_check("check", "Kvarn Borealis Dynamicz")
    assert usual[1].startswith("LISTED")
    assert "settings of your own" not in usual[2]
    own = tmp_path / "settings.toml"
    own.write_text("listed_threshold = 99\n", encoding="utf-8")
    code, out, err = entity_check("check", "Kvarn Borealis Dynamicz")
    assert (code, out[:6]) == (0, "REVIEW")
    assert "Note: settings of your own hold: listed_threshold 99." in err
    assert entity_check("screen", vendors, "--out", "review.xlsx")[0] == 0
    values = {row[0]: row[1] for row in load_workbook("review.xlsx")["Settings"].iter_rows(values_only=True)}
    assert values["listed_threshold"] == 99
    own.write_text("listed_threshold = 101\n", encoding="utf-8")
    code, out, err = entity_check("check", "Kvarn")
    assert (code, out) == (88, "")
    assert "listed_threshold is 101; it must be a number from 0 to 100" in err


def test_missing_lists_are_warned_of(entity_check: Callable[..., tuple[int, str, str]]) -> None:
    """Nothing is found on a list that the table lacks; whoever names lists wants no others."""
    assert re.search(r"^Warning: .*\bUVL\b", entity_check("check", "Kvarnbore")[2], re.MULTILINE)
    assert "UVL" not in entity_check("check", "Kvarnbore", "--lists", "EL")[2]


def test_lists_show_and_build(
    entity_check: Callable[..., tuple[int, str, str]], source: Path, table: Path, tmp_path: Path
) -> None:
    """A table that was built can be shown, and is that of the library."""
    code, out, err = entity_check("lists", "build", source)
    assert code == 0
    assert re.search(r"^Warning: .*\bUVL\b", err, re.MULTILINE)
    assert "published 2026-01-31" in out
    built = tmp_path / "entity-table"
    files = {path.name: path.read_bytes() for path in built.iterdir()}
    own = {path.name: path.read_bytes() for path in table.iterdir() if path.name != "manifest.json"}
    packs = {f"{code}.jsonl" for code in pack_codes()}
    assert files.keys() == {*own, *packs, "manifest.json"}
    assert all(files[name] == content for name, content in own.items())
    code, out, _ = entity_check("lists", "show", "--table", built)
    assert code == 0
    assert re.search(r"^EL +1 entries", out, re.MULTILINE)
    assert re.search(r"^NDAA-889 +5 entries, +10 names, 2026-06-15  Section 889", out, re.MULTILINE)
    flowing = " ".join(out.split())
    assert f"for an exporter: {list_info('EL').consequence_exporter}" in flowing
    assert f"legal source: {legal_words('EL')}, {list_info('EL').link}" in flowing
    assert f"not checked: {bundled_pack('NDAA-889').unchecked}" in flowing
    assert flowing.count("not checked:") == len(pack_codes())
    assert "Unverified List" not in out


def test_own_lists(entity_check: Callable[..., tuple[int, str, str]], source: Path, tmp_path: Path) -> None:
    """A deny list and a watch list go in; each row that does not is named; a near miss of either is CLEAR."""
    deny = tmp_path / "deny-2026-01-30.csv"
    deny.write_text(
        "Name,Reason,From\nOstervik Handel AB,Unpaid claims,\n,nobody,\nLuxen AB,x,soon\n", encoding="utf-8"
    )
    watch = tmp_path / "watch.csv"
    watch.write_text("Name\tCountry\nMerrowdale Ltd\tAtlantis\n", encoding="utf-8")
    code, out, err = entity_check("lists", "build", source, "--deny", deny, "--watch", watch)
    assert code == 0
    assert "DENY from deny-2026-01-30.csv: names from Name, reasons from Reason, first days from From" in out
    assert "DENY             3 rows:       2 entries, 0 merged, 1 rejected" in out
    assert "deny-2026-01-30.csv, row 3: the name is blank; nobody is screened against this row." in err
    assert "deny-2026-01-30.csv, row 4, first day: soon cannot be used; the row counts without it." in err
    assert "watch.csv, row 2, country: Atlantis cannot be used; the row counts without it." in err
    names = ("Ostervik Handel", "Merrowdale Limited", "Norrholm Handel", "Merrow Foods", "Luxen AB")
    answers = json.loads(entity_check("check", "--json", "--table", tmp_path / "entity-table", *names)[1])
    assert [answer["verdict"] for answer in answers] == ["LISTED", "REVIEW", "CLEAR", "CLEAR", "LISTED"]
    assert answers[0]["hits"][0]["consequence"].endswith("The company's reason: Unpaid claims")


@pytest.mark.parametrize(
    ("content", "text"),
    [
        pytest.param("", "deny.csv", id="empty"),
        pytest.param("1,2\n3,4\n", "Write Name above the column that holds the names", id="no-names"),
    ],
)
def test_an_own_list_that_cannot_be_read(
    entity_check: Callable[..., tuple[int, str, str]], source: Path, tmp_path: Path, content: str, text: str
) -> None:
    """No table is built without a list that was asked for."""
    (tmp_path / "deny.csv").write_text(content, encoding="utf-8")
    code, _, err = entity_check("lists", "build", source, "--deny", "deny.csv")
    assert code > 2
    assert text in err
    assert not (tmp_path / "entity-table").exists()
    assert entity_check("lists", "build", source, "--deny", "none.csv")[0] > 2


@pytest.mark.parametrize(
    ("args", "code"),
    [
        pytest.param(["lists", "show", "--table", "nowhere"], 41, id="no-table"),
        pytest.param(["lists", "build", "nowhere.csv"], 60, id="no-source"),
        pytest.param(["check"], 2, id="no-name"),
        pytest.param(["frobnicate"], 2, id="no-such-command"),
    ],
)
def test_other_failures(args: list[str], code: int, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """The other commands fail in the same manner."""
    os.chdir(tmp_path)
    assert run(cli, args) == code
    assert "Traceback" not in capsys.readouterr().err


def test_damaged_table_gives_no_verdict(table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A changed byte in the table is an error, not CLEAR."""
    copy = tmp_path / "table"
    copy.mkdir()
    for path in table.iterdir():
        (copy / path.name).write_bytes(path.read_bytes())
    (copy / "EL.jsonl").write_bytes((table / "EL.jsonl").read_bytes().replace(b"Kvarn", b"Quarn"))
    assert run(cli, ["check", "Kvarnbore", "--table", str(copy)]) == 42
    assert capsys.readouterr().out == ""


def test_help_imports_nothing_heavy() -> None:
    """`--help` answers at once."""
    code = (
        "import sys\nfrom addin.cli import cli\nfrom addin.terminal import run\nrun(cli, ['--help'])\n"
        "heavy = {'openpyxl', 'rapidfuzz', 'anyascii', 'screening.screener'} & set(sys.modules)\n"
        "sys.exit(str(heavy) if heavy else 0)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT, capture_output=True)


@pytest.mark.skipif(sys.platform == "win32", reason="signals as POSIX has them")
@pytest.mark.parametrize(
    ("number", "code", "line"),
    [("SIGINT", 130, "Stopped before the end; nothing was written."), ("SIGTERM", 143, ""), ("SIGHUP", 129, "")],
)
def test_signals_leave_no_debris(number: str, code: int, line: str, tmp_path: Path) -> None:
    """Stopped in the middle of a large file, all its processes at once: a code, and only the vendor file is there."""
    path = tmp_path / "many.csv"
    path.write_text("Vendor Name\n" + "".join(f"Old Mill Paper {i} Trading\n" for i in range(60_000)), encoding="utf-8")
    command = [sys.executable, "-c", "from addin.cli import main; main()", "screen", str(path)]
    with subprocess.Popen(
        command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, start_new_session=True
    ) as process:
        until = time.monotonic() + 60
        while len(list(tmp_path.iterdir())) < 2 and time.monotonic() < until:
            time.sleep(0.05)
        time.sleep(0.5)
        os.killpg(process.pid, getattr(signal, number))
        _, err = process.communicate(timeout=60)
    assert process.returncode == code
    assert err.decode().strip() == line
    assert [left.name for left in tmp_path.iterdir()] == ["many.csv"]
