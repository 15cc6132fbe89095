"""The day of an article that states none, from its own words and its dated neighbours."""

from conflict_timeline.dating.article import date_article, neighbouring_days

__all__ = ["date_article", "neighbouring_days"]
