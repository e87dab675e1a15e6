-- A day of a county, planned: what was asked, what came of it. What stands is in orders; a plan only proposes.
CREATE TABLE day_plan (
  id BIGINT PRIMARY KEY,
  region BIGINT NOT NULL,
  day BIGINT NOT NULL,
  kind BIGINT NOT NULL,
  state BIGINT NOT NULL,
  absent_worker_ids TEXT NOT NULL,
  late_visit_ids TEXT NOT NULL,
  late_starts TEXT NOT NULL,
  problem TEXT NOT NULL,
  visits BIGINT NOT NULL,
  carers BIGINT NOT NULL,
  proposed BIGINT NOT NULL,
  unassigned BIGINT NOT NULL,
  clashes BIGINT NOT NULL,
  travel_before_min BIGINT NOT NULL,
  travel_min BIGINT NOT NULL,
  cost_before_fen BIGINT NOT NULL,
  cost_fen BIGINT NOT NULL,
  iterations BIGINT NOT NULL,
  by_user BIGINT,
  by_name TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  solved_at BIGINT,
  version BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE INDEX day_plan_day ON day_plan (day, region, id);

-- One visit that a plan (or a human at its board) gives to other carers or another time, and what became of that.
CREATE TABLE day_plan_change (
  id BIGINT PRIMARY KEY,
  plan_id BIGINT NOT NULL,
  region BIGINT NOT NULL,
  visit_id BIGINT NOT NULL,
  elder_id BIGINT NOT NULL,
  origin BIGINT NOT NULL,
  kind BIGINT NOT NULL,
  state BIGINT NOT NULL,
  from_worker_ids TEXT NOT NULL,
  from_start BIGINT NOT NULL,
  from_manual BIGINT NOT NULL,
  to_worker_ids TEXT NOT NULL,
  to_start BIGINT NOT NULL,
  duration_min BIGINT NOT NULL,
  price_fen BIGINT NOT NULL,
  travel_min BIGINT NOT NULL,
  usual BIGINT NOT NULL,
  why TEXT NOT NULL,
  problem TEXT NOT NULL,
  sequence BIGINT NOT NULL,
  by_user BIGINT,
  decided_at BIGINT,
  version BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE INDEX day_plan_change_plan ON day_plan_change (plan_id, state, id);

-- A visit for which the plan found nobody: the reason, and the smallest changes that would serve it.
CREATE TABLE day_plan_unassigned (
  id BIGINT PRIMARY KEY,
  plan_id BIGINT NOT NULL,
  region BIGINT NOT NULL,
  visit_id BIGINT NOT NULL,
  elder_id BIGINT NOT NULL,
  reason TEXT NOT NULL,
  relaxations TEXT NOT NULL
);
CREATE INDEX day_plan_unassigned_plan ON day_plan_unassigned (plan_id, id);

-- Counties whose nightly deadline stands.
CREATE TABLE day_plan_night (
  region BIGINT PRIMARY KEY
);
