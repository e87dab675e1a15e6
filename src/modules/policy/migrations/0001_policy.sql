CREATE TABLE rule_version (
  id BIGINT PRIMARY KEY,
  number BIGINT NOT NULL,
  state BIGINT NOT NULL,
  based_on BIGINT,
  activate_on BIGINT,
  digest TEXT NOT NULL,
  note TEXT NOT NULL,
  reason TEXT NOT NULL,
  author BIGINT,
  reviewer BIGINT,
  signer BIGINT,
  author_name TEXT NOT NULL,
  reviewer_name TEXT NOT NULL,
  signer_name TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  submitted_at BIGINT,
  reviewed_at BIGINT,
  signed_at BIGINT,
  activated_at BIGINT,
  ended_at BIGINT,
  updated_at BIGINT NOT NULL,
  version BIGINT NOT NULL
);
CREATE UNIQUE INDEX rule_version_number ON rule_version (number);
-- One in force, one whose day is set.
CREATE UNIQUE INDEX rule_version_active ON rule_version (state) WHERE state = 6;
CREATE UNIQUE INDEX rule_version_scheduled ON rule_version (state) WHERE state = 5;

CREATE TABLE rule_file (
  id BIGINT PRIMARY KEY,
  version_id BIGINT NOT NULL,
  name TEXT NOT NULL,
  text TEXT NOT NULL,
  digest TEXT NOT NULL,
  bytes BIGINT NOT NULL,
  updated_by BIGINT,
  updated_name TEXT NOT NULL,
  updated_at BIGINT NOT NULL,
  version BIGINT NOT NULL
);
CREATE UNIQUE INDEX rule_file_name ON rule_file (version_id, name);

-- Who has confirmed which boundary case of a version. The key covers the outcome: when it changes, the case is another.
CREATE TABLE rule_boundary (
  id BIGINT PRIMARY KEY,
  version_id BIGINT NOT NULL,
  case_key TEXT NOT NULL,
  benefit TEXT NOT NULL,
  region BIGINT NOT NULL,
  month BIGINT NOT NULL,
  example TEXT NOT NULL,
  facts TEXT NOT NULL,
  outcome TEXT NOT NULL,
  confirmed_by BIGINT,
  confirmed_name TEXT NOT NULL,
  confirmed_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX rule_boundary_key ON rule_boundary (version_id, case_key);
