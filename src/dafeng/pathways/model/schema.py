"""JSON Schema of a model's files, so that an editor helps an analyst."""

from __future__ import annotations

from typing import Any

from dafeng.pathways.model.shapes import FILES, MODEL, SHAPES, Key, Kind, Shape

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_WRITTEN = {"type": ["string", "number"]}
_PLAIN: dict[Kind, dict[str, Any]] = {
    Kind.TEXT: {"type": ["string", "number"]},
    Kind.CODE: {"type": "string", "pattern": "^[a-z0-9][a-z0-9_.-]*$"},
    Kind.CODES: {
        "anyOf": [
            {"type": "string"},
            {"type": "array", "items": {"type": "string"}},
        ]
    },
    Kind.NAMES: {
        "type": "object",
        "properties": {"zh": {"type": "string"}, "en": {"type": "string"}},
        "required": ["zh", "en"],
        "additionalProperties": False,
    },
    Kind.YEAR: {"type": "integer", "minimum": 1949, "maximum": 2200},
    Kind.WHOLE: {"type": "integer"},
    Kind.NUMBER: {"type": "number"},
    Kind.SHARE: _WRITTEN,
    Kind.RATE: _WRITTEN,
    Kind.QUANTITY: _WRITTEN,
    Kind.FACTOR: _WRITTEN,
    Kind.CHOICE: {"type": "string"},
    Kind.FLAG: {"type": "boolean"},
    Kind.SIZES: {
        "type": "object",
        "additionalProperties": {
            "type": "object",
            "additionalProperties": {"type": "number"},
        },
    },
}


def model_schema(file: str = "") -> dict[str, Any]:
    """Return the schema of one file of a model, or of any when none is named.

    Examples
    --------
    >>> model_schema("drivers.yaml")["items"]
    {'$ref': '#/$defs/driver'}
    """
    roots: dict[str, dict[str, Any]] = {"model.yaml": {"$ref": f"#/$defs/{MODEL.name}"}}
    for name, shape in FILES:
        items = {"$ref": f"#/$defs/{shape.name}"}
        roots[name] = {"type": "array", "items": items}
    body = roots[file] if file else {"anyOf": list(roots.values())}
    return {
        "$schema": _DRAFT,
        "title": f"dafeng model: {file or 'any file'}",
        **body,
        "$defs": {name: _shape(shape) for name, shape in SHAPES.items()},
    }


def _shape(shape: Shape) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {one.name: _key(one) for one in shape.keys},
        "required": [one.name for one in shape.keys if one.must],
        "additionalProperties": False,
    }


def _key(key: Key) -> dict[str, Any]:
    found: dict[str, Any] = {"description": key.about}
    items = {"type": "array", "items": {"$ref": f"#/$defs/{key.shape}"}}
    if key.kind is Kind.ITEMS:
        return found | items
    if key.kind is Kind.BY_CODE:
        return found | {"type": "object", "additionalProperties": items}
    found |= _PLAIN[key.kind]
    if key.choices:
        found["enum"] = list(key.choices)
    return found
