CREATE TABLE division (
  code BIGINT PRIMARY KEY,
  name TEXT NOT NULL,
  urban_class SMALLINT NOT NULL,
  urban_derived SMALLINT NOT NULL,
  synthetic SMALLINT NOT NULL,
  zone SMALLINT NOT NULL,
  valid_from BIGINT,
  valid_to BIGINT
);
