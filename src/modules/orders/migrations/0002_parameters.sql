-- Times and thresholds that a city sets; every row is dated and says what it rests on.
CREATE TABLE order_parameter (
  name TEXT NOT NULL,
  region BIGINT NOT NULL,
  valid_from BIGINT NOT NULL,
  value BIGINT NOT NULL,
  basis TEXT NOT NULL,
  confidence TEXT NOT NULL,
  PRIMARY KEY (name, region, valid_from)
);
INSERT INTO order_parameter (name, region, valid_from, value, basis, confidence) VALUES
  ('confirm_after_hours', 0, 0, 48, '示例：服务完成后老人未表示异议的自动确认时限，由各市规定', '示例'),
  ('proof_score_min', 0, 0, 50, '示例：服务凭证得分低于此值标记为凭证不足', '示例'),
  ('position_near_m', 0, 0, 200, '示例：签到位置与老人家的距离在此范围内视为到场', '示例'),
  ('back_entry_hours', 0, 0, 12, '示例：签到晚于设备记录时间超过此值标记为事后补录', '示例'),
  ('travel_speed_kmh_max', 0, 0, 60, '示例：两次服务之间的行进速度高于此值标记为路程不可能', '示例'),
  ('plan_days_ahead', 0, 0, 7, '示例：定期计划提前生成订单的天数', '示例'),
  ('order_days_ahead_max', 0, 0, 60, '示例：最多提前多少天下单', '示例'),
  ('callback_draw_permille', 0, 0, 50, '示例：无异常服务随机抽取回访的千分比', '示例');
