"""From sentences and what the stages found in them to statements."""

from conflict_timeline.statements.build import build_statements, statement_id

__all__ = ["build_statements", "statement_id"]
