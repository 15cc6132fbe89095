-- Whether the claims were built from all statements: an ingest that was interrupted leaves 1 here,
-- and the next one builds them again even when it reads nothing new.
CREATE TABLE claims_state (
    one   INTEGER PRIMARY KEY CHECK (one = 1),
    stale INTEGER NOT NULL
) STRICT;

INSERT INTO claims_state (one, stale) VALUES (1, 1);
