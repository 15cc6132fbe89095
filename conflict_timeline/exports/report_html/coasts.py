"""Coasts and boundaries as SVG paths, in the frame that holds all places of a report."""

import gzip
import json
import math
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

WIDTH = 1000.0
STEPS = 100
NORTHMOST = 83.0
MARGIN = 0.15
LEAST_DEGREES = 3.0
VISIBLE = 1.2
EVERYWHERE = (-180.0, -56.0, 180.0, 75.0)

Point = tuple[float, float]


class Frame(NamedTuple):
    """A part of the world in Mercator: west, south, east, north in degrees; size in SVG units."""

    west: float
    south: float
    east: float
    north: float
    width: float
    height: float

    def project(self, lon: float, lat: float) -> Point:
        """Return the SVG coordinates of a point."""
        x = (lon - self.west) / (self.east - self.west) * self.width
        top, bottom = _mercator(self.north), _mercator(self.south)
        return x, (top - _mercator(lat)) / (top - bottom) * self.height


def frame_of(points: Sequence[Point]) -> Frame:
    """Return a frame around ``points`` with a margin; the whole world when there are none.

    Of many points the outermost twentieth on each side does not count: one far place would make
    all others one dot.
    """
    if points:
        aside = len(points) // 20
        lons = sorted(p[0] for p in points)[aside : len(points) - aside]
        lats = sorted(p[1] for p in points)[aside : len(points) - aside]
        wide = max(LEAST_DEGREES, (max(lons) - min(lons)) * (0.5 + MARGIN))
        high = max(LEAST_DEGREES / 1.6, (max(lats) - min(lats)) * (0.5 + MARGIN))
        lon, lat = (max(lons) + min(lons)) / 2, (max(lats) + min(lats)) / 2
        # Neither a ribbon nor a column: at least half as wide again as high, at most twice.
        wide = max(wide, 1.5 * high / math.cos(math.radians(min(70.0, abs(lat)))))
        high = max(high, wide * math.cos(math.radians(min(70.0, abs(lat)))) / 2)
        west, east = max(-180.0, lon - wide), min(180.0, lon + wide)
        south, north = max(-70.0, lat - high), min(NORTHMOST, lat + high)
    else:
        west, south, east, north = EVERYWHERE
    ratio = (_mercator(north) - _mercator(south)) / math.radians(east - west)
    return Frame(west, south, east, north, WIDTH, round(WIDTH * ratio, 1))


def land_path(frame: Frame) -> str:
    """Return the land inside ``frame`` as the ``d`` of an SVG path."""
    return "".join(_closed(frame, ring) for ring in _land())


def draw_lines(frame: Frame, geojson: dict[str, Any]) -> str:
    """Return the lines and outlines of a GeoJSON object inside ``frame`` as the ``d`` of a path."""
    out = []
    for line in _lines(geojson):
        points = [(float(p[0]), float(p[1])) for p in line]
        if _touches(frame, points):
            out.append("M" + "L".join(_text(frame.project(x, _sane(y))) for x, y in points))
    return "".join(out)


@cache
def _land() -> tuple[tuple[Point, ...], ...]:
    packed = files(__package__).joinpath("land.json.gz").read_bytes()
    return tuple(tuple(_unpacked(ring)) for ring in json.loads(gzip.decompress(packed)))


def _unpacked(steps: Sequence[int]) -> Iterator[Point]:
    x = y = 0
    for at in range(0, len(steps), 2):
        x, y = x + steps[at], y + steps[at + 1]
        yield x / STEPS, y / STEPS


def _closed(frame: Frame, ring: Sequence[Point]) -> str:
    if not _touches(frame, ring):
        return ""
    clipped = _clip(frame, ring)
    if len(clipped) < 3:
        return ""
    points = _thinned([frame.project(x, _sane(y)) for x, y in clipped])
    return f"M{'L'.join(map(_text, points))}Z" if len(points) > 2 else ""


def _thinned(points: Sequence[Point]) -> list[Point]:
    """Leave out what the eye cannot tell apart: points nearer than a unit, islands that small."""
    kept: list[Point] = []
    for x, y in points:
        if not kept or abs(x - kept[-1][0]) + abs(y - kept[-1][1]) >= VISIBLE:
            kept.append((x, y))
    wide = max(x for x, _ in points) - min(x for x, _ in points)
    high = max(y for _, y in points) - min(y for _, y in points)
    return kept if max(wide, high) >= 2 * VISIBLE else []


def _clip(frame: Frame, ring: Sequence[Point]) -> list[Point]:
    """Cut a ring to the frame, one side after the other (Sutherland and Hodgman)."""
    points = list(ring)
    sides = ((0, frame.west, 1), (0, frame.east, -1), (1, frame.south, 1), (1, frame.north, -1))
    for axis, limit, sign in sides:
        cut: list[Point] = []
        for at, point in enumerate(points):
            before = points[at - 1]
            inside, was = sign * (point[axis] - limit) >= 0, sign * (before[axis] - limit) >= 0
            if inside != was:
                share = (limit - before[axis]) / (point[axis] - before[axis])
                other = before[1 - axis] + share * (point[1 - axis] - before[1 - axis])
                cut.append((limit, other) if axis == 0 else (other, limit))
            if inside:
                cut.append(point)
        points = cut
    return points


def _touches(frame: Frame, points: Sequence[Point]) -> bool:
    xs, ys = [point[0] for point in points], [point[1] for point in points]
    across = max(xs) >= frame.west and min(xs) <= frame.east
    return across and max(ys) >= frame.south and min(ys) <= frame.north


def _lines(geojson: dict[str, Any]) -> Iterator[Sequence[Sequence[float]]]:
    kind = geojson.get("type")
    if kind == "FeatureCollection":
        for feature in geojson.get("features", ()):
            yield from _lines(feature)
    elif kind == "Feature" and geojson.get("geometry"):
        yield from _lines(geojson["geometry"])
    elif kind == "GeometryCollection":
        for geometry in geojson.get("geometries", ()):
            yield from _lines(geometry)
    elif kind == "LineString":
        yield geojson["coordinates"]
    elif kind in ("MultiLineString", "Polygon"):
        yield from geojson["coordinates"]
    elif kind == "MultiPolygon":
        for polygon in geojson["coordinates"]:
            yield from polygon


def _text(point: Point) -> str:
    return f"{point[0]:.1f} {point[1]:.1f}".replace(".0", "")


def _sane(lat: float) -> float:
    return max(-NORTHMOST, min(NORTHMOST, lat))


def _mercator(lat: float) -> float:
    return math.log(math.tan(math.pi / 4 + math.radians(_sane(lat)) / 2))
