-- Times and factors that a city sets; every row is dated and says what it rests on. The deepest region wins, then the latest row.
CREATE TABLE coverage_parameter (
  name TEXT NOT NULL,
  region BIGINT NOT NULL,
  valid_from BIGINT NOT NULL,
  value BIGINT NOT NULL,
  basis TEXT NOT NULL,
  confidence TEXT NOT NULL,
  PRIMARY KEY (name, region, valid_from)
);
INSERT INTO coverage_parameter (name, region, valid_from, value, basis, confidence) VALUES
  ('urban_minutes', 0, 0, 15, '一刻钟居家养老服务圈：城镇步行 15 分钟', '公开报道'),
  ('urban_pace_mm_s', 0, 0, 1000, '示例：老年人平地步行速度 0.8 至 1.0 米/秒，取 1.0', '示例'),
  ('urban_detour_permille', 0, 0, 1300, '示例：路程为直线距离的 1.3 倍', '示例'),
  ('rural_path_m', 0, 0, 1000, '农村一公里服务圈：路程 1,000 米', '公开报道'),
  ('rural_detour_permille', 0, 0, 1200, '示例：路程为直线距离的 1.2 倍', '示例'),
  ('elders_datum', 0, 0, 1, '老人住址坐标所用坐标系：1 WGS-84，2 GCJ-02，3 BD-09，4 CGCS2000', '由本市声明'),
  ('city_margin_m', 0, 0, 30000, '示例：设施位置离本市老人居住范围的最大距离，超过视为填错', '示例');

CREATE TABLE plan_scenario (
  id BIGINT PRIMARY KEY,
  name TEXT NOT NULL,
  region BIGINT NOT NULL,
  model BIGINT NOT NULL,
  inputs_json TEXT NOT NULL,
  sites BIGINT NOT NULL,
  state BIGINT NOT NULL,
  state_note TEXT NOT NULL,
  verdict BIGINT,
  value BIGINT,
  bound BIGINT,
  input_digest TEXT NOT NULL,
  result_json TEXT NOT NULL,
  created_by BIGINT,
  run_at BIGINT,
  run_ms BIGINT NOT NULL,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE INDEX plan_scenario_region ON plan_scenario (region, id);

CREATE TABLE plan_allocation (
  id BIGINT PRIMARY KEY,
  name TEXT NOT NULL,
  region BIGINT NOT NULL,
  kind BIGINT NOT NULL,
  inputs_json TEXT NOT NULL,
  result_json TEXT NOT NULL,
  input_digest TEXT NOT NULL,
  created_by BIGINT,
  created_at BIGINT NOT NULL
);
CREATE INDEX plan_allocation_region ON plan_allocation (region, id);

CREATE TABLE care_package (
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  kind BIGINT NOT NULL,
  region BIGINT NOT NULL,
  valid_from BIGINT,
  valid_to BIGINT,
  cost_fen BIGINT NOT NULL,
  points_mild BIGINT NOT NULL,
  points_moderate BIGINT NOT NULL,
  points_severe BIGINT NOT NULL,
  points_complete BIGINT NOT NULL,
  basis TEXT NOT NULL,
  confidence TEXT NOT NULL,
  PRIMARY KEY (code, region, valid_from)
);
