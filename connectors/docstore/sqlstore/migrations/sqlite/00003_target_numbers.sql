-- +goose Up

-- Whose bill a number is at the target is asked before one is taken for a document.
CREATE INDEX documents_target ON documents (scheme, target_number, key) WHERE target_number <> '';

-- +goose Down
DROP INDEX documents_target;
