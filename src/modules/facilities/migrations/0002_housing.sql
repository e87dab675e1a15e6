CREATE TABLE quarter (
  id BIGINT PRIMARY KEY,
  name TEXT NOT NULL,
  region BIGINT NOT NULL,
  address TEXT NOT NULL,
  developer TEXT NOT NULL,
  kind BIGINT NOT NULL,
  households BIGINT NOT NULL,
  lon_e6 BIGINT NOT NULL,
  lat_e6 BIGINT NOT NULL,
  source_datum BIGINT NOT NULL,
  planned_on BIGINT,
  provided_m2 BIGINT NOT NULL,
  facility_id BIGINT,
  housing_stage BIGINT NOT NULL,
  care_stage BIGINT NOT NULL,
  note TEXT NOT NULL,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE INDEX quarter_region ON quarter (region, id);

-- Every step of the four that go together, with its document.
CREATE TABLE quarter_step (
  id BIGINT PRIMARY KEY,
  quarter_id BIGINT NOT NULL,
  part BIGINT NOT NULL,
  stage BIGINT NOT NULL,
  on_day BIGINT NOT NULL,
  document TEXT NOT NULL,
  by_user BIGINT,
  created_at BIGINT NOT NULL
);
CREATE INDEX quarter_step_quarter ON quarter_step (quarter_id, id);

CREATE TABLE housing_rule (
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  region BIGINT NOT NULL,
  kind BIGINT NOT NULL,
  valid_from BIGINT,
  valid_to BIGINT,
  m2_per_100_households BIGINT NOT NULL,
  basis TEXT NOT NULL,
  confidence TEXT NOT NULL,
  PRIMARY KEY (code, region, valid_from)
);
