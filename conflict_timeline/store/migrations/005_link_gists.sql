-- What tells apart most claims that cannot be linked, so that only the others are read whole. Filled when all
-- statements are matched again, at the next ingest.
CREATE TABLE link_gists (
    claim TEXT NOT NULL,
    gist  TEXT NOT NULL,               -- JSON: [is negative, cities, kinds, whether it counts]
    PRIMARY KEY (claim)
) STRICT, WITHOUT ROWID;

UPDATE claims_state SET matched_with = NULL;
