CREATE TABLE service_item (
  id BIGINT PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  category BIGINT NOT NULL,
  unit BIGINT NOT NULL,
  duration_min BIGINT NOT NULL,
  duration_floor_min BIGINT NOT NULL,
  units_max BIGINT NOT NULL,
  workers_needed BIGINT NOT NULL,
  skills TEXT NOT NULL,
  licences TEXT NOT NULL,
  proofs TEXT NOT NULL,
  review_required BIGINT NOT NULL,
  standard TEXT NOT NULL,
  basis TEXT NOT NULL,
  confidence BIGINT NOT NULL,
  active BIGINT NOT NULL,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);

CREATE TABLE price (
  id BIGINT PRIMARY KEY,
  item_id BIGINT NOT NULL,
  region BIGINT NOT NULL,
  valid_from BIGINT NOT NULL,
  valid_to BIGINT,
  ceiling_fen BIGINT NOT NULL,
  basis TEXT NOT NULL,
  confidence BIGINT NOT NULL,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE INDEX price_item_region_from ON price (item_id, region, valid_from);

CREATE TABLE payer_rule (
  id BIGINT PRIMARY KEY,
  code TEXT NOT NULL,
  benefit TEXT NOT NULL,
  name TEXT NOT NULL,
  items TEXT NOT NULL,
  categories TEXT NOT NULL,
  region BIGINT NOT NULL,
  valid_from BIGINT NOT NULL,
  valid_to BIGINT,
  labels TEXT NOT NULL,
  living TEXT NOT NULL,
  ability_min BIGINT,
  ability_max BIGINT,
  age_min BIGINT,
  payer BIGINT NOT NULL,
  ratio_bp BIGINT NOT NULL,
  cap_fen BIGINT,
  order_no BIGINT NOT NULL,
  exclusive_group TEXT NOT NULL,
  from_quota BIGINT NOT NULL,
  basis TEXT NOT NULL,
  confidence BIGINT NOT NULL,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE INDEX payer_rule_code_region_from ON payer_rule (code, region, valid_from);

CREATE TABLE quota_rule (
  id BIGINT PRIMARY KEY,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  region BIGINT NOT NULL,
  valid_from BIGINT NOT NULL,
  valid_to BIGINT,
  labels TEXT NOT NULL,
  living TEXT NOT NULL,
  ability_min BIGINT,
  ability_max BIGINT,
  age_min BIGINT,
  amount_fen BIGINT NOT NULL,
  basis TEXT NOT NULL,
  confidence BIGINT NOT NULL,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE INDEX quota_rule_code_region_from ON quota_rule (code, region, valid_from);
