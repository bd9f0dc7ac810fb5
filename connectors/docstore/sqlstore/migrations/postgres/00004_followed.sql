-- +goose Up

-- Documents of a followed collection have the position of their last change;
-- none yet is NULL. Positions are counted in one row, which whoever gives some
-- locks: they become visible in their order, which neither a sequence nor a
-- clock promises, and so none is overtaken by a reader.
CREATE TABLE followed (
    collection TEXT COLLATE "C" PRIMARY KEY,
    ready      BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE TABLE changes (
    collection TEXT COLLATE "C" NOT NULL,
    key        TEXT COLLATE "C" NOT NULL,
    position   BIGINT,
    PRIMARY KEY (collection, key)
);
CREATE INDEX changes_position ON changes (collection, position, key);
CREATE TABLE positions (
    last BIGINT NOT NULL
);
INSERT INTO positions (last) VALUES (0);

ALTER TABLE watermarks ADD COLUMN position TEXT NOT NULL DEFAULT '';

-- Why newer content is not carried by itself; so far only the diary knew.
ALTER TABLE documents ADD COLUMN newer_held TEXT NOT NULL DEFAULT '';
UPDATE documents SET newer_held = coalesce((
    SELECT substr(e.reason, strpos(e.reason, '; by the scheme it would now be skipped: ') + 41) FROM events AS e
    WHERE e.id = (SELECT max(l.id) FROM events AS l WHERE l.scheme = documents.scheme AND l.key = documents.key
        AND l.reason LIKE 'the source changed it after it %')
    AND strpos(e.reason, '; by the scheme it would now be skipped: ') > 0), '')
WHERE newer_hash <> '';
CREATE INDEX documents_newer ON documents (scheme, key) WHERE newer_hash <> '' AND newer_held = '';

-- +goose Down
DROP INDEX documents_newer;
ALTER TABLE documents DROP COLUMN newer_held;
ALTER TABLE watermarks DROP COLUMN position;
DROP TABLE positions;
DROP TABLE changes;
DROP TABLE followed;
