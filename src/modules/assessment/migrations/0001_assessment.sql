-- Who may assess.
CREATE TABLE assessor (
  id BIGINT PRIMARY KEY,
  region BIGINT NOT NULL,
  name TEXT NOT NULL,
  user_id BIGINT,
  worker_id BIGINT,
  organisation_id BIGINT,
  organisation TEXT NOT NULL,
  background BIGINT NOT NULL,
  certificate_no TEXT NOT NULL,
  qualified_from BIGINT,
  qualified_to BIGINT,
  state BIGINT NOT NULL,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE INDEX assessor_region ON assessor (region, id);
CREATE INDEX assessor_user ON assessor (user_id);
CREATE INDEX assessor_worker ON assessor (worker_id);

CREATE TABLE assessment (
  id BIGINT PRIMARY KEY,
  elder_id BIGINT NOT NULL,
  region BIGINT NOT NULL,
  organisation_id BIGINT,
  organisation TEXT NOT NULL,
  questionnaire TEXT NOT NULL,
  questionnaire_version TEXT NOT NULL,
  reason BIGINT NOT NULL,
  source BIGINT NOT NULL,
  state BIGINT NOT NULL,
  first_assessor BIGINT,
  second_assessor BIGINT,
  assessors TEXT NOT NULL,
  consent BIGINT NOT NULL,
  consent_name TEXT NOT NULL,
  consent_at BIGINT,
  informant_name TEXT NOT NULL,
  informant BIGINT NOT NULL,
  place TEXT NOT NULL,
  started_at BIGINT,
  ended_at BIGINT,
  assessed_on BIGINT,
  answers BYTEA,
  note BYTEA,
  total BIGINT,
  initial_level BIGINT,
  level BIGINT,
  triggers TEXT NOT NULL,
  submitted_at BIGINT,
  reviewed_by BIGINT,
  reviewed_at BIGINT,
  review_note TEXT NOT NULL,
  confirmed_by BIGINT,
  effective_at BIGINT,
  told_name TEXT NOT NULL,
  valid_until BIGINT,
  verify_code TEXT NOT NULL,
  foreign_code TEXT NOT NULL,
  disputed_at BIGINT,
  dispute_name TEXT NOT NULL,
  dispute_reason TEXT NOT NULL,
  previous_id BIGINT,
  superseded_by BIGINT,
  end_reason TEXT NOT NULL,
  created_by BIGINT,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE INDEX assessment_region ON assessment (region, id);
CREATE INDEX assessment_elder ON assessment (elder_id, id);
CREATE INDEX assessment_first ON assessment (first_assessor, id);
CREATE INDEX assessment_second ON assessment (second_assessor, id);
CREATE INDEX assessment_waiting ON assessment (region, submitted_at) WHERE state = 2 OR state = 3 OR state = 5;
CREATE UNIQUE INDEX assessment_code ON assessment (verify_code) WHERE verify_code <> '';

-- Never changed, never deleted.
CREATE TABLE assessment_signature (
  id BIGINT PRIMARY KEY,
  assessment_id BIGINT NOT NULL,
  signer BIGINT NOT NULL,
  assessor_id BIGINT,
  name TEXT NOT NULL,
  strokes BYTEA,
  digest TEXT NOT NULL,
  signed_at BIGINT NOT NULL,
  by_user BIGINT
);
CREATE INDEX assessment_signature_of ON assessment_signature (assessment_id, id);

CREATE TABLE assessment_photo (
  id BIGINT PRIMARY KEY,
  assessment_id BIGINT NOT NULL,
  caption TEXT NOT NULL,
  digest TEXT NOT NULL,
  taken_at BIGINT NOT NULL,
  by_user BIGINT
);
CREATE INDEX assessment_photo_of ON assessment_photo (assessment_id, id);

-- Doubts that a reviewer answers.
CREATE TABLE assessment_flag (
  id BIGINT PRIMARY KEY,
  assessment_id BIGINT NOT NULL,
  region BIGINT NOT NULL,
  kind BIGINT NOT NULL,
  detail TEXT NOT NULL,
  state BIGINT NOT NULL,
  made_at BIGINT NOT NULL,
  decided_by BIGINT,
  decided_at BIGINT,
  decision TEXT NOT NULL
);
CREATE INDEX assessment_flag_of ON assessment_flag (assessment_id, id);
CREATE INDEX assessment_flag_open ON assessment_flag (region, id) WHERE state = 1;

-- One row an elder: when she is to be assessed next, and why.
CREATE TABLE assessment_due (
  id BIGINT PRIMARY KEY,
  region BIGINT NOT NULL,
  kind BIGINT NOT NULL,
  due_on BIGINT NOT NULL,
  reason TEXT NOT NULL,
  assessment_id BIGINT,
  planned_id BIGINT
);
CREATE INDEX assessment_due_on ON assessment_due (due_on, id);
CREATE INDEX assessment_due_region ON assessment_due (region, due_on);

CREATE TABLE health_change (
  id BIGINT PRIMARY KEY,
  elder_id BIGINT NOT NULL,
  region BIGINT NOT NULL,
  kind BIGINT NOT NULL,
  happened_on BIGINT NOT NULL,
  note BYTEA,
  reported_by BIGINT,
  reported_at BIGINT NOT NULL
);
CREATE INDEX health_change_elder ON health_change (elder_id, id);

-- Questionnaires that came in as FHIR, beside those of the program; never changed.
CREATE TABLE questionnaire (
  id BIGINT PRIMARY KEY,
  code TEXT NOT NULL,
  version TEXT NOT NULL,
  body TEXT NOT NULL,
  created_by BIGINT,
  created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX questionnaire_version ON questionnaire (code, version);

-- Times and thresholds that a city sets; every row is dated and says what it rests on.
CREATE TABLE assessment_parameter (
  name TEXT NOT NULL,
  region BIGINT NOT NULL,
  valid_from BIGINT NOT NULL,
  value BIGINT NOT NULL,
  basis TEXT NOT NULL,
  confidence TEXT NOT NULL,
  PRIMARY KEY (name, region, valid_from)
);
INSERT INTO assessment_parameter (name, region, valid_from, value, basis, confidence) VALUES
  ('interval_months', 0, 0, 12, '示例：GB/T 42195-2022 的定期评估间隔，凭记忆至少每 12 个月；MZ/T 039-2013 为 6 个月', '示例'),
  ('due_ahead_days', 0, 0, 60, '示例：到期前多少天列入待评估名单', '示例'),
  ('change_due_days', 0, 0, 30, '示例：健康状况变化后应在此期限内评估（旧标准时期表样为申请后 30 日）', '示例'),
  ('dispute_due_days', 0, 0, 7, '示例：对结果有异议的复评期限（旧标准时期表样为 7 日）', '示例'),
  ('dispute_window_days', 0, 0, 30, '示例：结果告知后可提出异议的期限', '示例'),
  ('first_age', 0, 0, 65, '示例：国家基本养老服务清单为 65 岁及以上老年人提供能力综合评估', '示例'),
  ('fast_minutes', 0, 0, 20, '示例：入户评估少于此时长列为过快', '示例'),
  ('same_assessor_times', 0, 0, 3, '示例：同一评估员连续评估同一老人达到此次数列为疑点', '示例'),
  ('jump_levels', 0, 0, 2, '示例：与上次相比加重达到此级数列为跳级', '示例'),
  ('jump_window_days', 0, 0, 30, '示例：待遇核定日之前多少天内的跳级列为疑点', '示例'),
  ('outlier_months', 0, 0, 12, '示例：评估员等级分布比较的期间', '示例'),
  ('outlier_min', 0, 0, 20, '示例：评估员在期间内少于此件数不作比较', '示例');

-- Days of the year on which levels decide about money. [valid_from, valid_to).
CREATE TABLE assessment_subsidy_day (
  region BIGINT NOT NULL,
  month BIGINT NOT NULL,
  day BIGINT NOT NULL,
  valid_from BIGINT NOT NULL,
  valid_to BIGINT,
  name TEXT NOT NULL,
  basis TEXT NOT NULL,
  confidence TEXT NOT NULL,
  PRIMARY KEY (region, month, day, valid_from)
);
INSERT INTO assessment_subsidy_day (region, month, day, valid_from, valid_to, name, basis, confidence) VALUES
  (0, 6, 30, 0, NULL, '上半年待遇核定日', '示例：由各市规定', '示例'),
  (0, 12, 31, 0, NULL, '下半年待遇核定日', '示例：由各市规定', '示例');
