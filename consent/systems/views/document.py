"""The OpenAPI document of the API, and its parts for the page that people read."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import reverse

from consent.systems.schemas import Message
from consent.systems.views.api import api


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter of a question, or a field of an answer: its name, what it can be, and what it means."""

    name: str
    kind: str
    about: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that can be asked."""

    path: str
    summary: str
    about: str
    asks: list[Field]
    answers: list[tuple[str, list[Field]]]


@cache
def schema() -> dict[str, Any]:
    """Return the document, OpenAPI 3.1."""
    prefix = reverse("systems:openapi").removesuffix("openapi.json")
    found = dict(api.get_openapi_schema(path_prefix=prefix))
    message = Message.model_json_schema(ref_template="#/components/schemas/{model}")
    found["components"]["schemas"] |= message.pop("$defs")
    return found | {"webhooks": {"happened": {"post": _told(message)}}}


def _told(message: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a system is sent (OpenAPI 3.1 has a place for it)."""
    headers = {
        "webhook-id": "The same when it is sent again.",
        "webhook-timestamp": "When this try began, in Unix seconds.",
        "webhook-signature": "v1, and the Base64 of HMAC-SHA256 over id, timestamp and body (Standard Webhooks).",
    }
    return {
        "summary": "Something happened to a request",
        "security": [],
        "parameters": [
            {"name": name, "in": "header", "required": True, "description": about, "schema": {"type": "string"}}
            for name, about in headers.items()
        ],
        "requestBody": {"required": True, "content": {"application/json": {"schema": message}}},
        "responses": {"2XX": {"description": "It arrived. Anything else is sent again, for three days."}},
    }


def operations() -> list[Operation]:
    """Return what can be asked, with the fields of each answer and of what stands in it."""
    parts = schema()["components"]["schemas"]
    return [_operation(path, asked["get"], parts) for path, asked in schema()["paths"].items()]


def _operation(path: str, asked: Mapping[str, Any], parts: Mapping[str, Any]) -> Operation:
    answer = asked["responses"][200]["content"]["application/json"]["schema"]["$ref"]
    return Operation(
        path=path,
        summary=asked["summary"],
        about=asked.get("description", "").replace("`", ""),
        asks=[
            Field(one["name"], _kind(one["schema"], parts), _about(one["schema"], one), one["required"])
            for one in asked["parameters"]
        ],
        answers=[(name, _fields(parts[name], parts)) for name in _within(_name(answer), parts)],
    )


def _within(name: str, parts: Mapping[str, Any]) -> list[str]:
    """Return the name of an answer, and of each answer in it, without enumerations."""
    found = [name]
    for field in parts[name]["properties"].values():
        for inner in _refs(field):
            if "properties" in parts[inner] and inner not in found:
                found += _within(inner, parts)
    return found


def _fields(part: Mapping[str, Any], parts: Mapping[str, Any]) -> list[Field]:
    return [Field(name, _kind(field, parts), _about(field, field)) for name, field in part["properties"].items()]


def _refs(field: Mapping[str, Any]) -> list[str]:
    inner = [field, field.get("items", {}), *field.get("anyOf", [])]
    return [_name(one["$ref"]) for one in inner if "$ref" in one]


def _kind(field: Mapping[str, Any], parts: Mapping[str, Any]) -> str:
    """Return what a field can be: a type, or the values of an enumeration."""
    if "$ref" in field:
        part = parts[_name(field["$ref"])]
        return " | ".join(part["enum"]) if "enum" in part else _name(field["$ref"])
    if "enum" in field:
        return " | ".join(field["enum"])
    if "anyOf" in field:
        return " | ".join(_kind(one, parts) for one in field["anyOf"])
    if field.get("type") == "array":
        return f"[{_kind(field['items'], parts)}]"
    return str(field.get("format") or field.get("type", ""))


def _about(*places: Mapping[str, Any]) -> str:
    return next((str(one["description"]) for one in places if "description" in one), "")


def _name(reference: str) -> str:
    return reference.rsplit("/", maxsplit=1)[-1]
