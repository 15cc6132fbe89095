-- What makes claims incremental: how each statement is compared, which comparisons were accepted, and what waits to be
-- matched. All of it is derived from the statements; a change of the rules of matching empties it, and the next ingest
-- fills it again.

-- The different normalised views of statements. One without words is shared by no two statements: its digest is NULL.
CREATE TABLE views (
    n      INTEGER PRIMARY KEY,
    digest INTEGER,                    -- of the record: 64 bits
    record TEXT NOT NULL               -- JSON: a Comparable
) STRICT;

CREATE INDEX views_by_digest ON views (digest);

-- Only views that share a key are compared. ``day`` is the first of the view, 0 where it has none or spans many.
CREATE TABLE view_keys (
    key  INTEGER NOT NULL,
    day  INTEGER NOT NULL,             -- proleptic ordinal
    view INTEGER NOT NULL,
    PRIMARY KEY (key, day, view)
) STRICT, WITHOUT ROWID;

-- Accepted pairs, in both directions.
CREATE TABLE view_pairs (
    view  INTEGER NOT NULL,
    other INTEGER NOT NULL,
    score REAL NOT NULL,
    PRIMARY KEY (view, other)
) STRICT, WITHOUT ROWID;

-- The statements that are in the claims as they stand.
CREATE TABLE matched (
    statement TEXT NOT NULL,
    view      INTEGER NOT NULL,
    published TEXT NOT NULL,           -- '9999' when unknown
    PRIMARY KEY (statement)
) STRICT, WITHOUT ROWID;

CREATE INDEX matched_by_view ON matched (view);

-- The statements that came, changed or went since: claims are brought up to date with them in this order.
CREATE TABLE pending (
    day       TEXT NOT NULL,           -- filing day, '' for a statement that went
    statement TEXT NOT NULL,
    PRIMARY KEY (day, statement)
) STRICT, WITHOUT ROWID;

-- The folders in which a dated article came, changed or went: their undated articles are dated again.
CREATE TABLE pending_folders (
    folder TEXT NOT NULL,
    mark   INTEGER NOT NULL,           -- another number each time, so that no change is missed
    PRIMARY KEY (folder)
) STRICT, WITHOUT ROWID;

-- Only claims that share a key are judged for a link, each with those next to it in this order.
CREATE TABLE link_keys (
    key   INTEGER NOT NULL,
    day   INTEGER NOT NULL,
    claim TEXT NOT NULL,
    PRIMARY KEY (key, day, claim)
) STRICT, WITHOUT ROWID;

-- All links that were found; a claim shows a choice of them (claim_links).
CREATE TABLE found_links (
    claim  TEXT NOT NULL,
    other  TEXT NOT NULL,
    type   TEXT NOT NULL,
    reason TEXT NOT NULL,              -- JSON: any text as it is, lone surrogates too
    PRIMARY KEY (claim, other, type)
) STRICT, WITHOUT ROWID;

CREATE INDEX found_links_by_other ON found_links (other);

-- Which rules the views were made with (NULL: they must be made again), the last decision that the claims follow, and
-- how much there is, so that nothing must be counted.
ALTER TABLE claims_state ADD COLUMN matched_with TEXT;
ALTER TABLE claims_state ADD COLUMN decided INTEGER NOT NULL DEFAULT 0;
ALTER TABLE claims_state ADD COLUMN n_articles INTEGER NOT NULL DEFAULT 0;
ALTER TABLE claims_state ADD COLUMN n_claims INTEGER NOT NULL DEFAULT 0;
ALTER TABLE claims_state ADD COLUMN n_statements INTEGER NOT NULL DEFAULT 0;

UPDATE claims_state SET
    n_articles = (SELECT count(*) FROM articles),
    n_claims = (SELECT count(*) FROM claims),
    n_statements = (SELECT count(*) FROM claim_statements);

CREATE INDEX articles_by_rules ON articles (rules_version);
CREATE INDEX articles_without_date ON articles (file) WHERE published_basis IN ('inferred', 'none');
