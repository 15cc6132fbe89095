"""The resolvers by the names that rule files use: ``resolve = "weekday"`` calls ``weekday``."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from conflict_timeline.times import (
    amounts,
    calendar,
    clock,
    days,
    quarters,
    seasons,
    steps,
    vague,
    weekdays,
    years,
)
from conflict_timeline.times.scene import Scene
from conflict_timeline.times.wording import Answer, Found

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
    calendar.month,
    calendar.month_day_range,
    calendar.month_relative_year,
    calendar.month_year,
    calendar.numeric_date,
    calendar.part_of_date,
    calendar.range_day,
    calendar.slash_date,
    clock.clock,
    clock.clock_words,
    days.bare_part,
    days.deictic,
    days.ordinal_day,
    days.overnight,
    days.part_of_day,
    days.part_of_weekdays,
    days.tonight,
    quarters.quarter,
    quarters.quarter_of_year,
    quarters.year_ago,
    seasons.holiday,
    seasons.season,
    steps.the_unit,
    steps.toward_unit,
    steps.unit_after,
    steps.eve,
    steps.unit_end,
    vague.conflict_day,
    vague.ref_word,
    vague.since_conflict,
    vague.this_time,
    weekdays.weekday,
    weekdays.weekdays,
    years.century,
    years.decade,
    years.short_year,
    years.year,
    years.year_era,
    years.year_range,
)

RESOLVERS: Mapping[str, Resolver] = MappingProxyType(
    {function.__name__: function for function in _FUNCTIONS}
)
"""Every resolver a rule may name."""
