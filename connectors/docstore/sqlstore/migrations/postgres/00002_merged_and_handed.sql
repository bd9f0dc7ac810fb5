-- +goose Up

-- Rows of one group (member_of) become part of another document (part_of),
-- which counts them (parts). handed_by is the document of another scheme that
-- a row was handed over by; written is what was read from the target's answer.
ALTER TABLE documents ADD COLUMN member_of TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE documents ADD COLUMN part_of TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE documents ADD COLUMN parts BIGINT NOT NULL DEFAULT 0;
ALTER TABLE documents ADD COLUMN handed_by TEXT NOT NULL DEFAULT '';
ALTER TABLE documents ADD COLUMN written TEXT;
CREATE INDEX documents_members ON documents (scheme, member_of, key) WHERE state = 'fetched' AND member_of <> '';
CREATE INDEX documents_parts ON documents (scheme, part_of, key) WHERE part_of <> '';

-- +goose Down
DROP INDEX documents_parts;
DROP INDEX documents_members;
ALTER TABLE documents DROP COLUMN written;
ALTER TABLE documents DROP COLUMN handed_by;
ALTER TABLE documents DROP COLUMN parts;
ALTER TABLE documents DROP COLUMN part_of;
ALTER TABLE documents DROP COLUMN member_of;
