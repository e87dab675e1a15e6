-- One case for each visit that was ever looked for a carer for.
CREATE TABLE dispatch_case (
  id BIGINT PRIMARY KEY,
  visit_id BIGINT NOT NULL,
  elder_id BIGINT NOT NULL,
  region BIGINT NOT NULL,
  organisation_id BIGINT,
  wanted_worker_id BIGINT,
  state BIGINT NOT NULL,
  tries BIGINT NOT NULL,
  why TEXT NOT NULL,
  waiting_since BIGINT NOT NULL,
  round_since BIGINT NOT NULL,
  escalated_at BIGINT,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX dispatch_case_visit ON dispatch_case (visit_id);
CREATE INDEX dispatch_case_escalated ON dispatch_case (region, id) WHERE state = 2;

CREATE TABLE elder_refusal (
  id BIGINT PRIMARY KEY,
  elder_id BIGINT NOT NULL,
  worker_id BIGINT NOT NULL,
  region BIGINT NOT NULL,
  reason TEXT NOT NULL,
  by_user BIGINT,
  at BIGINT NOT NULL
);
CREATE UNIQUE INDEX elder_refusal_pair ON elder_refusal (elder_id, worker_id);

-- When a worker is taken, by an offer or a promise, and where: derived from orders' offers (rebuild() in dispatch.h).
CREATE TABLE dispatch_booking (
  worker_id BIGINT NOT NULL,
  starts BIGINT NOT NULL,
  visit_id BIGINT NOT NULL,
  ends BIGINT NOT NULL,
  lon_e6 BIGINT NOT NULL,
  lat_e6 BIGINT NOT NULL,
  PRIMARY KEY (worker_id, starts, visit_id)
);
CREATE INDEX dispatch_booking_visit ON dispatch_booking (visit_id);
