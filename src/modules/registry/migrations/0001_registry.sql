CREATE TABLE elder (
  id BIGINT PRIMARY KEY,
  id_card_index BIGINT NOT NULL,
  phone_index BIGINT NOT NULL,
  match_key BIGINT NOT NULL,
  region BIGINT NOT NULL,
  birth BIGINT,
  sex BIGINT NOT NULL,
  living BIGINT NOT NULL,
  ability BIGINT NOT NULL,
  state BIGINT NOT NULL,
  household_id BIGINT,
  lon_e6 BIGINT NOT NULL,
  lat_e6 BIGINT NOT NULL,
  name TEXT NOT NULL,
  pinyin TEXT NOT NULL,
  initials TEXT NOT NULL,
  datum BIGINT NOT NULL,
  phone_use BIGINT NOT NULL,
  id_card BYTEA,
  phone BYTEA,
  address TEXT NOT NULL,
  ethnicity TEXT NOT NULL,
  marital BIGINT NOT NULL,
  died_on BIGINT,
  moved_to TEXT NOT NULL,
  merged_into BIGINT,
  source BIGINT NOT NULL,
  run_id BIGINT NOT NULL,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);

CREATE TABLE elder_label (
  id BIGINT PRIMARY KEY,
  elder_id BIGINT NOT NULL,
  label BIGINT NOT NULL,
  valid_from BIGINT NOT NULL,
  valid_to BIGINT,
  evidence TEXT NOT NULL,
  verified BIGINT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX elder_label_elder ON elder_label (elder_id);

CREATE TABLE contact (
  id BIGINT PRIMARY KEY,
  elder_id BIGINT NOT NULL,
  name TEXT NOT NULL,
  relation BIGINT NOT NULL,
  phone BYTEA,
  phone_index BIGINT NOT NULL,
  is_guardian BIGINT NOT NULL,
  may_order BIGINT NOT NULL,
  authority_until BIGINT,
  is_emergency BIGINT NOT NULL,
  ended_on BIGINT,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE INDEX contact_elder ON contact (elder_id);

CREATE TABLE household (
  id BIGINT PRIMARY KEY,
  region BIGINT NOT NULL,
  address TEXT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE TABLE household_member (
  id BIGINT PRIMARY KEY,
  household_id BIGINT NOT NULL,
  elder_id BIGINT NOT NULL,
  from_date BIGINT NOT NULL,
  to_date BIGINT
);
CREATE INDEX household_member_household ON household_member (household_id);
CREATE INDEX household_member_elder ON household_member (elder_id);

CREATE TABLE duplicate_pair (
  id BIGINT PRIMARY KEY,
  elder_a BIGINT NOT NULL,
  elder_b BIGINT NOT NULL,
  region_a BIGINT NOT NULL,
  region_b BIGINT NOT NULL,
  score BIGINT NOT NULL,
  reasons BIGINT NOT NULL,
  state BIGINT NOT NULL,
  decided_by BIGINT,
  decided_at BIGINT,
  note TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  UNIQUE (elder_a, elder_b)
);
CREATE INDEX duplicate_pair_b ON duplicate_pair (elder_b);
CREATE INDEX duplicate_pair_open ON duplicate_pair (id) WHERE state = 1;

CREATE TABLE elder_merge (
  id BIGINT PRIMARY KEY,
  kept BIGINT NOT NULL,
  merged BIGINT NOT NULL,
  state BIGINT NOT NULL,
  state_before BIGINT NOT NULL,
  taken BIGINT NOT NULL,
  moved TEXT NOT NULL,
  reason TEXT NOT NULL,
  by_user BIGINT,
  at_ms BIGINT NOT NULL,
  undone_at BIGINT
);
CREATE INDEX elder_merge_kept ON elder_merge (kept);
CREATE INDEX elder_merge_merged ON elder_merge (merged);

CREATE TABLE migration_request (
  id BIGINT PRIMARY KEY,
  elder_id BIGINT NOT NULL,
  kind BIGINT NOT NULL,
  from_region BIGINT NOT NULL,
  to_region BIGINT NOT NULL,
  to_address TEXT NOT NULL,
  reason TEXT NOT NULL,
  state BIGINT NOT NULL,
  asked_by BIGINT,
  asked_name TEXT NOT NULL,
  decided_name TEXT NOT NULL,
  decided_at BIGINT,
  decision_reason TEXT NOT NULL,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX migration_request_elder ON migration_request (elder_id);
CREATE INDEX migration_request_from ON migration_request (from_region, id);
CREATE INDEX migration_request_to ON migration_request (to_region, id);

CREATE TABLE elder_run (
  id BIGINT PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  state BIGINT NOT NULL,
  position BIGINT NOT NULL,
  added BIGINT NOT NULL,
  known BIGINT NOT NULL,
  refused BIGINT NOT NULL,
  pairs BIGINT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE TABLE elder_run_block (
  run_id BIGINT NOT NULL,
  first_id BIGINT NOT NULL,
  last_id BIGINT NOT NULL,
  PRIMARY KEY (run_id, first_id)
);
