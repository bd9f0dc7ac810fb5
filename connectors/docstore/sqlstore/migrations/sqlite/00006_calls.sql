-- +goose Up

-- Calls that were made to us, so that one that is made again bit by bit changes
-- nothing, whichever process takes it. They are forgotten after until.
CREATE TABLE calls (
    scheme TEXT NOT NULL,
    id     TEXT NOT NULL,
    until  TEXT NOT NULL,
    PRIMARY KEY (scheme, id)
) WITHOUT ROWID;
CREATE INDEX calls_until ON calls (until);

-- +goose Down
DROP TABLE calls;
