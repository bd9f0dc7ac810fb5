-- +goose Up

-- content, newer, sent and answer come last: SQLite reads a row from its
-- beginning, and lists of states and reasons need not touch the long columns.
CREATE TABLE documents (
    scheme        TEXT NOT NULL,
    key           TEXT NOT NULL,
    number        TEXT NOT NULL,
    state         TEXT NOT NULL,
    reason        TEXT NOT NULL DEFAULT '',
    hash          TEXT NOT NULL,
    newer_hash    TEXT NOT NULL DEFAULT '',
    revision      TEXT NOT NULL DEFAULT '',
    target_id     TEXT NOT NULL DEFAULT '',
    target_number TEXT NOT NULL DEFAULT '',
    attempts      INTEGER NOT NULL DEFAULT 0,
    waits_for     TEXT NOT NULL DEFAULT '',
    workflow_id   TEXT NOT NULL DEFAULT '',
    run_id        TEXT NOT NULL DEFAULT '',
    fetched_at    TEXT NOT NULL,
    updated_at    TEXT NOT NULL,
    content       TEXT NOT NULL,
    newer         TEXT,
    sent          TEXT,
    answer        TEXT,
    PRIMARY KEY (scheme, key)
);
CREATE INDEX documents_state ON documents (scheme, state, key);
CREATE INDEX documents_number ON documents (scheme, number, key);
CREATE INDEX documents_waiting ON documents (waits_for, key, scheme) WHERE waits_for <> '';

CREATE TABLE events (
    id     INTEGER PRIMARY KEY,
    scheme TEXT NOT NULL,
    key    TEXT NOT NULL,
    at     TEXT NOT NULL,
    state  TEXT NOT NULL,
    reason TEXT NOT NULL,
    by     TEXT NOT NULL,
    sent   TEXT,
    answer TEXT
);
CREATE INDEX events_document ON events (scheme, key, id);

-- How many documents are in a state; the state 'changed' counts those with
-- newer content. shard spreads concurrent writers over several rows.
CREATE TABLE tallies (
    scheme TEXT NOT NULL,
    state  TEXT NOT NULL,
    shard  INTEGER NOT NULL,
    count  INTEGER NOT NULL,
    PRIMARY KEY (scheme, state, shard)
) WITHOUT ROWID;

CREATE TABLE lookup_fields (
    collection TEXT NOT NULL,
    field      TEXT NOT NULL,
    ready      BOOLEAN NOT NULL DEFAULT FALSE,
    PRIMARY KEY (collection, field)
) WITHOUT ROWID;

CREATE TABLE lookups (
    collection TEXT NOT NULL,
    field      TEXT NOT NULL,
    value      TEXT NOT NULL,
    key        TEXT NOT NULL,
    PRIMARY KEY (collection, field, value, key)
) WITHOUT ROWID;
CREATE INDEX lookups_document ON lookups (collection, key);

CREATE TABLE watermarks (
    scheme TEXT PRIMARY KEY,
    at     TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE pauses (
    scheme TEXT PRIMARY KEY,
    by     TEXT NOT NULL,
    reason TEXT NOT NULL,
    at     TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE schemes (
    name     TEXT NOT NULL,
    revision TEXT NOT NULL,
    file     TEXT NOT NULL,
    yaml     BLOB NOT NULL,
    used_at  TEXT NOT NULL,
    PRIMARY KEY (name, revision)
);

-- +goose Down
DROP TABLE schemes;
DROP TABLE pauses;
DROP TABLE watermarks;
DROP TABLE lookups;
DROP TABLE lookup_fields;
DROP TABLE tallies;
DROP TABLE events;
DROP TABLE documents;
