CREATE TABLE call (
  id BIGINT PRIMARY KEY,
  phone BYTEA,
  phone_index BIGINT NOT NULL,
  elder_id BIGINT,
  region BIGINT NOT NULL,
  operator_id BIGINT,
  state BIGINT NOT NULL,
  rang_at BIGINT NOT NULL,
  answered_at BIGINT,
  ended_at BIGINT,
  wrap_code BIGINT,
  note BYTEA,
  draft BYTEA,
  order_id BIGINT,
  emergency_at BIGINT,
  version BIGINT NOT NULL
);
CREATE INDEX call_region ON call (region, id);
CREATE INDEX call_ringing ON call (id) WHERE state = 1;
CREATE INDEX call_operator ON call (operator_id, id);
CREATE INDEX call_phone ON call (phone_index, id);
CREATE INDEX call_elder ON call (elder_id, id);

-- Somebody is to be rung back.
CREATE TABLE call_task (
  id BIGINT PRIMARY KEY,
  call_id BIGINT NOT NULL,
  elder_id BIGINT,
  region BIGINT NOT NULL,
  phone BYTEA,
  due BIGINT NOT NULL,
  what TEXT NOT NULL,
  state BIGINT NOT NULL,
  result TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  done_by BIGINT,
  done_at BIGINT,
  version BIGINT NOT NULL
);
CREATE INDEX call_task_open ON call_task (region, due) WHERE state = 1;
CREATE INDEX call_task_call ON call_task (call_id);

-- What was done in an emergency, once each.
CREATE TABLE emergency_step (
  id BIGINT PRIMARY KEY,
  call_id BIGINT NOT NULL,
  step TEXT NOT NULL,
  at BIGINT NOT NULL,
  by_user BIGINT
);
CREATE UNIQUE INDEX emergency_step_once ON emergency_step (call_id, step);

-- What is to be done and how soon; dated: [valid_from, valid_to).
CREATE TABLE emergency_step_rule (
  code TEXT NOT NULL,
  valid_from BIGINT NOT NULL,
  valid_to BIGINT,
  position BIGINT NOT NULL,
  name TEXT NOT NULL,
  within_seconds BIGINT NOT NULL,
  basis TEXT NOT NULL,
  confidence TEXT NOT NULL,
  PRIMARY KEY (code, valid_from)
);
INSERT INTO emergency_step_rule (code, valid_from, valid_to, position, name, within_seconds, basis, confidence) VALUES
  ('place', 0, NULL, 1, '确认地点', 30, '示例：接到求助后先确认老人所在位置', '示例'),
  ('ambulance', 0, NULL, 2, '呼叫120', 60, '示例：有生命危险时立即转接急救', '示例'),
  ('family', 0, NULL, 3, '通知家属', 180, '示例：通知紧急联系人', '示例'),
  ('nearest_carer', 0, NULL, 4, '通知最近服务人员', 300, '示例：请最近的服务人员前往', '示例'),
  ('follow_up', 0, NULL, 5, '回访', 7200, '示例：处置后回访结果', '示例');

-- Times that a city sets; every row is dated and says what it rests on. The deepest region wins, then the latest row.
CREATE TABLE hotline_parameter (
  name TEXT NOT NULL,
  region BIGINT NOT NULL,
  valid_from BIGINT NOT NULL,
  value BIGINT NOT NULL,
  basis TEXT NOT NULL,
  confidence TEXT NOT NULL,
  PRIMARY KEY (name, region, valid_from)
);
INSERT INTO hotline_parameter (name, region, valid_from, value, basis, confidence) VALUES
  ('ring_seconds', 0, 0, 60, '示例：振铃超过此时间记为未接', '示例'),
  ('call_back_minutes', 0, 0, 30, '示例：未接来电应在此时间内回拨', '示例');
