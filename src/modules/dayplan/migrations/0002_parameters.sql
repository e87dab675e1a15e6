-- Hours, limits and prices of a day's plan that a city sets; every row is dated and says what it rests on.
CREATE TABLE day_plan_parameter (
  name TEXT NOT NULL,
  region BIGINT NOT NULL,
  valid_from BIGINT NOT NULL,
  value BIGINT NOT NULL,
  basis TEXT NOT NULL,
  confidence TEXT NOT NULL,
  PRIMARY KEY (name, region, valid_from)
);
INSERT INTO day_plan_parameter (name, region, valid_from, value, basis, confidence) VALUES
  ('nightly', 0, 0, 1, '示例：每天自动排次日的班（0 不排）', '示例'),
  ('plan_at_min', 0, 0, 1080, '示例：自动排班的时刻（自零点起的分钟）', '示例'),
  ('iterations_per_visit', 0, 0, 300, '示例：每次服务的搜索次数', '示例'),
  ('offer_min', 0, 0, 120, '示例：排班派单等待应答的分钟数', '示例'),
  ('tolerance_min', 0, 0, 15, '示例：已约定的开始时间允许改动的分钟数', '示例'),
  ('work_max_min', 0, 0, 600, '示例：一天工时（路程与服务）的上限', '示例'),
  ('work_regular_min', 0, 0, 480, '示例：超过即为加班的一天工时', '示例'),
  ('commute_min', 0, 0, 60, '示例：班前班后在住处与老人家之间路上的时间上限', '示例'),
  ('break_min', 0, 0, 30, '示例：午间休息的分钟数（0 不休息）', '示例'),
  ('break_from_min', 0, 0, 660, '示例：午间休息最早开始', '示例'),
  ('break_to_min', 0, 0, 840, '示例：午间休息最晚开始', '示例'),
  ('usual_visits', 0, 0, 2, '示例：服务过此次数算作熟悉', '示例'),
  ('travel_fen_per_hour', 0, 0, 2400, '示例：路上一小时的折算成本', '示例'),
  ('overtime_fen_per_hour', 0, 0, 1500, '示例：加班一小时的加价', '示例'),
  ('broken_continuity_fen', 0, 0, 600, '示例：不由熟悉的人员上门一次的折算成本', '示例'),
  ('unfairness_fen_per_hour', 0, 0, 300, '示例：工时不均的折算成本，按公平份额处每小时计', '示例'),
  ('moved_visit_fen', 0, 0, 1200, '示例：重排时改派一次的折算成本', '示例');
