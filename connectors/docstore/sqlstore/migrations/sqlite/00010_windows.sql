-- +goose Up

-- What each window brought that was not there before, counted when it was kept: the
-- documents are held against it. Those from before, and those that no window brought,
-- have none.
CREATE TABLE windows (
    id      INTEGER PRIMARY KEY,
    scheme  TEXT NOT NULL,
    since   TEXT NOT NULL,
    until   TEXT NOT NULL,
    fetched INTEGER NOT NULL,
    UNIQUE (scheme, since, until)
);
ALTER TABLE documents ADD COLUMN window_id INTEGER;

-- +goose Down
ALTER TABLE documents DROP COLUMN window_id;
DROP TABLE windows;
