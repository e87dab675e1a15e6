CREATE TABLE import_job (
  id BIGINT PRIMARY KEY,
  kind BIGINT NOT NULL,
  state BIGINT NOT NULL,
  file_name TEXT NOT NULL,
  digest TEXT NOT NULL,
  bytes BIGINT NOT NULL,
  header_row BIGINT NOT NULL,
  columns TEXT NOT NULL,
  rows_total BIGINT NOT NULL,
  position BIGINT NOT NULL,
  added BIGINT NOT NULL,
  known BIGINT NOT NULL,
  wrong BIGINT NOT NULL,
  pairs BIGINT NOT NULL,
  withdrawn BIGINT NOT NULL,
  kept BIGINT NOT NULL,
  problem TEXT NOT NULL,
  reason TEXT NOT NULL,
  file_kept BIGINT NOT NULL,
  same_as BIGINT,
  region BIGINT NOT NULL,
  organisation_id BIGINT,
  by_user BIGINT,
  by_name TEXT NOT NULL,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE INDEX import_job_region ON import_job (region, id);
CREATE INDEX import_job_digest ON import_job (digest);

CREATE TABLE import_row_error (
  job_id BIGINT NOT NULL,
  row_number BIGINT NOT NULL,
  ordinal BIGINT NOT NULL,
  field TEXT NOT NULL,
  label TEXT NOT NULL,
  message TEXT NOT NULL,
  PRIMARY KEY (job_id, row_number, ordinal)
);

-- What rows brought (elders with an ID number are found by their bulk run instead). The key is a blind index of what makes
-- the row that row, so that the same row is known when it comes again.
CREATE TABLE import_touched (
  kind BIGINT NOT NULL,
  row_key BIGINT NOT NULL,
  job_id BIGINT NOT NULL,
  row_number BIGINT NOT NULL,
  subject_kind BIGINT NOT NULL,
  subject_id BIGINT NOT NULL,
  kept BIGINT NOT NULL,
  PRIMARY KEY (kind, row_key)
);
CREATE INDEX import_touched_job ON import_touched (job_id, row_number);
CREATE INDEX import_touched_subject ON import_touched (subject_id);
