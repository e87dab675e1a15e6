CREATE TABLE organisation (
  id BIGINT PRIMARY KEY,
  name TEXT NOT NULL,
  credit_code TEXT UNIQUE,
  kind BIGINT NOT NULL,
  region BIGINT NOT NULL,
  address TEXT NOT NULL,
  phone TEXT NOT NULL,
  legal_person TEXT NOT NULL,
  state BIGINT NOT NULL,
  state_reason TEXT NOT NULL,
  services TEXT NOT NULL,
  work_days TEXT NOT NULL,
  opens_min BIGINT NOT NULL,
  closes_min BIGINT NOT NULL,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE INDEX organisation_region ON organisation (region);

CREATE TABLE organisation_area (
  organisation_id BIGINT NOT NULL,
  region BIGINT NOT NULL,
  region_end BIGINT NOT NULL,
  PRIMARY KEY (organisation_id, region)
);

CREATE TABLE facility (
  id BIGINT PRIMARY KEY,
  organisation_id BIGINT,
  name TEXT NOT NULL,
  kind BIGINT NOT NULL,
  mode BIGINT NOT NULL,
  region BIGINT NOT NULL,
  address TEXT NOT NULL,
  lon_e6 BIGINT NOT NULL,
  lat_e6 BIGINT NOT NULL,
  beds BIGINT NOT NULL,
  area_m2 BIGINT NOT NULL,
  phone TEXT NOT NULL,
  state BIGINT NOT NULL,
  state_reason TEXT NOT NULL,
  services TEXT NOT NULL,
  work_days TEXT NOT NULL,
  opens_min BIGINT NOT NULL,
  closes_min BIGINT NOT NULL,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE INDEX facility_region ON facility (region);
CREATE INDEX facility_organisation ON facility (organisation_id);

CREATE TABLE worker (
  id BIGINT PRIMARY KEY,
  organisation_id BIGINT NOT NULL,
  region BIGINT NOT NULL,
  name TEXT NOT NULL,
  sex BIGINT NOT NULL,
  phone BYTEA,
  phone_index BIGINT NOT NULL,
  id_card BYTEA,
  id_card_index BIGINT NOT NULL,
  skills TEXT NOT NULL,
  home_lon_e6 BIGINT NOT NULL,
  home_lat_e6 BIGINT NOT NULL,
  work_days TEXT NOT NULL,
  shift_from_min BIGINT NOT NULL,
  shift_to_min BIGINT NOT NULL,
  state BIGINT NOT NULL,
  state_reason TEXT NOT NULL,
  rating_x100 BIGINT NOT NULL,
  rating_count BIGINT NOT NULL,
  rating_sum BIGINT NOT NULL,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE INDEX worker_organisation ON worker (organisation_id);
CREATE INDEX worker_region ON worker (region);
CREATE INDEX worker_id_card_index ON worker (id_card_index);
CREATE INDEX worker_phone_index ON worker (phone_index);

CREATE TABLE certificate (
  id BIGINT PRIMARY KEY,
  worker_id BIGINT NOT NULL,
  organisation_id BIGINT NOT NULL,
  region BIGINT NOT NULL,
  kind BIGINT NOT NULL,
  number TEXT NOT NULL,
  issued BIGINT,
  expires BIGINT,
  revoked BIGINT NOT NULL,
  revoked_reason TEXT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX certificate_worker ON certificate (worker_id);
CREATE INDEX certificate_expires ON certificate (expires);
