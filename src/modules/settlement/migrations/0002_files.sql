-- The files that a closed statement of an elder covers: hers, and those that had been merged into it by then. A file's month in
-- a region is closed once, whatever is merged or taken apart later.
CREATE TABLE statement_file (
  elder_id BIGINT NOT NULL,
  month BIGINT NOT NULL,
  region BIGINT NOT NULL,
  statement_id BIGINT NOT NULL,
  PRIMARY KEY (elder_id, month, region)
);
CREATE INDEX statement_file_statement ON statement_file (statement_id);
INSERT INTO statement_file (elder_id, month, region, statement_id) SELECT elder_id, month, region, id FROM statement WHERE kind = 2;
