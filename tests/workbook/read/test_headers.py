"""Header texts and what they say of their column."""

from __future__ import annotations

import pytest

from workbook.read.headers import Role, fold, meaning


@pytest.mark.parametrize(
    ("header", "rank"),
    [
        pytest.param("Vendor Name", 3, id="english"),
        pytest.param("SUPPLIER_NAME", 3, id="underscored"),
        pytest.param("supplierName", 3, id="camel-case"),
        pytest.param("Name of the supplier", 3, id="in-a-phrase"),
        pytest.param("Vendor\nName", 3, id="two-lines-in-a-cell"),
        pytest.param("NAME1", 3, id="sap"),
        pytest.param("Name 1", 3, id="sap-in-words"),
        pytest.param("Legal Name", 3, id="legal-name"),
        pytest.param("Lieferantenname", 3, id="german"),
        pytest.param("Raison sociale", 3, id="french"),
        pytest.param("Nom du fournisseur", 3, id="french-phrase"),
        pytest.param("Razón social", 3, id="spanish"),
        pytest.param("Nombre del proveedor", 3, id="spanish-phrase"),
        pytest.param("Ragione sociale", 3, id="italian"),
        pytest.param("Razão social", 3, id="portuguese"),
        pytest.param("Naam leverancier", 3, id="dutch"),
        pytest.param("Nazwa dostawcy", 3, id="polish"),
        pytest.param("Tedarikçi Adı", 3, id="turkish"),
        pytest.param("供应商名称", 3, id="chinese"),
        pytest.param("仕入先名", 3, id="japanese"),
        pytest.param("ベンダー名", 3, id="katakana"),
        pytest.param("供应商名称 (Vendor Name)", 3, id="two-languages"),
        pytest.param("Наименование контрагента", 3, id="russian"),
        pytest.param("Название организации", 2, id="russian-company"),
        pytest.param("Поставщик", 2, id="russian-bare"),
        pytest.param("Наименование", 1, id="russian-name-alone"),
        pytest.param("اسم المورد", 3, id="arabic"),
        pytest.param("المورد", 2, id="arabic-bare"),
        pytest.param("Název dodavatele", 3, id="czech"),
        pytest.param("Dodavatel", 2, id="czech-bare"),
        pytest.param("업체명", 3, id="korean"),
        pytest.param("거래처명", 3, id="korean-partner"),
        pytest.param("공급업체", 2, id="korean-bare"),
        pytest.param("공급업체 이름", 3, id="korean-phrase"),
        pytest.param("Leverantörsnamn", 3, id="swedish"),
        pytest.param("Leverantör", 2, id="swedish-bare"),
        pytest.param("Leverandør", 2, id="norwegian-and-danish"),
        pytest.param("Business Partner", 2, id="business-partner"),
        pytest.param("Company Name", 2, id="company"),
        pytest.param("Lieferant", 2, id="bare"),
        pytest.param("Name", 1, id="name-alone"),
        pytest.param("Short Name", 0, id="short-name"),
        pytest.param("DBA", 0, id="trade-name"),
    ],
)
def test_names(header: str, rank: int) -> None:
    """Names are known in every language, and ranked by how surely they are the vendor's."""
    said = meaning(header)
    assert said is not None
    assert (said.role, said.rank) == (Role.NAME, rank)


@pytest.mark.parametrize(
    ("header", "role"),
    [
        pytest.param("Contact Name", Role.OTHER, id="contact"),
        pytest.param("Bank name", Role.OTHER, id="bank"),
        pytest.param("Name (contact)", Role.OTHER, id="contact-in-brackets"),
        pytest.param("User name", Role.OTHER, id="user"),
        pytest.param("Vendor Name 2", Role.NAME_MORE, id="continuation"),
        pytest.param("NAME2", Role.NAME_MORE, id="sap-continuation"),
        pytest.param("Country name", Role.COUNTRY, id="country-name"),
        pytest.param("Name of city", Role.ADDRESS, id="city-name"),
        pytest.param("Vendor list 2024", None, id="title"),
        pytest.param("Kvarn Trading GmbH", None, id="vendor"),
        pytest.param("", None, id="blank"),
        pytest.param("x" * 500, None, id="long-text"),
    ],
)
def test_near_misses(header: str, role: Role | None) -> None:
    """One foreign word makes a header another column's, or none."""
    said = meaning(header)
    assert (said.role if said else None) is role


@pytest.mark.parametrize(
    ("header", "role"),
    [
        pytest.param("ИНН", Role.ID, id="russian-tax-number"),
        pytest.param("Код поставщика", Role.ID, id="russian-id"),
        pytest.param("Страна", Role.COUNTRY, id="russian-country"),
        pytest.param("Адрес", Role.ADDRESS, id="russian-address"),
        pytest.param("Наименование банка", Role.OTHER, id="russian-bank"),
        pytest.param("البلد", Role.COUNTRY, id="arabic-country"),
        pytest.param("Země", Role.COUNTRY, id="czech-country"),
        pytest.param("국가", Role.COUNTRY, id="korean-country"),
        pytest.param("Leverantörsnummer", Role.ID, id="swedish-id"),
        pytest.param("LIFNR", Role.ID, id="sap-id"),
        pytest.param("Vendor #", Role.ID, id="sign"),
        pytest.param("Lieferanten-Nr.", Role.ID, id="german-id"),
        pytest.param("N° fournisseur", Role.ID, id="french-id"),
        pytest.param("仕入先コード", Role.ID, id="japanese-id"),
        pytest.param("Tax ID", Role.OTHER, id="tax-id-is-another"),
        pytest.param("LAND1", Role.COUNTRY, id="sap-country"),
        pytest.param("Country/Region", Role.COUNTRY, id="two-words"),
        pytest.param("Ülke", Role.COUNTRY, id="turkish-country"),
        pytest.param("国家/地区", Role.COUNTRY, id="chinese-country"),
        pytest.param("Bank country", Role.OTHER, id="bank-country-is-another"),
        pytest.param("ORT01", Role.ADDRESS, id="sap-city"),
        pytest.param("Straße", Role.ADDRESS, id="german-street"),
        pytest.param("Address Line 2", Role.ADDRESS, id="line"),
        pytest.param("Kod pocztowy", Role.ADDRESS, id="polish-code"),
        pytest.param("Email address", Role.OTHER, id="email-is-another"),
    ],
)
def test_other_roles(header: str, role: Role) -> None:
    """Ids, countries and addresses are known, each beside its near miss."""
    said = meaning(header)
    assert said is not None
    assert said.role is role


def test_folding_keeps_voiced_kana() -> None:
    """Accents go, but a voiced kana is another letter than its plain one."""
    assert fold("VENDOR_NÀME1") == "vendor name 1"
    assert fold("ベンダ") != fold("ヘンタ")
