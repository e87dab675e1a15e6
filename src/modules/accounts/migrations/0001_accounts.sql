CREATE TABLE account (
  id BIGINT PRIMARY KEY,
  username TEXT NOT NULL,
  name TEXT NOT NULL,
  region BIGINT NOT NULL,
  password_hash BYTEA,
  totp_secret BYTEA,
  totp_required SMALLINT NOT NULL,
  totp_step BIGINT NOT NULL,
  roles BIGINT NOT NULL,
  organisation_id BIGINT,
  worker_id BIGINT,
  phone BYTEA,
  phone_index BIGINT NOT NULL,
  state SMALLINT NOT NULL,
  disabled_reason TEXT NOT NULL,
  must_change_password SMALLINT NOT NULL,
  password_changed_at BIGINT,
  failed_count BIGINT NOT NULL,
  locked_until BIGINT,
  last_sign_in BIGINT,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  version BIGINT NOT NULL
);
CREATE UNIQUE INDEX account_username ON account (username) WHERE username <> '';
CREATE UNIQUE INDEX account_home_phone ON account (phone_index) WHERE username = '';
CREATE INDEX account_organisation ON account (organisation_id);

CREATE TABLE account_scope (
  account_id BIGINT NOT NULL,
  region BIGINT NOT NULL,
  from_date BIGINT NOT NULL,
  to_date BIGINT NOT NULL,
  PRIMARY KEY (account_id, region, from_date)
);

CREATE TABLE session (
  id BIGINT PRIMARY KEY,
  token_hash TEXT NOT NULL UNIQUE,
  account_id BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  last_seen BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  address TEXT NOT NULL,
  agent TEXT NOT NULL
);
CREATE INDEX session_account ON session (account_id, created_at);
CREATE INDEX session_expires ON session (expires_at);

CREATE TABLE login_code (
  phone_index BIGINT PRIMARY KEY,
  code_hash TEXT NOT NULL,
  expires_at BIGINT NOT NULL,
  tries BIGINT NOT NULL
);
