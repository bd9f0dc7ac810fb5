-- +goose Up

-- What the scheme says of newer content that is not carried by itself: skipped, or
-- failed because it could not be read; or a person, that there is none: cancelled.
ALTER TABLE documents ADD COLUMN newer_state TEXT NOT NULL DEFAULT '';
UPDATE documents SET newer_state = CASE WHEN EXISTS (SELECT 1 FROM events AS e
    WHERE e.scheme = documents.scheme AND e.key = documents.key AND e.reason LIKE '%; it could not be read now: ' || documents.newer_held)
    THEN 'failed' ELSE 'skipped' END
WHERE newer_hash <> '' AND newer_held <> '';

-- Of documents that were cancelled at the source after the target had them: where
-- they go back to if the source takes that back. Those that were raised to a person
-- are not looked for.
ALTER TABLE documents ADD COLUMN was TEXT NOT NULL DEFAULT '';
CREATE INDEX documents_cancelled ON documents (scheme, newer_state, key) WHERE newer_state <> '' AND state <> 'failed';

-- +goose Down
DROP INDEX documents_cancelled;
ALTER TABLE documents DROP COLUMN was;
ALTER TABLE documents DROP COLUMN newer_state;
