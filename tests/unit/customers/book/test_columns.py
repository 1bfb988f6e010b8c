"""customers.book.columns: what the columns of a list are, in six languages."""

from __future__ import annotations

import pytest

from desktop.customers.book.columns import guess, is_header


@pytest.mark.parametrize(
    ("titles", "columns"),
    [
        ("Name,E-Mail,Phone number", "name,email,phone"),
        ("first_name;last_name;Mobile", "first_name;last_name;phone"),
        ("Kundennummer;Vorname;Nachname;E-Mail-Adresse;Telefon;Handy;Firma;PLZ;Ort",
         "customer_number;first_name;last_name;email;phone;phone;company;postal_code;city"),
        ("Nombre,Apellidos,Correo electrónico,Móvil,Empresa",
         "name,last_name,email,phone,company"),
        ("Nom,Prénom,Courriel,Téléphone,Société", "name,first_name,email,phone,company"),
        ("Nome,Cognome,Indirizzo email,Cellulare,Azienda", "name,last_name,email,phone,company"),
        ("Nome completo,Telemóvel,Endereço de e-mail,Código de cliente",
         "name,phone,email,customer_number"),
        ("E-mail 1,E-mail 2,Phone work", "email,email,phone"),
        ("Name,Name", "name,name_2"),
        ("Loyalty level,Umsatz €", "loyalty_level,umsatz"),
        ("會員", "column_1"),
    ],
)  # fmt: skip
def test_titles(titles: str, columns: str) -> None:
    sign = ";" if ";" in titles else ","
    assert guess(titles.split(sign), []) == tuple(columns.split(sign))


def test_what_has_no_title_is_told_by_its_values() -> None:
    rows = [("Ana", "ana@x.example", "+34 612 345 678", "17"), ("Bea", "b@x.example", "", "18")]
    assert guess(["", "", "", ""], rows) == ("column_1", "email", "phone", "column_4")


@pytest.mark.parametrize(
    ("row", "answer"),
    [
        (("Name", "E-Mail"), True),
        (("Ana Gil", "ana@x.example"), False),
        (("Ana", "0171 123456"), False),
        (("Widget", "Colour"), True),
        (("Name 2", "x"), True),
    ],
)
def test_a_row_of_titles(row: tuple[str, ...], answer: bool) -> None:
    assert is_header(row) is answer
