-- +goose Up

-- Text is compared byte by byte (COLLATE "C"): the order of keys must not depend
-- on the locale of the server. JSON is kept as text, exactly as it came.
CREATE TABLE documents (
    scheme        TEXT COLLATE "C" NOT NULL,
    key           TEXT COLLATE "C" NOT NULL,
    number        TEXT COLLATE "C" NOT NULL,
    state         TEXT COLLATE "C" NOT NULL,
    reason        TEXT NOT NULL DEFAULT '',
    hash          TEXT NOT NULL,
    newer_hash    TEXT NOT NULL DEFAULT '',
    revision      TEXT COLLATE "C" NOT NULL DEFAULT '',
    target_id     TEXT NOT NULL DEFAULT '',
    target_number TEXT NOT NULL DEFAULT '',
    attempts      BIGINT NOT NULL DEFAULT 0,
    waits_for     TEXT COLLATE "C" NOT NULL DEFAULT '',
    workflow_id   TEXT NOT NULL DEFAULT '',
    run_id        TEXT NOT NULL DEFAULT '',
    fetched_at    TIMESTAMPTZ NOT NULL,
    updated_at    TIMESTAMPTZ NOT NULL,
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
    id     BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    scheme TEXT COLLATE "C" NOT NULL,
    key    TEXT COLLATE "C" NOT NULL,
    at     TIMESTAMPTZ NOT NULL,
    state  TEXT COLLATE "C" NOT NULL,
    reason TEXT NOT NULL,
    by     TEXT NOT NULL,
    sent   TEXT,
    answer TEXT
);
CREATE INDEX events_document ON events (scheme, key, id);

-- How many documents are in a state; the state 'changed' counts those with
-- newer content. shard spreads concurrent writers over several rows.
CREATE TABLE tallies (
    scheme TEXT COLLATE "C" NOT NULL,
    state  TEXT COLLATE "C" NOT NULL,
    shard  BIGINT NOT NULL,
    count  BIGINT NOT NULL,
    PRIMARY KEY (scheme, state, shard)
);

CREATE TABLE lookup_fields (
    collection TEXT COLLATE "C" NOT NULL,
    field      TEXT COLLATE "C" NOT NULL,
    ready      BOOLEAN NOT NULL DEFAULT FALSE,
    PRIMARY KEY (collection, field)
);

CREATE TABLE lookups (
    collection TEXT COLLATE "C" NOT NULL,
    field      TEXT COLLATE "C" NOT NULL,
    value      TEXT COLLATE "C" NOT NULL,
    key        TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (collection, field, value, key)
);
CREATE INDEX lookups_document ON lookups (collection, key);

CREATE TABLE watermarks (
    scheme TEXT COLLATE "C" PRIMARY KEY,
    at     TIMESTAMPTZ NOT NULL
);

CREATE TABLE pauses (
    scheme TEXT COLLATE "C" PRIMARY KEY,
    by     TEXT NOT NULL,
    reason TEXT NOT NULL,
    at     TIMESTAMPTZ NOT NULL
);

CREATE TABLE schemes (
    name     TEXT COLLATE "C" NOT NULL,
    revision TEXT COLLATE "C" NOT NULL,
    file     TEXT NOT NULL,
    yaml     BYTEA NOT NULL,
    used_at  TIMESTAMPTZ NOT NULL,
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
