"""The resolvers by the names that rule files use: ``resolve = "weekday"`` calls ``weekday``."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from conflict_timeline.times import amounts, calendar, clock, relative
from conflict_timeline.times.calendar import Answer, Found
from conflict_timeline.times.scene import Scene

Resolver = Callable[[Found, Scene], Answer]

_FUNCTIONS: tuple[Resolver, ...] = (
    amounts.bare_units,
    amounts.duration,
    amounts.every_part,
    amounts.every_unit,
    amounts.offset,
    amounts.one_unit,
    amounts.set_word,
    amounts.some_units,
    amounts.unit_long,
    calendar.calendar_day,
    calendar.century,
    calendar.decade,
    calendar.holiday,
    calendar.month,
    calendar.month_day_range,
    calendar.month_relative_year,
    calendar.month_year,
    calendar.numeric_date,
    calendar.part_of_date,
    calendar.quarter,
    calendar.quarter_of_year,
    calendar.range_day,
    calendar.season,
    calendar.short_year,
    calendar.slash_date,
    calendar.year,
    calendar.year_era,
    calendar.year_range,
    clock.clock,
    clock.clock_words,
    relative.bare_part,
    relative.conflict_day,
    relative.deictic,
    relative.ordinal_day,
    relative.overnight,
    relative.part_of_day,
    relative.ref_word,
    relative.since_conflict,
    relative.the_unit,
    relative.this_time,
    relative.tonight,
    relative.toward_unit,
    relative.unit_after,
    relative.unit_end,
    relative.weekday,
    relative.weekdays,
    relative.year_ago,
)

RESOLVERS: Mapping[str, Resolver] = MappingProxyType(
    {function.__name__: function for function in _FUNCTIONS}
)
"""Every resolver a rule may name."""
