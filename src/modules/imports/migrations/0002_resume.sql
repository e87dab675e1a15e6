-- Whose rights a job at work goes on with after a restart, and how often it has gone on by itself. `stalled` counts restarts
-- in a row that found it where the one before had.
ALTER TABLE import_job ADD COLUMN run_by BIGINT;
ALTER TABLE import_job ADD COLUMN resumed BIGINT NOT NULL DEFAULT 0;
ALTER TABLE import_job ADD COLUMN resumed_from BIGINT NOT NULL DEFAULT 0;
ALTER TABLE import_job ADD COLUMN resumed_at BIGINT;
ALTER TABLE import_job ADD COLUMN stalled BIGINT NOT NULL DEFAULT 0;
UPDATE import_job SET run_by = by_user;
