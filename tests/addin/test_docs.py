"""The documents are in step with what the program does."""

from __future__ import annotations

import re
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

from addin.cli import cli
from addin.worksheet import FIELDS, MATCH_COLUMNS
from screening.lists.catalog import legal_words, list_codes, list_info
from screening.lists.licenses import license_code, license_codes
from screening.lists.packs import bundled_pack, pack_codes
from screening.model import Address, Alias, EntityType, Entry, Strength
from screening.review.amendments import amended_fields
from screening.settings import AddressHits, Settings
from screening.settings_file import load_settings
from workbook.review.audit_sheets import CHANGES, CLEARANCES, DECISION_LOG, TESTS
from workbook.review.difference import ADDED, AMENDED, RENAMED, VENDORS
from workbook.review.manifest import MANIFEST
from workbook.review.reference_sheets import LISTS, SETTINGS
from workbook.review.sheets import FLAGGED, NEAR_MISSES, NOT_SCREENED, SCREENED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbook.review.listing import SheetDesign

DOCS = Path(__file__).parents[2] / "docs"
CLI = (DOCS / "reference" / "cli.md").read_text(encoding="utf-8")


def _commands(command: click.Command, name: str) -> Iterator[tuple[str, click.Command]]:
    yield name, command
    if isinstance(command, click.Group):
        for child, below in command.commands.items():
            yield from _commands(below, f"{name} {child}")


COMMANDS = list(_commands(cli, "entity-check"))
LEAVES = [(name, command) for name, command in COMMANDS if not isinstance(command, click.Group)]


@pytest.mark.parametrize(("name", "command"), COMMANDS, ids=[name for name, _ in COMMANDS])
def test_every_command_and_option_has_help(name: str, command: click.Command) -> None:
    """`--help` answers for each."""
    assert command.help, name
    for option in command.params:
        if isinstance(option, click.Option):
            assert option.help, f"{name} {option.opts}"


@pytest.mark.parametrize(("name", "command"), LEAVES, ids=[name for name, _ in LEAVES])
def test_every_command_and_option_is_documented(name: str, command: click.Command) -> None:
    """The reference has a section for each command, and in it each option and argument."""
    section = re.search(rf"^## {name}$(.*?)(?=^## |\Z)", CLI, re.MULTILINE | re.DOTALL)
    assert section, name
    for parameter in command.params:
        word = (
            parameter.opts[0] if isinstance(parameter, click.Option) else parameter.make_metavar(click.Context(command))
        )
        assert word.rstrip(".") in section[1], f"{name} {word}"


def test_reference_names_no_option_that_does_not_exist() -> None:
    """An option that was renamed leaves no trace in the documents."""
    real = {option for _, command in COMMANDS for parameter in command.params for option in parameter.opts}
    for document in DOCS.rglob("*.md"):
        for line in re.findall(
            r"entity-check (?:screen|check|lists|review|verify|ledger|addin).*", document.read_text(encoding="utf-8")
        ):
            for option in re.findall(r"(?<![\w-])--[a-z-]+", line):
                assert option in real | {"--help", "--version"}, f"{document.name}: {line}"


