-- Visits that wait for the next batch: few idle carers for each order there. A row lives from the offer that was not made to
-- the one that is, or until a human has to look.
CREATE TABLE dispatch_waiting (
  visit_id BIGINT PRIMARY KEY,
  district BIGINT NOT NULL,
  skills BIGINT NOT NULL,
  starts BIGINT NOT NULL,
  since BIGINT NOT NULL
);
CREATE INDEX dispatch_waiting_district ON dispatch_waiting (district, since);
CREATE INDEX dispatch_booking_time ON dispatch_booking (starts, ends, worker_id);
INSERT INTO dispatch_parameter (name, region, valid_from, value, basis, confidence) VALUES
  ('idle_per_waiting_skill_percent', 0, 0, 100, '示例：同技能空闲人员与等待订单之比低于此百分数时改为集中派单', '示例'),
  ('idle_per_waiting_district_percent', 0, 0, 100, '示例：同区县空闲人员与等待订单之比低于此百分数时改为集中派单', '示例'),
  ('batch_seconds', 0, 0, 30, '示例：集中派单的间隔', '示例'),
  ('batch_wait_seconds', 0, 0, 900, '示例：集中派单等待超过此时间转人工', '示例'),
  ('batch_candidates', 0, 0, 8, '示例：集中派单时每张订单比较的人数', '示例'),
  ('look_ahead_min', 0, 0, 20, '示例：即将空闲的人员可参加集中派单的提前量', '示例'),
  ('points_later', 0, 0, 10, '示例：每晚一分钟开始所扣的分', '示例'),
  ('hold_for_plan', 0, 0, 1, '示例：以后日期的服务留待日排班：0 不留，1 只留定期计划的，2 都留', '示例'),
  ('hold_until_min', 0, 0, 1230, '示例：前一天到此时刻（自零点起的分钟）仍未排班的服务转为自动派单', '示例');
