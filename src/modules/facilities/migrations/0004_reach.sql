-- A walking network or a table of travel times that the city has given: one of each kind is current, the others are history.
CREATE TABLE reach_layer (
  id BIGINT PRIMARY KEY,
  kind BIGINT NOT NULL,
  state BIGINT NOT NULL,
  source TEXT NOT NULL,
  dated_on BIGINT,
  datum BIGINT NOT NULL,
  file TEXT NOT NULL,
  digest TEXT NOT NULL,
  bytes BIGINT NOT NULL,
  ways BIGINT NOT NULL,
  length_km BIGINT NOT NULL,
  communities BIGINT NOT NULL,
  facilities BIGINT NOT NULL,
  other_sites BIGINT NOT NULL,
  near_permille BIGINT NOT NULL,
  notes TEXT NOT NULL,
  reason TEXT NOT NULL,
  added_by BIGINT,
  added_by_name TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE INDEX reach_layer_state ON reach_layer (state, kind);
INSERT INTO coverage_parameter (name, region, valid_from, value, basis, confidence) VALUES
  ('walk_snap_m', 0, 0, 200, '示例：沿路网步行时，住处或设施离道路不超过 200 米才接得上', '示例');