@pytest.mark.parametrize(
    "design",
    [FLAGGED, SCREENED, NOT_SCREENED, NEAR_MISSES, LISTS, SETTINGS, MANIFEST, DECISION_LOG, CHANGES, CLEARANCES, TESTS],
    ids=lambda design: design.title,
)
def test_every_sheet_and_column_is_documented(design: SheetDesign) -> None:
    """The reference of the workbook names each sheet and each of its columns."""
    text = (DOCS / "reference" / "workbook.md").read_text(encoding="utf-8")
    section = re.search(rf"^## {design.title}$(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    assert section, design.title
    documented = re.findall(r"^\| ([^|]+?) \|", section[1], re.MULTILINE)[2:]  # without the table's own header
    assert sorted(documented) == sorted(column.header for column in design.columns)


@pytest.mark.parametrize("design", [ADDED, RENAMED, AMENDED, VENDORS], ids=lambda design: design.title)
def test_every_sheet_of_differences_is_documented(design: SheetDesign) -> None:
    """The page on comparing lists names each sheet of the workbook and each of its columns."""
    text = (DOCS / "how-to" / "compare-lists.md").read_text(encoding="utf-8")
    section = re.search(rf"^### {design.title}$(.*?)(?=^### |\Z)", text, re.MULTILINE | re.DOTALL)
    assert section, design.title
    documented = re.findall(r"^\| ([^|]+?) \|", section[1], re.MULTILINE)[2:]
    assert documented == [column.header for column in design.columns]


def test_every_field_of_an_amendment_is_documented() -> None:
    """The reference of the JSON names each field that can be amended."""
    entry = Entry(key="EL-A", list="EL", name="Kvarn")
    other = Entry(
        key="EL-A",
        list="EL",
        name="Kvarn",
        name_strength=Strength.WEAK,
        aliases=(Alias(name="Tarn"),),
        countries=("SE",),
        addresses=(Address(country="SE"),),
        programs=("X",),
        license_requirement=("ALL_ITEMS",),
        license_policy=("CASE_BY_CASE",),
        entity_type=EntityType.VESSEL,
        covers_successors=True,
        effective_date=date(2026, 1, 1),
        end_date=date(2026, 1, 2),
    )
    fields = {one.field for one in amended_fields(entry, other)} | {"alias_strength"}
    sentence = re.search(r"A field is (.*)", CLI)
    assert sentence
    assert set(re.findall(r"`(\w+)`", sentence[1])) == fields


def test_every_list_is_explained_in_the_words_of_the_program() -> None:
    """One truth: the table in the document is that of the catalogue."""
    text = (DOCS / "explanation" / "lists-and-consequences.md").read_text(encoding="utf-8")
    for info in map(list_info, list_codes()):
        name = f"[{info.name}]({info.link})" if info.link else info.name
        means = info.consequence, info.consequence_exporter, legal_words(info.code)
        cells = (info.code, name, info.publisher, *means)
        line = f"| {' | '.join(cells)} |"
        assert line in text, f"the document needs this line:\n{line}"


def test_every_code_and_pack_is_explained_in_the_words_of_the_program() -> None:
    """Requirement and policy codes, and where the packs are from and what was not checked in them."""
    text = (DOCS / "explanation" / "lists-and-consequences.md").read_text(encoding="utf-8")
    for code in map(license_code, license_codes()):
        assert f"| `{code.code}` | {code.sentence} | {code.section} |" in text
    for pack in map(bundled_pack, pack_codes()):
        assert f"| {pack.code} | [{pack.document}]({pack.address}) | {pack.as_of} | {pack.source_rows} |" in text
        assert f"| {pack.compiled} | {pack.unchecked} |" in text
        assert all(f"| {pack.code} | {name} | {cause} |" in text for name, cause in pack.left_out.items())


def test_days_of_the_affiliates_rule_are_documented() -> None:
    """The defaults of the two settings stand beside their names."""
    text = (DOCS / "explanation" / "lists-and-consequences.md").read_text(encoding="utf-8")
    settings = Settings()
    assert f"{settings.affiliates_rule_suspended_from} and {settings.affiliates_rule_suspended_until}" in text
    assert "`affiliates_rule_suspended_from` and `affiliates_rule_suspended_until`" in text


def test_settings_are_documented_with_their_defaults() -> None:
    """Each setting in its order, with its default."""
    text = (DOCS / "reference" / "settings.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| (\S+) \|", text, re.MULTILINE)
    usual = Settings()
    values = [(field.name, getattr(usual, field.name)) for field in fields(Settings)]
    assert rows == [(name, f"{value:g}" if isinstance(value, float) else str(value)) for name, value in values]


def test_example_of_a_settings_file(tmp_path: Path) -> None:
    """The example in the document is a file that is taken."""
    text = (DOCS / "reference" / "settings.md").read_text(encoding="utf-8")
    example = re.search(r"```toml\n(.*?)```", text, re.DOTALL)
    assert example
    own = tmp_path / "settings.toml"
    own.write_text(example[1], encoding="utf-8")
    assert load_settings(own) == Settings(
        threshold_shift=3,
        address_hits=AddressHits.HOUSE,
        affiliates_rule_suspended_until=date(2027, 11, 9),
    )


def test_functions_are_documented_with_their_columns_and_fields() -> None:
    """What `ENTITY_MATCHES` spills and `ENTITY_INFO` takes."""
    text = (DOCS / "reference" / "functions.md").read_text(encoding="utf-8")
    assert ", ".join(MATCH_COLUMNS) in text
    assert ", ".join(f"`{name}`" for name in FIELDS) in text


def test_thresholds_in_the_documents_are_the_defaults() -> None:
    """The verdicts page states the default thresholds."""
    text = (DOCS / "explanation" / "verdicts.md").read_text(encoding="utf-8")
    settings = Settings()
    assert f"By default {settings.listed_threshold:g} points or more can say LISTED" in text
    assert f"{settings.review_threshold:g} or more say REVIEW" in text
