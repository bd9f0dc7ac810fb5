-- +goose Up

-- What comparisons of source and target came to, the newest of each scheme.
CREATE TABLE reconciliations (
    scheme      TEXT COLLATE "C" NOT NULL,
    run         TEXT COLLATE "C" NOT NULL,
    since       TIMESTAMPTZ NOT NULL,
    until       TIMESTAMPTZ NOT NULL,
    at          TIMESTAMPTZ NOT NULL,
    problem     TEXT NOT NULL,
    documents   BIGINT NOT NULL,
    differences BIGINT NOT NULL,
    unexplained BIGINT NOT NULL,
    result      TEXT,
    PRIMARY KEY (scheme, run)
);
CREATE INDEX reconciliations_at ON reconciliations (scheme, at);

-- Stretches of a comparison under way: one that is interrupted goes on after them.
CREATE TABLE reconciliation_parts (
    scheme TEXT COLLATE "C" NOT NULL,
    run    TEXT COLLATE "C" NOT NULL,
    part   BIGINT NOT NULL,
    result TEXT,
    seen   BYTEA NOT NULL,
    PRIMARY KEY (scheme, run, part)
);

-- What was last told to whoever watches, so that it is not told again.
CREATE TABLE alerts (
    subject TEXT COLLATE "C" PRIMARY KEY,
    told    TEXT NOT NULL,
    at      TIMESTAMPTZ NOT NULL
);

-- +goose Down
DROP TABLE alerts;
DROP TABLE reconciliation_parts;
DROP TABLE reconciliations;
