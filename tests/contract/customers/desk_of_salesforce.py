"""A company's Salesforce on the loopback, as its documentation and recorded answers have it.

Quirks: errors are lists, a hidden field fails its query and is in no description, an object that is
not there is an INVALID_TYPE, the index of SOSL lags and has phones as typed, pages go on by
``nextRecordsUrl``, a limit is a 403 without a time, and a change is answered with 204 and nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from tests.contract.customers.queries import Malformed, Record, Soql, Sosl
from tests.contract.translation.stand_in import Asked, Wire, answer_json, page

JANE = "jane.o'neil+test@example.com"
BASE = "/services/data/v68.0"
CONTACT, OTHER, PERSON = "003AA000001abcDYAQ", "003AA000001abcEYAQ", "003AA000001abcFYAQ"
LEAD, OLD_LEAD = "00QAA000001abcDYAQ", "00QAA000001abcEYAQ"
COMPANY, PERSON_ACCOUNT = "001AA000001abcDYAQ", "001AA000001abcEYAQ"
CASE, CLOSED_CASE, LONE_CASE = "500AA000001abcDYAQ", "500AA000001abcEYAQ", "500AA000001abcFYAQ"
ME = "005AA000001abcDYAQ"

_TYPES = {"Email": "email", "Invoices__c": "email", "Phone": "phone", "MobilePhone": "phone",
          "HomePhone": "phone", "Number__c": "string", "Status": "picklist"}  # fmt: skip
_STATUSES = ("New", "Working", "Escalated", "Closed")


def _records() -> dict[str, list[Record]]:
    account = {"Name": "Example Ltd"}
    return {
        "Contact": [
            {"Id": CONTACT, "Name": "Jane O'Neil", "Email": JANE, "Invoices__c": None,
             "Phone": "(513) 555-7611", "MobilePhone": None, "Title": "Buyer",
             "AccountId": COMPANY, "Account": account, "IsPersonAccount": False,
             "MailingCity": "Cincinnati", "MailingCountry": "US", "Number__c": "C-77",
             "Secret__c": "x"},
            {"Id": OTHER, "Name": "Bob And Oslo", "Email": "bob@example.com",
             "Invoices__c": "bills@example.com", "Phone": "513.5559999", "MobilePhone": None,
             "Title": None, "AccountId": COMPANY, "Account": account, "IsPersonAccount": False,
             "MailingCity": None, "MailingCountry": None, "Number__c": None, "Secret__c": None},
            {"Id": PERSON, "Name": "Pia Person", "Email": "pia@example.com", "Invoices__c": None,
             "Phone": None, "MobilePhone": "+15135550123", "Title": None,
             "AccountId": PERSON_ACCOUNT, "Account": {"Name": "Pia Person"},
             "IsPersonAccount": True, "MailingCity": None, "MailingCountry": None,
             "Number__c": None, "Secret__c": None},
        ],
        "Lead": [
            {"Id": LEAD, "Name": "Lea Lead", "Email": "lea@example.com", "Phone": "5135550000",
             "Company": "Soon Inc", "Title": None, "City": None, "Country": None,
             "Status": "Open", "IsConverted": False},
            {"Id": OLD_LEAD, "Name": "Jane O'Neil", "Email": JANE, "Phone": None,
             "Company": "Example Ltd", "Title": None, "City": None, "Country": None,
             "Status": "Qualified", "IsConverted": True},
        ],
        "Account": [
            {"Id": COMPANY, "Name": "Example Ltd", "Phone": "+1 513 555 1000",
             "AccountNumber": "A-1", "BillingCity": None, "BillingCountry": "US",
             "IsPersonAccount": False, "Number__c": None},
            {"Id": PERSON_ACCOUNT, "Name": "Pia Person", "Phone": None, "AccountNumber": "P-9",
             "BillingCity": None, "BillingCountry": None, "IsPersonAccount": True,
             "Number__c": None},
        ],
        "Case": [
            {"Id": CASE, "CaseNumber": "00001026", "Subject": "Where is it?", "Status": "New",
             "IsClosed": False, "LastModifiedDate": "2026-11-27T12:40:10.000+0000",
             "ContactId": CONTACT, "AccountId": COMPANY, "SuppliedName": None,
             "SuppliedEmail": None, "SuppliedPhone": None},
            {"Id": CLOSED_CASE, "CaseNumber": "00001001", "Subject": "Thanks",
             "Status": "Closed", "IsClosed": True,
             "LastModifiedDate": "2026-11-28T12:40:10.000+0000", "ContactId": CONTACT,
             "AccountId": COMPANY, "SuppliedName": None, "SuppliedEmail": None,
             "SuppliedPhone": None},
            {"Id": LONE_CASE, "CaseNumber": "00001030", "Subject": "By the web form",
             "Status": "New", "IsClosed": False,
             "LastModifiedDate": "2026-11-28T12:40:10.000+0000", "ContactId": None,
             "AccountId": None, "SuppliedName": "Wim Web", "SuppliedEmail": "wim@example.com",
             "SuppliedPhone": None},
        ],
        "Order": [
            {"Id": "801AA000001abcDYAQ", "OrderNumber": "00000100", "Name": "Lamps",
             "Status": "Activated", "StatusCode": "Activated", "EffectiveDate": "2026-11-20",
             "AccountId": COMPANY, "BillToContactId": CONTACT, "ShipToContactId": None,
             "OrderReferenceNumber": "AB-10001"},
            {"Id": "801AA000001abcEYAQ", "OrderNumber": "00000101", "Name": None,
             "Status": "Draft", "StatusCode": "Draft", "EffectiveDate": "2026-11-21",
             "AccountId": PERSON_ACCOUNT, "BillToContactId": None, "ShipToContactId": None,
             "OrderReferenceNumber": None},
        ],
        "CaseComment": [],
        "Task": [
            {"Id": "00TAA000001abcDYAQ", "Subject": "Call", "Description": "Likes <b>lamps</b>",
             "CreatedDate": "2026-11-01T08:00:00.000+0000", "WhoId": CONTACT, "WhatId": None,
             "IsClosed": True, "Status": "Completed"},
            {"Id": "00TAA000001abcEYAQ", "Subject": "Call back", "Description": "to do",
             "CreatedDate": "2026-11-02T08:00:00.000+0000", "WhoId": CONTACT, "WhatId": None,
             "IsClosed": False, "Status": "Open"},
        ],
        "TaskStatus": [
            {"Id": "01TAA000001abcDYAQ", "ApiName": "Open", "MasterLabel": "Offen",
             "IsClosed": False, "SortOrder": 1},
            {"Id": "01TAA000001abcEYAQ", "ApiName": "Completed", "MasterLabel": "Erledigt",
             "IsClosed": True, "SortOrder": 2},
        ],
        "User": [{"Id": ME, "Name": "Ann Agent"}],
    }  # fmt: skip


_COLUMNS = {"CaseComment": ("Id", "ParentId", "CommentBody", "IsPublished", "CreatedDate")}


@dataclass
class Desk:
    """The company's records, and how its administrator set them up."""

    records: dict[str, list[Record]] = field(default_factory=_records)
    hidden: set[tuple[str, str]] = field(default_factory=lambda: {("Contact", "Secret__c")})
    absent: set[str] = field(default_factory=set)
    closed: dict[str, set[str]] = field(default_factory=dict)
    """What the account can't do with an object, by its name."""
    lagging: set[str] = field(default_factory=set)
    """Ids that the index does not know yet."""
    at_once: int = 2_000
    """Rows of a page."""
    refuse: dict[str, tuple[object, int]] = field(default_factory=dict)
    """Answers by the beginning of a path."""
    usage: str = "api-usage=18/100000"
    onward: str = f"{BASE}/query/01gAA0000000001-2000"
    count: int = 0

    def __call__(self, asked: Asked, wire: Wire) -> None:
        content, status = self._answer(asked)
        if status == 204:
            page(204, "")(asked, wire)
        else:
            answer_json(content, status, Sforce_Limit_Info=self.usage)(asked, wire)

    def columns(self, name: str) -> list[str]:
        known = _COLUMNS.get(name) or tuple(self.records[name][0])
        return [one for one in known if one != "Account" and (name, one) not in self.hidden]

    def _related(self) -> set[str]:
        """What a contact may be asked of its account."""
        hidden = "Account" in self.absent or ("Account", "Name") in self.hidden
        return set() if hidden else {"Account.Name"}

    def _answer(self, asked: Asked) -> tuple[object, int]:
        for beginning, answer in self.refuse.items():
            if asked.path.startswith(beginning):
                return answer
        if asked.path == "/services/data":
            every = ("20.0", "60.0", "68.0", "71.0")
            return [{"label": "x", "url": f"/services/data/v{x}", "version": x} for x in every], 200
        if asked.path == "/services/oauth2/token":
            return {
                "error": "invalid_grant",
                "error_description": "expired access/refresh token",
            }, 400
        if not asked.path.startswith(BASE):
            return _error("NOT_FOUND", "The requested resource does not exist"), 404
        path = asked.path.removeprefix(BASE)
        if asked.method == "POST" and (made := re.fullmatch(r"/sobjects/(\w+)", path)):
            return self._create(made[1], asked.json)
        changed = re.fullmatch(r"/sobjects/(\w+)/(\w+)", path)
        if asked.method == "PATCH" and changed:
            return self._change(changed[1], changed[2], asked.json)
        return self._get(path, asked.query)

    def _get(self, path: str, query: dict[str, str]) -> tuple[object, int]:
        if path == "/":
            return {"identity": f"https://login.salesforce.com/id/00DAA0000000001/{ME}"}, 200
        if path == "/sobjects":
            flags = ("queryable", "createable", "updateable")
            every = [
                {"name": name, **{x: x not in self.closed.get(name, set()) for x in flags}}
                for name in self.records
                if name not in self.absent
            ]
            return {"encoding": "UTF-8", "maxBatchSize": 200, "sobjects": every}, 200
        if found := re.fullmatch(r"/sobjects/(\w+)/describe", path):
            return self._describe(found[1])
        try:
            if path == "/query/":
                return self._query(Soql(query["q"]))
            if path == "/search/":
                return self._search(Sosl(query["q"]))
        except Malformed:
            kind = "MALFORMED_QUERY" if path == "/query/" else "MALFORMED_SEARCH"
            return _error(kind, "unexpected token"), 400
        if path == self.onward.removeprefix(BASE):
            rows, self._rest = self._rest, []
            return {"totalSize": 99, "done": True, "records": rows}, 200
        return _error("NOT_FOUND", "The requested resource does not exist"), 404

    def _describe(self, name: str) -> tuple[object, int]:
        if name in self.absent or name not in self.records:
            return _error("NOT_FOUND", "The requested resource does not exist"), 404
        fields = [
            {"name": one, "type": _TYPES.get(one, "string"), "filterable": True,
             "externalId": one == "Number__c", "picklistValues": [
                 {"value": x, "label": x, "active": x != "Escalated"} for x in _STATUSES
             ] if (name, one) == ("Case", "Status") else []}
            for one in self.columns(name)
        ]  # fmt: skip
        return {"name": name, "fields": fields, "childRelationships": []}, 200

    def _query(self, soql: Soql) -> tuple[object, int]:
        if soql.table in self.absent or soql.table not in self.records:
            return _error("INVALID_TYPE", f"sObject type '{soql.table}' is not supported."), 400
        known = {*self.columns(soql.table), "CreatedDate", *self._related()}
        if not soql.named <= known:
            return _error("INVALID_FIELD", f"No such column on entity '{soql.table}'"), 400
        rows = [
            self._row(soql.table, row, soql.fields) for row in soql.run(self.records[soql.table])
        ]
        first, self._rest = rows[: self.at_once], rows[self.at_once :]
        answer: dict[str, Any] = {"totalSize": len(rows), "done": not self._rest, "records": first}
        if self._rest:
            answer["nextRecordsUrl"] = self.onward
        return answer, 200

    _rest: list[Record] = field(default_factory=list)

    @staticmethod
    def _row(table: str, row: Record, names: list[str]) -> Record:
        attributes = {"type": table, "url": f"{BASE}/sobjects/{table}/{row['Id']}"}
        plain = [name for name in names if "." not in name]
        shown = {"attributes": attributes, **{name: row.get(name) for name in plain}}
        if "Account.Name" in names:
            account = row.get("Account")
            shown["Account"] = account and {"attributes": {"type": "Account"}, **account}
        return shown

    def _search(self, sosl: Sosl) -> tuple[object, int]:
        found: list[Record] = []
        for table, names in sosl.returning.items():
            if table in self.absent:
                return _error("INVALID_TYPE", f"sObject type '{table}' is not supported."), 400
            if not set(names) <= {*self.columns(table), *self._related()}:
                return _error("INVALID_FIELD", f"No such column on entity '{table}'"), 400
            kinds = {"PHONE": ("phone",), "EMAIL": ("email",)}.get(sosl.where, ())
            searched = (
                [x for x in self.columns(table) if _TYPES.get(x) in kinds] if kinds else ["Name"]
            )
            for row in self.records[table]:
                values = [str(row[name]) for name in searched if row.get(name)]
                if row["Id"] not in self.lagging and sosl.finds(values):
                    found.append(self._row(table, row, names))
        return {"searchRecords": found[: sosl.limit]}, 200

    def _create(self, name: str, content: Record) -> tuple[object, int]:
        if "createable" in self.closed.get(name, set()) or name not in self.records:
            return _error("CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", "insufficient access"), 400
        if len(str(content.get("CommentBody", "")).encode()) > 4000:
            return _error("STRING_TOO_LONG", "data value too large"), 400
        self.count += 1
        number = f"00aAA00000{self.count:05}YAQ"[:18].ljust(18, "Q")
        moment = f"2026-11-29T10:00:{self.count:02}.000+0000"
        closed = {"IsClosed": content.get("Status") == "Completed"} if name == "Task" else {}
        blank = {"WhoId": None, "WhatId": None} if name == "Task" else {}
        self.records[name].append(
            {**blank, **closed, **content, "Id": number, "CreatedDate": moment}
        )
        return {"id": number, "success": True, "errors": []}, 201

    def _change(self, name: str, number: str, content: Record) -> tuple[object, int]:
        row = next((one for one in self.records.get(name, []) if one["Id"] == number), None)
        if row is None:
            return _error("NOT_FOUND", "The requested resource does not exist"), 404
        if content.get("Status") not in _STATUSES:
            return _error("INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", "bad value"), 400
        row.update(content)
        return None, 204


def _error(code: str, message: str) -> list[dict[str, str]]:
    return [{"message": message, "errorCode": code}]
