"""Builds land.json.gz, the coasts that the report's map draws, from a TopoJSON of Natural Earth.

    python -m conflict_timeline.exports.report_html.build_land land-50m.json

The source is Natural Earth 1:50m land (public domain) as the npm package world-atlas 2.0.2 has it.
Only land is kept, no borders: whose a place is, is for the reader's own boundaries file to say.
"""

import gzip
import json
import sys
from pathlib import Path
from typing import Any

TARGET = Path(__file__).with_name("land.json.gz")
STEPS = 100
"""Steps to a degree: about a kilometre, finer than the map's line."""

Ring = list[tuple[int, int]]


def land_rings(topology: dict[str, Any]) -> list[Ring]:
    """Return the rings of all land, in hundredths of a degree (longitude, latitude)."""
    scale, move = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs: list[Ring] = []
    for arc in topology["arcs"]:
        x = y = 0
        points: Ring = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append(
                (round((x * scale[0] + move[0]) * STEPS), round((y * scale[1] + move[1]) * STEPS))
            )
        arcs.append(points)
    polygons = [
        ring
        for geometry in topology["objects"]["land"]["geometries"]
        for polygon in (
            geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        )
        for ring in polygon
    ]
    return [_joined([arcs[n] if n >= 0 else arcs[~n][::-1] for n in ring]) for ring in polygons]


def _joined(parts: list[Ring]) -> Ring:
    points = [point for part in parts for point in part]
    return [point for at, point in enumerate(points) if at == 0 or point != points[at - 1]]


def _unrolled(ring: Ring) -> list[Ring]:
    """Return a ring that crosses the date line as two: one runs past 180 degrees, one past -180."""
    points: Ring = []
    turn = 0
    for at, (x, y) in enumerate(ring):
        if at and x - ring[at - 1][0] > 180 * STEPS:
            turn -= 360 * STEPS
        elif at and ring[at - 1][0] - x > 180 * STEPS:
            turn += 360 * STEPS
        points.append((x + turn, y))
    if min(x for x, _ in points) >= -180 * STEPS and max(x for x, _ in points) <= 180 * STEPS:
        return [points]
    aside = -360 * STEPS if max(x for x, _ in points) > 180 * STEPS else 360 * STEPS
    return [points, [(x + aside, y) for x, y in points]]


def _differences(ring: Ring) -> list[int]:
    """Return a ring as steps from point to point, which pack well."""
    flat: list[int] = []
    before = (0, 0)
    for point in ring:
        flat += [point[0] - before[0], point[1] - before[1]]
        before = point
    return flat


if __name__ == "__main__":
    topology = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    rings = [
        _differences(part)
        for ring in land_rings(topology)
        if len(ring) > 3
        for part in _unrolled(ring)
    ]
    packed = json.dumps(rings, separators=(",", ":")).encode()
    TARGET.write_bytes(gzip.compress(packed, 9, mtime=0))
