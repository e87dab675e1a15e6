-- The one index of search: everything that an elder is found by, the place inside the key, so that a scope is a range.
CREATE TABLE elder_token (
  token BIGINT NOT NULL,
  region BIGINT NOT NULL,
  elder_id BIGINT NOT NULL,
  PRIMARY KEY (token, region, elder_id)
) WITHOUT ROWID;
