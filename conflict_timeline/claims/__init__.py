"""Same claim or another one: comparison, clustering, links, origins, and which days matter."""

from conflict_timeline.claims.cluster import cluster_claims

__all__ = ["cluster_claims"]
