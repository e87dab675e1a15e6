-- Table facility was made by providers, which kept the essentials; from here on it is this module's.
ALTER TABLE facility ADD COLUMN source_datum BIGINT NOT NULL DEFAULT 1;
ALTER TABLE facility ADD COLUMN level BIGINT NOT NULL DEFAULT 0;
ALTER TABLE facility ADD COLUMN ownership BIGINT NOT NULL DEFAULT 0;
ALTER TABLE facility ADD COLUMN founder TEXT NOT NULL DEFAULT '';
ALTER TABLE facility ADD COLUMN director TEXT NOT NULL DEFAULT '';
ALTER TABLE facility ADD COLUMN founded_on BIGINT;
ALTER TABLE facility ADD COLUMN opened_on BIGINT;
ALTER TABLE facility ADD COLUMN filing_no TEXT NOT NULL DEFAULT '';
ALTER TABLE facility ADD COLUMN filed_on BIGINT;
ALTER TABLE facility ADD COLUMN land_m2 BIGINT NOT NULL DEFAULT 0;
ALTER TABLE facility ADD COLUMN beds_full BIGINT NOT NULL DEFAULT 0;
ALTER TABLE facility ADD COLUMN beds_day BIGINT NOT NULL DEFAULT 0;
ALTER TABLE facility ADD COLUMN beds_nursing BIGINT NOT NULL DEFAULT 0;
ALTER TABLE facility ADD COLUMN admits TEXT NOT NULL DEFAULT '[]';
ALTER TABLE facility ADD COLUMN destitute_home BIGINT NOT NULL DEFAULT 0;
ALTER TABLE facility ADD COLUMN glory_home BIGINT NOT NULL DEFAULT 0;
ALTER TABLE facility ADD COLUMN fire BIGINT NOT NULL DEFAULT 0;
ALTER TABLE facility ADD COLUMN fire_note TEXT NOT NULL DEFAULT '';
ALTER TABLE facility ADD COLUMN food BIGINT NOT NULL DEFAULT 0;
ALTER TABLE facility ADD COLUMN food_note TEXT NOT NULL DEFAULT '';
ALTER TABLE facility ADD COLUMN insured BIGINT NOT NULL DEFAULT 0;
ALTER TABLE facility ADD COLUMN ltc_designated BIGINT NOT NULL DEFAULT 0;
ALTER TABLE facility ADD COLUMN accessible BIGINT NOT NULL DEFAULT 0;
ALTER TABLE facility ADD COLUMN medical BIGINT NOT NULL DEFAULT 0;
ALTER TABLE facility ADD COLUMN grade BIGINT NOT NULL DEFAULT 0;
ALTER TABLE facility ADD COLUMN charging TEXT NOT NULL DEFAULT '';
ALTER TABLE facility ADD COLUMN fee_min_fen BIGINT NOT NULL DEFAULT 0;
ALTER TABLE facility ADD COLUMN fee_max_fen BIGINT NOT NULL DEFAULT 0;
ALTER TABLE facility ADD COLUMN subsidies TEXT NOT NULL DEFAULT '';

CREATE TABLE facility_change (
  id BIGINT PRIMARY KEY,
  facility_id BIGINT NOT NULL,
  region BIGINT NOT NULL,
  organisation_id BIGINT,
  at BIGINT NOT NULL,
  by_user BIGINT,
  by_name TEXT NOT NULL,
  verb TEXT NOT NULL,
  reason TEXT NOT NULL,
  changes_json TEXT NOT NULL
);
CREATE INDEX facility_change_facility ON facility_change (facility_id, id);

CREATE TABLE facility_photo (
  id BIGINT PRIMARY KEY,
  facility_id BIGINT NOT NULL,
  region BIGINT NOT NULL,
  organisation_id BIGINT,
  caption TEXT NOT NULL,
  digest TEXT NOT NULL,
  removed BIGINT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX facility_photo_facility ON facility_photo (facility_id, id);

CREATE TABLE facility_standard (
  code TEXT NOT NULL,
  kind BIGINT NOT NULL,
  region BIGINT NOT NULL,
  valid_from BIGINT,
  valid_to BIGINT,
  measure BIGINT NOT NULL,
  least BIGINT NOT NULL,
  clause TEXT NOT NULL,
  basis TEXT NOT NULL,
  confidence TEXT NOT NULL,
  PRIMARY KEY (code, region, valid_from)
);

CREATE TABLE facility_stay (
  id BIGINT PRIMARY KEY,
  facility_id BIGINT NOT NULL,
  region BIGINT NOT NULL,
  organisation_id BIGINT,
  elder_id BIGINT NOT NULL,
  bed BIGINT NOT NULL,
  from_day BIGINT NOT NULL,
  to_day BIGINT,
  end_reason TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE INDEX facility_stay_facility ON facility_stay (facility_id, id);
CREATE INDEX facility_stay_elder ON facility_stay (elder_id);

CREATE TABLE facility_attendance (
  id BIGINT PRIMARY KEY,
  facility_id BIGINT NOT NULL,
  region BIGINT NOT NULL,
  organisation_id BIGINT,
  elder_id BIGINT NOT NULL,
  day BIGINT NOT NULL,
  activity BIGINT NOT NULL,
  times BIGINT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX facility_attendance_facility ON facility_attendance (facility_id, day, id);
CREATE INDEX facility_attendance_elder ON facility_attendance (elder_id);
