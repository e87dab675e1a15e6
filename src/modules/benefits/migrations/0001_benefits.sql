CREATE TABLE fact_record (
  id BIGINT PRIMARY KEY,
  subject_kind BIGINT NOT NULL,
  subject BIGINT NOT NULL,
  region BIGINT NOT NULL,
  fact TEXT NOT NULL,
  value TEXT NOT NULL,
  valid_from BIGINT,
  valid_to BIGINT,
  recorded_at BIGINT NOT NULL,
  origin BIGINT NOT NULL,
  source TEXT NOT NULL,
  evidence TEXT NOT NULL,
  confidence BIGINT NOT NULL,
  replaces BIGINT,
  by_user BIGINT
);
-- Everything of a subject, and the whole table in the order in which columns are built.
CREATE INDEX fact_record_subject ON fact_record (subject, fact, id);

CREATE TABLE benefit_run (
  id BIGINT PRIMARY KEY,
  month BIGINT NOT NULL,
  known_at BIGINT NOT NULL,
  rule_version BIGINT,
  rule_hashes TEXT NOT NULL,
  region BIGINT NOT NULL,
  state BIGINT NOT NULL,
  communities BIGINT NOT NULL,
  done BIGINT NOT NULL,
  elders BIGINT NOT NULL,
  households BIGINT NOT NULL,
  granted BIGINT NOT NULL,
  to_verify BIGINT NOT NULL,
  amount_fen BIGINT NOT NULL,
  digest TEXT NOT NULL,
  problem TEXT NOT NULL,
  check_state BIGINT NOT NULL,
  check_note TEXT NOT NULL,
  started_at BIGINT NOT NULL,
  frozen_at BIGINT,
  checked_at BIGINT,
  by_user BIGINT,
  version BIGINT NOT NULL
);
CREATE INDEX benefit_run_month ON benefit_run (month, id);

-- The decisions of one community, compressed (run_codec.h). Written once, never changed.
CREATE TABLE benefit_run_part (
  run_id BIGINT NOT NULL,
  community BIGINT NOT NULL,
  elders BIGINT NOT NULL,
  body BYTEA NOT NULL,
  digest TEXT NOT NULL,
  PRIMARY KEY (run_id, community)
);
CREATE TABLE benefit_run_tally (
  run_id BIGINT NOT NULL,
  benefit TEXT NOT NULL,
  community BIGINT NOT NULL,
  granted BIGINT NOT NULL,
  to_verify BIGINT NOT NULL,
  amount_fen BIGINT NOT NULL,
  PRIMARY KEY (run_id, benefit, community)
);

CREATE TABLE benefit_program (
  id BIGINT PRIMARY KEY,
  benefit TEXT NOT NULL UNIQUE,
  by_application BIGINT NOT NULL,
  one_off BIGINT NOT NULL,
  feeds_quota BIGINT NOT NULL,
  basis TEXT NOT NULL,
  confidence TEXT NOT NULL,
  version BIGINT NOT NULL
);
INSERT INTO benefit_program (id, benefit, by_application, one_off, feeds_quota, basis, confidence, version) VALUES
  (1, '高龄津贴', 1, 0, 0, '示例：由各市办法规定', '示例', 1),
  (2, '养老服务补贴', 1, 0, 1, '示例：以服务额度方式发放', '示例', 1),
  (3, '护理补贴', 1, 0, 1, '示例：以服务额度方式发放', '示例', 1),
  (4, '重度残疾人护理补贴', 1, 0, 0, '国发〔2015〕52号：自愿申请、逐级审核', '较高', 1),
  (5, '困难残疾人生活补贴', 1, 0, 0, '国发〔2015〕52号：自愿申请、逐级审核', '较高', 1),
  (6, '家庭.低保金', 1, 0, 0, '民发〔2021〕57号：申请、审核、公示、确认', '较高', 1),
  (7, '单人保金', 1, 0, 0, '民发〔2021〕57号：申请、审核、公示、确认', '较高', 1),
  (8, '特困供养金', 1, 0, 0, '民发〔2021〕43号：申请、审核、公示、确认', '较高', 1),
  (9, '特困照料护理补贴', 1, 0, 0, '民发〔2021〕43号：申请、审核、公示、确认', '较高', 1),
  (10, '家庭.临时救助金', 1, 1, 0, '示例：一次性救助', '示例', 1),
  (11, '家庭适老化改造', 1, 1, 0, '民发〔2020〕86号', '中', 1),
  (12, '家庭床位建床补贴', 1, 1, 0, '示例：由各市办法规定', '示例', 1),
  (13, '家庭床位运营补贴', 1, 0, 0, '示例：由各市办法规定', '示例', 1);

