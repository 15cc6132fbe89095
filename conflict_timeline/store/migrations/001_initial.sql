-- The store, version 1. Facts about texts (articles, statements) are written one article a transaction;
-- claims are derived from them and may be rebuilt at any time; decisions are only ever added to.
-- In tables WITHOUT ROWID the key's columns come first: older SQLite checks NOT NULL wrongly otherwise.

CREATE TABLE articles (
    id              TEXT PRIMARY KEY,  -- SHA-256 of the file's or the record's bytes
    file            TEXT NOT NULL,
    record          TEXT,
    title           TEXT,
    outlet          TEXT,
    url             TEXT,
    lang            TEXT NOT NULL,
    header_end      INTEGER NOT NULL,
    published       TEXT,
    published_basis TEXT NOT NULL,
    evidence        TEXT NOT NULL,     -- JSON: [{text, start, end, proves}]
    candidates      TEXT NOT NULL,     -- JSON: days that the evidence leaves open
    n_statements    INTEGER NOT NULL,
    rules_version   TEXT NOT NULL,
    tool_version    TEXT NOT NULL,
    read_at         TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))
) STRICT;

CREATE INDEX articles_by_file ON articles (file, record);

-- Apart from articles, so that listing them does not walk through their texts. TEXT, or a BLOB of UTF-8 with
-- surrogates passed through where the text holds a lone surrogate, which SQLite could not keep otherwise.
CREATE TABLE article_texts (
    article TEXT PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
    text    ANY NOT NULL
) STRICT;

CREATE TABLE statements (
    article    TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    start      INTEGER NOT NULL,
    id         TEXT NOT NULL,
    "end"      INTEGER NOT NULL,
    record     TEXT NOT NULL,          -- JSON, as inside a claim
    PRIMARY KEY (article, start, id)
) STRICT;                              -- with a rowid: rows are too long for an index's pages

CREATE INDEX statements_by_id ON statements (id);

CREATE TABLE failures (
    path    TEXT PRIMARY KEY,
    code    TEXT NOT NULL,
    message TEXT NOT NULL,
    read_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))
) STRICT, WITHOUT ROWID;

CREATE TABLE claims (
    n            INTEGER PRIMARY KEY,
    id           TEXT NOT NULL UNIQUE,
    filed        TEXT NOT NULL,        -- filing day, '~' when unknown so that it sorts last
    start        TEXT NOT NULL,        -- local time, '' when unknown
    "end"        TEXT NOT NULL,
    date         TEXT GENERATED ALWAYS AS (nullif(filed, '~')) VIRTUAL,
    granularity  TEXT,
    part         TEXT,
    status       TEXT NOT NULL,
    polarity     TEXT NOT NULL,
    inferred     INTEGER NOT NULL,     -- 1 when the publication day was inferred
    text         TEXT NOT NULL,
    cities       TEXT NOT NULL,        -- for reading; claim_terms is what queries use
    speakers     TEXT NOT NULL,
    kinds        TEXT NOT NULL,
    outlets      TEXT NOT NULL,
    n_outlets    INTEGER NOT NULL,
    n_origins    INTEGER NOT NULL,
    n_statements INTEGER NOT NULL,
    record       TEXT NOT NULL         -- the claim's JSON, as `ctl timeline --jsonl` prints it
) STRICT;

CREATE INDEX claims_in_order ON claims (filed, start, id);

-- One row for each name a claim can be found by, in the order of the timeline.
CREATE TABLE claim_terms (
    term  TEXT NOT NULL,               -- city, country, kind, speaker, actor, outlet
    key   TEXT NOT NULL,               -- folded
    filed TEXT NOT NULL,
    start TEXT NOT NULL,
    claim TEXT NOT NULL,
    name  TEXT NOT NULL,               -- as written
    PRIMARY KEY (term, key, filed, start, claim)
) STRICT, WITHOUT ROWID;

CREATE INDEX claim_terms_by_claim ON claim_terms (claim);

CREATE TABLE claim_places (
    claim     TEXT NOT NULL,
    name      TEXT NOT NULL,
    kind      TEXT NOT NULL,
    country   TEXT,
    lat       REAL,
    lon       REAL,
    geonameid INTEGER,
    PRIMARY KEY (claim, name)
) STRICT, WITHOUT ROWID;

CREATE INDEX claim_places_by_latitude ON claim_places (lat, lon);

CREATE TABLE claim_statements (
    claim     TEXT NOT NULL,
    position  INTEGER NOT NULL,
    statement TEXT NOT NULL,
    PRIMARY KEY (claim, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX claim_statements_by_statement ON claim_statements (statement);

CREATE TABLE claim_links (
    claim  TEXT NOT NULL,
    type   TEXT NOT NULL,
    other  TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (claim, type, other)
) STRICT, WITHOUT ROWID;

CREATE INDEX claim_links_by_type ON claim_links (type, claim, other);

CREATE TABLE claim_figures (
    claim    TEXT NOT NULL,
    position INTEGER NOT NULL,
    filed    TEXT NOT NULL,
    measure  TEXT NOT NULL,
    unit     TEXT NOT NULL,
    bound    TEXT NOT NULL,
    value    REAL,
    low      REAL,
    high     REAL,
    text     TEXT NOT NULL,
    PRIMARY KEY (claim, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX claim_figures_by_measure ON claim_figures (measure, unit, filed);

CREATE VIRTUAL TABLE claims_fts USING fts5 (
    text, tokenize = "unicode61 remove_diacritics 2", columnsize = 0
);

-- What analysts decided: appended, never changed.
CREATE TABLE decisions (
    id            INTEGER PRIMARY KEY,
    at_utc        TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now')),
    who           TEXT NOT NULL,
    tool_version  TEXT NOT NULL,
    rules_version TEXT NOT NULL,
    target_kind   TEXT NOT NULL CHECK (target_kind IN ('claim', 'pair', 'article', 'statement')),
    target_id     TEXT NOT NULL,
    action        TEXT NOT NULL,
    field         TEXT,
    old           TEXT,
    new           TEXT,
    reason        TEXT
) STRICT;

CREATE INDEX decisions_by_target ON decisions (target_kind, target_id, id);

CREATE TRIGGER decisions_are_not_changed BEFORE UPDATE ON decisions
BEGIN SELECT raise(ABORT, 'decisions are only ever added to'); END;

CREATE TRIGGER decisions_are_not_deleted BEFORE DELETE ON decisions
BEGIN SELECT raise(ABORT, 'decisions are only ever added to'); END;

-- For people who open the store in Datasette or sqlite-utils.
CREATE VIEW timeline AS
SELECT date, start, "end", part, cities, speakers, status, kinds, text, outlets, n_outlets, n_origins,
       n_statements, inferred, id
FROM claims ORDER BY filed, start, id;

CREATE VIEW sources AS
SELECT s.claim, c.date, st.article, a.file, a.record, a.outlet, a.published, a.published_basis, st.start, st."end",
       json_extract(st.record, '$.text') AS text
FROM claim_statements AS s
JOIN claims AS c ON c.id = s.claim
JOIN statements AS st ON st.id = s.statement
JOIN articles AS a ON a.id = st.article;
