"""An instance of ServiceNow on the loopback, as its documentation of the Table API has it.

Quirks: a condition on a field that a table does not have is left out, so that everybody comes
back; ``^NQ`` begins another query; what begins with ``javascript:`` is run; tables that were not
bought are 400; what an account may not read is left out without a word; a field has two values.
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass, field
from typing import Any

from tests.contract.translation.stand_in import Asked, Wire, answer_json

JANE = "jane.o'neil+test@example.com"
NIGHT = "2026-11-2{} 01:40:10"


def number_of(one: int) -> str:
    return f"{one:032x}"


Row = dict[str, Any]
"""By its field what is kept, or a pair of what is kept and what is shown."""


def person(one: int, name: str, email: str, **more: object) -> Row:
    return {"sys_id": number_of(one), "sys_class_name": "sys_user", "name": name, "email": email,
            "user_name": name.partition(" ")[0].lower(), "phone": "", "mobile_phone": "",
            "home_phone": "", "company": "", "title": "", "preferred_language": "",
            "time_zone": "", "active": "true", "locked_out": "false", **more}  # fmt: skip


def ticket(one: int, table: str, number: str, subject: str, **more: object) -> Row:
    whose = {"caller_id": ""} if table == "incident" else {"contact": "", "consumer": ""}
    return {"sys_id": number_of(one), "sys_class_name": table, "number": number,
            "short_description": subject, "description": "", "state": ("2", "In Bearbeitung"),
            "active": "true", "sys_updated_on": NIGHT.format(one % 10), "work_notes": "",
            "comments": "", **whose, **more}  # fmt: skip


def choice(label: str, value: str, language: str, name: str = "incident") -> Row:
    return {"sys_id": "", "name": name, "element": "state", "label": label, "value": value,
            "language": language, "inactive": "false", "sequence": value}  # fmt: skip


@dataclass
class Desk:
    """The instance's tables."""

    tables: dict[str, list[Row]] = field(
        default_factory=lambda: {
            "sys_user": [
                person(1, "Ann Agent", "agent@desk.test", user_name="ann"),
                person(12, "Jane O'Neil", JANE, phone="(513) 555-7611",
                       company=(number_of(5), "Example Ltd"),
                       preferred_language=("en", "English"), title="Buyer"),
                person(13, "Janet Other", "other@example.com", mobile_phone="+1 513 555 99 99"),
                person(14, "Old Account", "old@example.com", active="false"),
            ],
            "csm_consumer": [
                person(31, "Carl Consumer", "carl@example.com", sys_class_name="csm_consumer",
                       number="CNSR001", business_phone="+49 30 12 34 56 78"),
            ],
            "incident": [
                ticket(51, "incident", "INC0010001", "Where is AB-10001?",
                       caller_id=(number_of(12), "Jane O'Neil")),
                ticket(52, "incident", "INC0010002", "Thanks", state=("7", "Geschlossen"),
                       active="false", description="about AB-10001",
                       caller_id=(number_of(12), "Jane O'Neil")),
                ticket(53, "incident", "INC0010003", "AB-100010",
                       caller_id=(number_of(13), "Janet Other")),
            ],
            "sn_customerservice_case": [
                ticket(60, "sn_customerservice_case", "CS0001001", "A case",
                       contact=(number_of(12), "Jane O'Neil")),
                ticket(62, "sn_customerservice_case", "CS0001002", "Of a consumer",
                       consumer=(number_of(31), "Carl Consumer")),
            ],
            "sys_choice": [
                choice("New", "1", "en"), choice("In Progress", "2", "en"),
                choice("Closed", "7", "en"), choice("Neu", "1", "de"),
                choice("In Bearbeitung", "2", "de"), choice("Geschlossen", "7", "de"),
            ],
            "sys_journal_field": [],
        }
    )  # fmt: skip
    hidden: set[str] = field(default_factory=set)
    """Tables whose rows this account may not see, of which it hears nothing."""
    forbidden: set[str] = field(default_factory=set)
    strict: frozenset[str] = frozenset()
    """States that want more said than their value."""
    ran: list[str] = field(default_factory=list)
    """Scripts that came in values."""
    status: int = 200

    def __call__(self, asked: Asked, wire: Wire) -> None:
        content, status = self.answered(asked)
        more = {}
        if status == 429:
            more = {"Retry_After": "1800", "X_RateLimit_Limit": "500", "X_RateLimit_Rule": "hour"}
        answer_json(content, status, **more)(asked, wire)

    def answered(self, asked: Asked) -> tuple[object, int]:
        good = base64.b64encode(b"ann:pass-word").decode()
        if asked.headers.get("authorization") not in (f"Basic {good}", "Bearer pass-word"):
            return _error("User Not Authenticated"), 401
        if self.status != 200:
            return _error("No"), self.status
        table, _, number = asked.path.removeprefix("/api/now/table/").partition("/")
        every = self._rows(table)
        if every is None:
            return _error(f"Invalid table {table}"), 400
        if table in self.forbidden:
            return _error("User Not Authorized"), 403
        seen = [] if table in self.hidden else every
        if number:
            return self._one(asked, [one for one in every if one["sys_id"] == number])
        found = self._matching(seen, asked.query["sysparm_query"])
        fields = asked.query["sysparm_fields"].split(",")
        most = int(asked.query["sysparm_limit"])
        return {"result": [_as_row(one, fields) for one in found[:most]]}, 200

    def _rows(self, table: str) -> list[Row] | None:
        if table != "task":
            return self.tables.get(table)
        return [*self.tables.get("incident", []), *self.tables.get("sn_customerservice_case", [])]

    def _one(self, asked: Asked, known: list[Row]) -> tuple[object, int]:
        if not known:
            return _error("No Record found"), 404
        row = known[0]
        if asked.method == "PUT":
            change = asked.json
            if change.get("state") in self.strict:
                return _error("Operation Failed"), 403
            for name in ("work_notes", "comments"):
                if text := change.get(name):
                    self.write(row, name, text)
            labels = {one["value"]: one["label"] for one in self.tables["sys_choice"]}
            if value := change.get("state"):
                row["state"] = (value, labels[value])
            return {"result": {name: _kept(value) for name, value in row.items()}}, 200
        return {"result": _as_row(row, asked.query["sysparm_fields"].split(","))}, 200

    def write(self, row: Row, name: str, text: str) -> None:
        journal = self.tables["sys_journal_field"]
        made = len(journal) + 900
        journal.append({"sys_id": number_of(made), "element_id": row["sys_id"], "element": name,
                        "value": text, "sys_created_on": f"2026-11-29 10:{made}"})  # fmt: skip
        shown = f"2026-11-29 11:00:00 - Ann Agent ({name})\n{text}\n\n"
        row[name] = ("", shown + (row[name][1] if row[name] else ""))

    def _matching(self, rows: list[Row], query: str) -> list[Row]:
        every: list[Row] = []
        order = ""
        for part in query.split("^NQ"):
            groups: list[list[str]] = []
            for one in re.split(r"\^(?!OR(?!DERBY))", part):
                if one.startswith("ORDERBY"):
                    order = one.removeprefix("ORDERBY")
                elif one:
                    groups.append(one.split("^OR"))
            every += [
                row for row in rows
                if row not in every and all(self._any(row, group) for group in groups)
            ]  # fmt: skip
        if order:
            name = order.removeprefix("DESC")
            every.sort(key=lambda row: str(_kept(row.get(name, ""))),
                       reverse=order.startswith("DESC"))  # fmt: skip
        return every

    def _any(self, row: Row, group: list[str]) -> bool:
        return any(self._holds(row, one) for one in group)

    def _holds(self, row: Row, condition: str) -> bool:
        match = re.fullmatch(r"([a-z_]+)(=|LIKE|ENDSWITH|IN)(.*)", condition, re.DOTALL)
        if match is None or match[1] not in row:
            return True  # left out
        known, asked = str(_kept(row[match[1]])).casefold(), match[3].casefold()
        if asked.startswith("javascript:"):
            self.ran.append(match[3])
            return match[3] == "javascript:gs.getUserID()" and known == number_of(1)
        return {"=": known == asked, "LIKE": asked in known, "ENDSWITH": known.endswith(asked),
                "IN": known in asked.split(",")}[match[2]]  # fmt: skip


def _error(message: str) -> dict[str, object]:
    return {"error": {"message": message, "detail": None}, "status": "failure"}


def _kept(value: object) -> object:
    return value[0] if isinstance(value, tuple) else value


def _as_row(row: Row, fields: list[str]) -> dict[str, object]:
    return {
        name: {"value": _kept(row[name]),
               "display_value": row[name][1] if isinstance(row[name], tuple) else row[name]}
        for name in fields if name in row
    }  # fmt: skip
