-- The first-level division of each place, how much a claim tells, and what a name of a city means.
-- Both values come from the statements: the claims are marked as stale, so that the next ingest fills them in.
ALTER TABLE claim_places ADD COLUMN admin1 TEXT;
ALTER TABLE claims ADD COLUMN weight REAL NOT NULL DEFAULT 0;

CREATE INDEX claim_places_by_name ON claim_places (name, kind, geonameid, country, admin1);

UPDATE claims_state SET stale = 1 WHERE EXISTS (SELECT 1 FROM claims);
