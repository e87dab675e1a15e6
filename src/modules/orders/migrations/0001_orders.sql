CREATE TABLE service_order (
  id BIGINT PRIMARY KEY,
  elder_id BIGINT NOT NULL,
  item_id BIGINT NOT NULL,
  region BIGINT NOT NULL,
  organisation_id BIGINT,
  units BIGINT NOT NULL,
  channel BIGINT NOT NULL,
  placed_by BIGINT,
  on_behalf TEXT NOT NULL,
  wanted_from BIGINT NOT NULL,
  wanted_to BIGINT NOT NULL,
  state BIGINT NOT NULL,
  price_fen BIGINT NOT NULL,
  subsidy_fen BIGINT NOT NULL,
  quota_fen BIGINT NOT NULL,
  self_fen BIGINT NOT NULL,
  quota_month BIGINT NOT NULL,
  note TEXT NOT NULL,
  reason BIGINT NOT NULL,
  reason_text TEXT NOT NULL,
  cancelled_by BIGINT NOT NULL,
  plan_id BIGINT,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE INDEX service_order_elder ON service_order (elder_id, id);
CREATE INDEX service_order_region ON service_order (region, id);

CREATE TABLE visit (
  id BIGINT PRIMARY KEY,
  order_id BIGINT NOT NULL,
  elder_id BIGINT NOT NULL,
  item_id BIGINT NOT NULL,
  region BIGINT NOT NULL,
  organisation_id BIGINT,
  planned_start BIGINT NOT NULL,
  planned_end BIGINT NOT NULL,
  state BIGINT NOT NULL,
  workers_needed BIGINT NOT NULL,
  first_offer_at BIGINT,
  staffed_at BIGINT,
  started_at BIGINT,
  ended_at BIGINT,
  confirmed_at BIGINT,
  minutes BIGINT NOT NULL,
  proof_score BIGINT NOT NULL,
  flags BIGINT NOT NULL,
  face BIGINT NOT NULL,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE INDEX visit_order ON visit (order_id);
CREATE INDEX visit_start ON visit (planned_start, region);
CREATE INDEX visit_elder ON visit (elder_id, id);
CREATE INDEX visit_flagged ON visit (region, id) WHERE flags <> 0;

CREATE TABLE assignment (
  id BIGINT PRIMARY KEY,
  visit_id BIGINT NOT NULL,
  order_id BIGINT NOT NULL,
  elder_id BIGINT NOT NULL,
  region BIGINT NOT NULL,
  worker_id BIGINT NOT NULL,
  organisation_id BIGINT NOT NULL,
  state BIGINT NOT NULL,
  offered_at BIGINT NOT NULL,
  expires_at BIGINT,
  decided_at BIGINT,
  departed_at BIGINT,
  checked_in_at BIGINT,
  checked_out_at BIGINT,
  manual BIGINT NOT NULL,
  score BIGINT NOT NULL,
  explain TEXT NOT NULL,
  reason BIGINT NOT NULL,
  reason_text TEXT NOT NULL
);
CREATE INDEX assignment_visit ON assignment (visit_id);
CREATE INDEX assignment_worker ON assignment (worker_id, id);

CREATE TABLE evidence (
  id BIGINT PRIMARY KEY,
  visit_id BIGINT NOT NULL,
  assignment_id BIGINT NOT NULL,
  worker_id BIGINT NOT NULL,
  kind BIGINT NOT NULL,
  at_check_out BIGINT NOT NULL,
  at BIGINT NOT NULL,
  device_at BIGINT,
  lon_e6 BIGINT NOT NULL,
  lat_e6 BIGINT NOT NULL,
  accuracy_m BIGINT NOT NULL,
  accepted BIGINT NOT NULL,
  points BIGINT NOT NULL,
  detail TEXT NOT NULL,
  digest TEXT NOT NULL,
  file_id BIGINT
);
CREATE INDEX evidence_visit ON evidence (visit_id);

CREATE TABLE quota (
  id BIGINT PRIMARY KEY,
  elder_id BIGINT NOT NULL,
  region BIGINT NOT NULL,
  month BIGINT NOT NULL,
  amount_fen BIGINT NOT NULL,
  reserved_fen BIGINT NOT NULL,
  consumed_fen BIGINT NOT NULL,
  expired_fen BIGINT NOT NULL,
  rule TEXT NOT NULL,
  basis TEXT NOT NULL,
  CHECK (reserved_fen >= 0 AND consumed_fen >= 0 AND expired_fen >= 0
         AND amount_fen >= reserved_fen + consumed_fen + expired_fen)
);
CREATE UNIQUE INDEX quota_elder_month ON quota (elder_id, month);
CREATE INDEX quota_month ON quota (month, id);

CREATE TABLE quota_move (
  id BIGINT PRIMARY KEY,
  quota_id BIGINT NOT NULL,
  order_id BIGINT,
  kind BIGINT NOT NULL,
  amount_fen BIGINT NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX quota_move_quota ON quota_move (quota_id, id);

CREATE TABLE rating (
  id BIGINT PRIMARY KEY,
  visit_id BIGINT NOT NULL,
  elder_id BIGINT NOT NULL,
  worker_id BIGINT,
  organisation_id BIGINT,
  region BIGINT NOT NULL,
  face BIGINT NOT NULL,
  words TEXT NOT NULL,
  by_user BIGINT,
  at BIGINT NOT NULL
);
CREATE UNIQUE INDEX rating_visit ON rating (visit_id);

CREATE TABLE complaint (
  id BIGINT PRIMARY KEY,
  order_id BIGINT,
  elder_id BIGINT NOT NULL,
  organisation_id BIGINT,
  region BIGINT NOT NULL,
  text TEXT NOT NULL,
  state BIGINT NOT NULL,
  handling TEXT NOT NULL,
  by_user BIGINT,
  handled_by BIGINT,
  at BIGINT NOT NULL,
  handled_at BIGINT,
  version BIGINT NOT NULL
);
CREATE INDEX complaint_region ON complaint (region, id);
CREATE INDEX complaint_elder ON complaint (elder_id, id);

CREATE TABLE callback (
  id BIGINT PRIMARY KEY,
  visit_id BIGINT NOT NULL,
  elder_id BIGINT NOT NULL,
  organisation_id BIGINT,
  region BIGINT NOT NULL,
  why TEXT NOT NULL,
  state BIGINT NOT NULL,
  tries BIGINT NOT NULL,
  answers TEXT NOT NULL,
  confirmed_service BIGINT NOT NULL,
  by_user BIGINT,
  at BIGINT NOT NULL,
  answered_at BIGINT
);
CREATE UNIQUE INDEX callback_visit ON callback (visit_id);
CREATE INDEX callback_open ON callback (state, id);

CREATE TABLE correction (
  id BIGINT PRIMARY KEY,
  visit_id BIGINT NOT NULL,
  region BIGINT NOT NULL,
  field TEXT NOT NULL,
  before TEXT NOT NULL,
  after TEXT NOT NULL,
  reason TEXT NOT NULL,
  by_user BIGINT,
  signature TEXT NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX correction_visit ON correction (visit_id);

CREATE TABLE order_plan (
  id BIGINT PRIMARY KEY,
  elder_id BIGINT NOT NULL,
  item_id BIGINT NOT NULL,
  region BIGINT NOT NULL,
  organisation_id BIGINT,
  worker_id BIGINT,
  units BIGINT NOT NULL,
  weekdays TEXT NOT NULL,
  start_min BIGINT NOT NULL,
  window_min BIGINT NOT NULL,
  from_date BIGINT NOT NULL,
  to_date BIGINT,
  generated_to BIGINT,
  state BIGINT NOT NULL,
  note TEXT NOT NULL,
  by_user BIGINT,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE INDEX order_plan_elder ON order_plan (elder_id, id);

-- The door tag that lives in the elder's home: its number is kept as a blind index only.
CREATE TABLE door_tag (
  elder_id BIGINT PRIMARY KEY,
  tag_index BIGINT NOT NULL,
  fixed_at BIGINT NOT NULL
);
