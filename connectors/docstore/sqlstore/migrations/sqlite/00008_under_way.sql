-- +goose Up

-- Since when a call is being made for a document; NULL: none is.
ALTER TABLE documents ADD COLUMN calling TEXT;
CREATE INDEX documents_calling ON documents (scheme, key) WHERE calling IS NOT NULL;

-- Calls under way that only read, and so are of no document.
CREATE TABLE readings (
    id     TEXT PRIMARY KEY,
    scheme TEXT NOT NULL,
    what   TEXT NOT NULL,
    since  TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX readings_scheme ON readings (scheme);

-- The account whose pause stopped the scheme with others.
ALTER TABLE pauses ADD COLUMN account TEXT NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE pauses DROP COLUMN account;
DROP TABLE readings;
DROP INDEX documents_calling;
ALTER TABLE documents DROP COLUMN calling;
