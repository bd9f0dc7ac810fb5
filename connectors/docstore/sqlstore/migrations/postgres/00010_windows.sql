-- +goose Up

-- What each window brought that was not there before, counted when it was kept: the
-- documents are held against it. Those from before, and those that no window brought,
-- have none.
CREATE TABLE windows (
    id      BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    scheme  TEXT COLLATE "C" NOT NULL,
    since   TIMESTAMPTZ NOT NULL,
    until   TIMESTAMPTZ NOT NULL,
    fetched BIGINT NOT NULL,
    UNIQUE (scheme, since, until)
);
ALTER TABLE documents ADD COLUMN window_id BIGINT;

-- +goose Down
ALTER TABLE documents DROP COLUMN window_id;
DROP TABLE windows;
