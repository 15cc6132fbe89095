"""Says where a value is not what a JSON Schema of ours asks for: `misfit`.

Knows as much of JSON Schema as ``schema.py`` writes. On top of it a whole number must fit 64 bits
and a number must be finite: what is stored has no others.
"""

import math
import re
from collections.abc import Callable, Mapping
from itertools import repeat
from typing import Any

LARGEST = 2**63


def misfit(
    value: object, schema: Mapping[str, Any], definitions: Mapping[str, Any], *, at: str = "it"
) -> str | None:
    """Return the name of the first part of ``value`` that ``schema`` does not allow, else None."""
    if "$ref" in schema:
        schema = definitions[schema["$ref"].rpartition("/")[2]]
    if "anyOf" in schema:
        found = [misfit(value, one, definitions, at=at) for one in schema["anyOf"]]
        return None if None in found else found[0]
    if "enum" in schema:
        return None if isinstance(value, str) and value in schema["enum"] else at
    if not _TYPES[schema["type"]](value):
        return at
    if isinstance(value, str) and "pattern" in schema and not re.search(schema["pattern"], value):
        return at
    if isinstance(value, int | float):
        low, high = schema.get("minimum", -LARGEST), schema.get("maximum", LARGEST - 1)
        return None if low <= value <= high else at
    if isinstance(value, list):
        if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
            return at
        wanted = schema["prefixItems"] if "prefixItems" in schema else repeat(schema["items"])
        items = (
            misfit(item, one, definitions, at=f"{at}[{place}]")
            for place, (item, one) in enumerate(zip(value, wanted, strict=False))
        )
        return next(filter(None, items), None)
    if isinstance(value, dict):
        for key, one in schema["properties"].items():
            if key not in value:
                return f"{at}.{key}"
            if wrong := misfit(value[key], one, definitions, at=f"{at}.{key}"):
                return wrong
    return None


def _is_number(value: object) -> bool:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return is_number and (isinstance(value, int) or math.isfinite(value))  # type: ignore[arg-type]


_TYPES: dict[str, Callable[[object], bool]] = {
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": _is_number,
    "array": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, dict),
    "null": lambda value: value is None,
}