CREATE TABLE benefit_application (
  id BIGINT PRIMARY KEY,
  elder_id BIGINT NOT NULL,
  subject BIGINT NOT NULL,
  region BIGINT NOT NULL,
  benefit TEXT NOT NULL,
  channel BIGINT NOT NULL,
  by_promise BIGINT NOT NULL,
  on_behalf TEXT NOT NULL,
  statement TEXT NOT NULL,
  state BIGINT NOT NULL,
  first_month BIGINT NOT NULL,
  verdict BIGINT NOT NULL,
  amount_fen BIGINT NOT NULL,
  amount_max_fen BIGINT NOT NULL,
  rule_hash TEXT NOT NULL,
  explanation TEXT NOT NULL,
  applied_at BIGINT NOT NULL,
  due_at BIGINT,
  overdue BIGINT NOT NULL,
  notice_from BIGINT,
  notice_to BIGINT,
  applied_by BIGINT,
  task_id BIGINT,
  award_id BIGINT,
  version BIGINT NOT NULL
);
CREATE INDEX benefit_application_elder ON benefit_application (elder_id, id);
CREATE INDEX benefit_application_state ON benefit_application (state, id);
-- One application at a time for a benefit.
CREATE UNIQUE INDEX benefit_application_open ON benefit_application (subject, benefit) WHERE state < 6;

CREATE TABLE application_step (
  id BIGINT PRIMARY KEY,
  application_id BIGINT NOT NULL,
  verb TEXT NOT NULL,
  state_from BIGINT NOT NULL,
  state_to BIGINT NOT NULL,
  reason TEXT NOT NULL,
  note TEXT NOT NULL,
  by_user BIGINT,
  by_name TEXT NOT NULL,
  at BIGINT NOT NULL,
  late BIGINT NOT NULL
);
CREATE INDEX application_step_application ON application_step (application_id, id);

CREATE TABLE award (
  id BIGINT PRIMARY KEY,
  elder_id BIGINT NOT NULL,
  subject BIGINT NOT NULL,
  region BIGINT NOT NULL,
  benefit TEXT NOT NULL,
  application_id BIGINT,
  from_month BIGINT NOT NULL,
  to_month BIGINT,
  amount_fen BIGINT NOT NULL,
  state BIGINT NOT NULL,
  stop_reason BIGINT NOT NULL,
  rule_hash TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  version BIGINT NOT NULL
);
CREATE INDEX award_elder ON award (elder_id, id);
CREATE INDEX award_region ON award (region, id);
CREATE UNIQUE INDEX award_active ON award (subject, benefit) WHERE state = 1;

