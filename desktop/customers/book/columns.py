"""What the columns of a list are: told by titles in six languages, else by what is in them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from desktop.customers.card import COMPANY, EMAIL, NAME, NUMBER, PHONE
from desktop.customers.identify.phone import tail_of
from desktop.customers.names import words

LEFT_OUT = ""
"""What a column is whose values are not kept."""

_TITLES = {
    EMAIL: "email, e mail, mail, email address, e mail address, mail address, correo, "
    "correo electronico, e mail adresse, mailadresse, courriel, adresse email, adresse e mail, "
    "adresse mail, posta elettronica, indirizzo email, endereco de email, endereco de e mail, "
    "correio eletronico",
    PHONE: "phone, phone number, telephone, tel, mobile, mobile number, mobile phone, cell, "
    "cell phone, home phone, work phone, telefon, telefonnummer, handy, handynummer, mobil, "
    "mobilnummer, mobiltelefon, rufnummer, festnetz, telefono, numero de telefono, movil, celular, "
    "telefono movil, telephone portable, portable, mobile, gsm, numero de telephone, telefone, "
    "telemovel, numero de telefone, cellulare, numero di telefono",
    NUMBER: "customer number, customer no, customer id, customerid, client number, client id, "
    "account number, account id, contact id, kundennummer, kunden nr, kundennr, kunden id, "
    "numero de cliente, id cliente, codigo de cliente, codigo cliente, cliente id, "
    "numero client, numero de client, code client, id client, numero cliente, codice cliente, "
    "n cliente, no cliente",
    "first_name": "first name, firstname, given name, forename, vorname, nombre de pila, prenom, "
    "nome proprio, primeiro nome",
    "last_name": "last name, lastname, surname, family name, nachname, familienname, zuname, "
    "apellido, apellidos, nom de famille, cognome, sobrenome, apelido",
    NAME: "name, full name, fullname, customer, customer name, contact, contact name, "
    "kunde, kundenname, ansprechpartner, vor und nachname, nombre, nombre completo, "
    "nombre y apellidos, nom, nom complet, nom et prenom, client, nome, nome completo, "
    "nome e cognome, nominativo, cliente",
    COMPANY: "company, company name, organization, organisation, account, account name, firma, "
    "unternehmen, firmenname, empresa, compania, razon social, societe, entreprise, "
    "raison sociale, azienda, societa, ragione sociale, companhia",
    "language": "language, locale, sprache, idioma, langue, lingua",
    "time_zone": "time zone, timezone, zeitzone, zona horaria, fuseau horaire, fuso orario, "
    "fuso horario",
    "street": "street, address, street address, address line 1, strasse, anschrift, adresse, "
    "direccion, calle, rue, indirizzo, via, endereco, rua, morada",
    "postal_code": "zip, zip code, postal code, postcode, plz, postleitzahl, codigo postal, "
    "code postal, cap, cep",
    "city": "city, town, ort, stadt, wohnort, ciudad, poblacion, ville, citta, comune, cidade, "
    "localidade",
    "country": "country, land, pais, pays, paese, nazione",
    "note": "note, notes, comment, comments, remark, remarks, notiz, notizen, bemerkung, "
    "bemerkungen, nota, notas, observaciones, comentario, comentarios, remarque, remarques, "
    "commentaire, commento, osservazioni, observacoes",
    "tags": "tag, tags, label, labels, category, segment, kategorie, categoria, etiquetas, "
    "categorie, etichette",
    "birth_date": "birth date, birthdate, birthday, date of birth, dob, geburtsdatum, geburtstag, "
    "fecha de nacimiento, cumpleanos, date de naissance, anniversaire, data di nascita, "
    "compleanno, data de nascimento, aniversario",
}
_FIELD_OF = {
    title: field for field, titles in _TITLES.items() for title in re.split(r",\s*", titles)
}
FIELDS = tuple(_TITLES)
"""What a column can be, beside a field of the company's own."""

_SEVERAL = frozenset({EMAIL, PHONE})
_AFTER = re.compile(r"\s+(?:\d+|home|work|office|private|privat|privato|particular|bureau)$")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_MOSTLY = 0.8
_LONGEST_FIELD = 60


def is_header(row: Sequence[str]) -> bool:
    """Are these titles of columns, and not already a customer?"""
    if any(_EMAIL.fullmatch(cell.strip()) for cell in row):
        return False
    if any(_known(cell) for cell in row):
        return True
    return not any(char.isdigit() for cell in row for char in cell) and all(
        cell.strip() for cell in row
    )


def guess(titles: Sequence[str], sample: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """The field of each column. ``titles`` may be empty texts; ``sample`` are some rows.

    What is not known is a field named like its title. Only addresses and numbers come from more
    than one column; a second one of another field gets a name of its own.
    """
    found: list[str] = []
    for place, title in enumerate(titles):
        values = [row[place].strip() for row in sample if place < len(row) and row[place].strip()]
        field = _known(title) or _by_content(values) or _own(title) or f"column_{place + 1}"
        if field in found and field not in _SEVERAL:
            field = f"{field}_{place + 1}"
        found.append(field)
    return tuple(found)


def _known(title: str) -> str:
    plain = " ".join(words(title.replace("_", " ")))
    return _FIELD_OF.get(plain) or _FIELD_OF.get(_AFTER.sub("", plain), "")


def _by_content(values: Sequence[str]) -> str:
    if not values:
        return ""
    if sum(bool(_EMAIL.fullmatch(one)) for one in values) >= _MOSTLY * len(values):
        return EMAIL
    # Only what looks like nothing else: dates and customer numbers have digits too.
    phones = [one for one in values if one.startswith(("+", "00", "(")) and tail_of(one)]
    return PHONE if len(phones) >= _MOSTLY * len(values) else ""


def _own(title: str) -> str:
    name = "_".join(words(title.replace("_", " ")))
    name = "".join(char for char in name if char.isascii())[:_LONGEST_FIELD]
    return name if name[:1].isalpha() else ""
