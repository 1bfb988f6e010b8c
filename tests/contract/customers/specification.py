"""A vendor's OpenAPI 3.0 description: is a request one of it, and an answer one that it promises?

Prism lets through what this finds (a search whose query is a number), so requests are looked at
here as well.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import jsonschema
import yaml

from tests.contract.translation.stand_in import Asked


class Specification:
    """See the module."""

    def __init__(self, file: Path) -> None:
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        self._whole = yaml.load(file.read_text(encoding="utf-8"), loader)

    def example(self, method: str, path: str, name: str = "") -> Any:
        """The first answer of success that is written out there, or the one of that name."""
        content = self._whole["paths"][path][method]["responses"]["200"]["content"]
        examples = content["application/json"]["examples"]
        return examples[name or next(iter(examples))]["value"]

    def wrong_with(self, asked: Asked) -> list[str]:
        """What of a request is not as described."""
        found = self._operation(asked)
        if found is None:
            return [f"there is no {asked.method} {asked.path}"]
        operation, given = found
        return [*self._parameters(operation, given, asked), *self._body(operation, asked)]

    def wrong_with_answer(self, asked: Asked, status: int, content: object) -> list[str]:
        """What of an answer is not as described."""
        found = self._operation(asked)
        described = found[0]["responses"].get(str(status)) if found else None
        if described is None or "content" not in described:
            return []
        schema = described["content"]["application/json"].get("schema", {})
        return self._violations(schema, content)

    def _operation(self, asked: Asked) -> tuple[Mapping[str, Any], Mapping[str, str]] | None:
        # A path that is written out goes before one with a variable in it.
        for form in sorted(self._whole["paths"], key=lambda one: one.count("{")):
            named = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]+)", re.escape(form))
            match = re.fullmatch(named, asked.path)
            operation = self._whole["paths"][form].get(asked.method.lower())
            if match and operation:
                return operation, match.groupdict()
        return None

    def _parameters(
        self, operation: Mapping[str, Any], given: Mapping[str, str], asked: Asked
    ) -> Iterator[str]:
        known: dict[str, set[str]] = {"query": set(), "path": set(), "header": set()}
        values = {"query": asked.query, "path": given, "header": asked.headers}
        for one in operation.get("parameters", []):
            place, name = one["in"], one["name"]
            known[place].add(name)
            value = values[place].get(name.lower() if place == "header" else name)
            if value is None:
                if one.get("required"):
                    yield f"{name} is missing"
                continue
            schema = self._schema(one["schema"])
            number = schema.get("type") == "integer" and re.fullmatch(r"-?\d+", value)
            yield from self._violations(one["schema"], int(value) if number else value)
        yield from (f"nothing takes {name}" for name in asked.query if name not in known["query"])

    def _body(self, operation: Mapping[str, Any], asked: Asked) -> list[str]:
        described = operation.get("requestBody")
        if described is None:
            return [f"{asked.path} takes no body"] if asked.body else []
        return self._violations(described["content"]["application/json"]["schema"], asked.json)

    def _schema(self, schema: Mapping[str, Any]) -> Mapping[str, Any]:
        if "$ref" not in schema:
            return schema
        name = schema["$ref"].rpartition("/")[2]
        found: Mapping[str, Any] = self._whole["components"]["schemas"][name]
        return found

    def _violations(self, schema: Mapping[str, Any], content: object) -> list[str]:
        whole = {"components": self._converted, **_as_json_schema(schema)}
        errors = jsonschema.Draft202012Validator(whole).iter_errors(content)
        return [f"{one.json_path}: {one.message}"[:300] for one in errors]

    @functools.cached_property
    def _converted(self) -> Any:
        return _as_json_schema({"schemas": self._whole["components"]["schemas"]})


def _as_json_schema(value: Any) -> Any:
    """OpenAPI 3.0 says “nullable” where JSON Schema has a type of its own."""
    if isinstance(value, list):
        return [_as_json_schema(one) for one in value]
    if not isinstance(value, dict):
        return value
    whole = {name: _as_json_schema(one) for name, one in value.items() if name != "format"}
    if whole.get("nullable") is True:
        del whole["nullable"]
        return {"anyOf": [whole, {"type": "null"}]}
    return whole


def requests_of(asked: list[Asked]) -> str:
    """For the message of a test that fails."""
    return json.dumps([(one.method, one.target, one.body.decode()) for one in asked], indent=1)
