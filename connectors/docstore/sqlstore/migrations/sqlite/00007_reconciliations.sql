-- +goose Up

-- What comparisons of source and target came to, the newest of each scheme.
CREATE TABLE reconciliations (
    scheme      TEXT NOT NULL,
    run         TEXT NOT NULL,
    since       TEXT NOT NULL,
    until       TEXT NOT NULL,
    at          TEXT NOT NULL,
    problem     TEXT NOT NULL,
    documents   INTEGER NOT NULL,
    differences INTEGER NOT NULL,
    unexplained INTEGER NOT NULL,
    result      TEXT,
    PRIMARY KEY (scheme, run)
);
CREATE INDEX reconciliations_at ON reconciliations (scheme, at);

-- Stretches of a comparison under way: one that is interrupted goes on after them.
CREATE TABLE reconciliation_parts (
    scheme TEXT NOT NULL,
    run    TEXT NOT NULL,
    part   INTEGER NOT NULL,
    result TEXT,
    seen   BLOB NOT NULL,
    PRIMARY KEY (scheme, run, part)
) WITHOUT ROWID;

-- What was last told to whoever watches, so that it is not told again.
CREATE TABLE alerts (
    subject TEXT PRIMARY KEY,
    told    TEXT NOT NULL,
    at      TEXT NOT NULL
) WITHOUT ROWID;

-- +goose Down
DROP TABLE alerts;
DROP TABLE reconciliation_parts;
DROP TABLE reconciliations;