CREATE TABLE award_change (
  id BIGINT PRIMARY KEY,
  award_id BIGINT NOT NULL,
  kind BIGINT NOT NULL,
  month BIGINT NOT NULL,
  before_fen BIGINT NOT NULL,
  after_fen BIGINT NOT NULL,
  reason TEXT NOT NULL,
  by_user BIGINT,
  by_name TEXT NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX award_change_award ON award_change (award_id, id);

CREATE TABLE adjustment (
  id BIGINT PRIMARY KEY,
  elder_id BIGINT NOT NULL,
  region BIGINT NOT NULL,
  cause TEXT NOT NULL,
  state BIGINT NOT NULL,
  from_month BIGINT NOT NULL,
  to_month BIGINT NOT NULL,
  recover_fen BIGINT NOT NULL,
  make_up_fen BIGINT NOT NULL,
  opened_by BIGINT,
  decided_by BIGINT,
  decided_name TEXT NOT NULL,
  reason TEXT NOT NULL,
  opened_at BIGINT NOT NULL,
  decided_at BIGINT,
  version BIGINT NOT NULL
);
CREATE INDEX adjustment_elder ON adjustment (elder_id, id);
CREATE INDEX adjustment_open ON adjustment (state, id);
CREATE TABLE adjustment_line (
  id BIGINT PRIMARY KEY,
  adjustment_id BIGINT NOT NULL,
  award_id BIGINT NOT NULL,
  benefit TEXT NOT NULL,
  month BIGINT NOT NULL,
  before_fen BIGINT NOT NULL,
  after_fen BIGINT NOT NULL,
  why TEXT NOT NULL
);
CREATE INDEX adjustment_line_adjustment ON adjustment_line (adjustment_id, id);
CREATE INDEX adjustment_line_award ON adjustment_line (award_id, month);

CREATE TABLE benefit_task (
  id BIGINT PRIMARY KEY,
  kind BIGINT NOT NULL,
  elder_id BIGINT NOT NULL,
  region BIGINT NOT NULL,
  benefit TEXT NOT NULL,
  facts TEXT NOT NULL,
  amount_fen BIGINT NOT NULL,
  amount_max_fen BIGINT NOT NULL,
  state BIGINT NOT NULL,
  assigned_to BIGINT,
  assigned_name TEXT NOT NULL,
  outcome BIGINT NOT NULL,
  note TEXT NOT NULL,
  application_id BIGINT,
  created_at BIGINT NOT NULL,
  due_at BIGINT,
  done_at BIGINT,
  overdue BIGINT NOT NULL,
  created_by BIGINT,
  done_by BIGINT,
  version BIGINT NOT NULL
);
CREATE INDEX benefit_task_state ON benefit_task (state, region, id);
CREATE INDEX benefit_task_elder ON benefit_task (elder_id, id);
CREATE UNIQUE INDEX benefit_task_open ON benefit_task (elder_id, benefit, kind) WHERE state < 3;

CREATE TABLE match_list (
  id BIGINT PRIMARY KEY,
  file_name TEXT NOT NULL,
  digest TEXT NOT NULL,
  source TEXT NOT NULL,
  as_of BIGINT NOT NULL,
  region BIGINT NOT NULL,
  state BIGINT NOT NULL,
  row_count BIGINT NOT NULL,
  matched BIGINT NOT NULL,
  same BIGINT NOT NULL,
  conflict BIGINT NOT NULL,
  not_found BIGINT NOT NULL,
  faulty BIGINT NOT NULL,
  accepted BIGINT NOT NULL,
  rejected BIGINT NOT NULL,
  columns TEXT NOT NULL,
  by_user BIGINT,
  by_name TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  version BIGINT NOT NULL
);
CREATE TABLE match_row (
  id BIGINT PRIMARY KEY,
  list_id BIGINT NOT NULL,
  row_number BIGINT NOT NULL,
  elder_id BIGINT,
  region BIGINT NOT NULL,
  id_card BYTEA,
  name TEXT NOT NULL,
  fact TEXT NOT NULL,
  value TEXT NOT NULL,
  valid_from BIGINT,
  result BIGINT NOT NULL,
  known_value TEXT NOT NULL,
  problem TEXT NOT NULL,
  state BIGINT NOT NULL,
  record_id BIGINT,
  decided_by BIGINT,
  decided_at BIGINT
);
CREATE INDEX match_row_list ON match_row (list_id, result, id);

CREATE TABLE benefit_scenario (
  id BIGINT PRIMARY KEY,
  name TEXT NOT NULL,
  note TEXT NOT NULL,
  region BIGINT NOT NULL,
  base_version BIGINT,
  changes TEXT NOT NULL,
  result TEXT NOT NULL,
  from_month BIGINT NOT NULL,
  to_month BIGINT NOT NULL,
  state BIGINT NOT NULL,
  problem TEXT NOT NULL,
  draft_id BIGINT,
  by_user BIGINT,
  by_name TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  finished_at BIGINT,
  version BIGINT NOT NULL
);

-- Times that a city sets; every row is dated and says what it rests on.
CREATE TABLE benefit_parameter (
  name TEXT NOT NULL,
  region BIGINT NOT NULL,
  valid_from BIGINT NOT NULL,
  value BIGINT NOT NULL,
  basis TEXT NOT NULL,
  confidence TEXT NOT NULL,
  PRIMARY KEY (name, region, valid_from)
);
INSERT INTO benefit_parameter (name, region, valid_from, value, basis, confidence) VALUES
  ('check_days', 0, 0, 10, '示例：乡镇（街道）初审时限，由各市规定', '示例'),
  ('survey_days', 0, 0, 10, '示例：入户调查时限，由各市规定', '示例'),
  ('publish_days', 0, 0, 3, '示例：调查后提出意见并公示的时限，由各市规定', '示例'),
  ('notice_days', 0, 0, 7, '《最低生活保障审核确认办法》：审核结果公示七日', '较高'),
  ('confirm_days', 0, 0, 10, '示例：县级审核确认时限，由各市规定', '示例'),
  ('promise_verify_days', 0, 0, 30, '示例：告知承诺后的核实时限，由各市规定', '示例'),
  ('task_days', 0, 0, 15, '示例：主动发现与核实任务的办理时限', '示例');
