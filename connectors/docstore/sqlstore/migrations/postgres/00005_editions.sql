-- +goose Up

-- Of the newest content that is known, be it carried or kept beside.
ALTER TABLE documents ADD COLUMN edition TEXT NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE documents DROP COLUMN edition;
