-- Times, speeds and points that a city sets; every row is dated and says what it rests on.
CREATE TABLE dispatch_parameter (
  name TEXT NOT NULL,
  region BIGINT NOT NULL,
  valid_from BIGINT NOT NULL,
  value BIGINT NOT NULL,
  basis TEXT NOT NULL,
  confidence TEXT NOT NULL,
  PRIMARY KEY (name, region, valid_from)
);
INSERT INTO dispatch_parameter (name, region, valid_from, value, basis, confidence) VALUES
  ('offer_seconds', 0, 0, 120, '示例：派单后等待应答的时间', '示例'),
  ('offer_urgent_seconds', 0, 0, 30, '示例：紧急服务派单后等待应答的时间', '示例'),
  ('urgent_within_min', 0, 0, 90, '示例：距开始不足此时间视为紧急', '示例'),
  ('tries_max', 0, 0, 5, '示例：每个岗位连续未应答或拒绝达到此次数转人工', '示例'),
  ('detour_permille_urban', 0, 0, 1300, '示例：城镇道路距离与直线距离之比的千分数', '示例'),
  ('detour_permille_rural', 0, 0, 1400, '示例：乡村道路距离与直线距离之比的千分数', '示例'),
  ('pace_m_min_urban', 0, 0, 250, '示例：城镇电动自行车每分钟行进米数', '示例'),
  ('pace_m_min_rural', 0, 0, 330, '示例：乡村电动自行车每分钟行进米数', '示例'),
  ('travel_unknown_min', 0, 0, 20, '示例：位置未登记时两次服务之间预留的路程时间', '示例'),
  ('travel_cap_min', 0, 0, 60, '示例：单程超过此时间不自动派单', '示例'),
  ('points_travel', 0, 0, 500, '示例：路程满分', '示例'),
  ('points_familiar', 0, 0, 250, '示例：熟悉程度满分', '示例'),
  ('points_load', 0, 0, 150, '示例：当天工作量满分', '示例'),
  ('points_wanted', 0, 0, 100, '示例：指定服务人员加分', '示例'),
  ('familiar_full_visits', 0, 0, 5, '示例：服务过此次数得熟悉程度满分', '示例'),
  ('load_full_visits', 0, 0, 8, '示例：当天服务达到此次数工作量不得分', '示例');
