-- What a fund has for a year where it is used, as officials enter it: a city's own row is what the city spends itself.
CREATE TABLE fund_budget (
  id BIGINT PRIMARY KEY,
  region BIGINT NOT NULL,
  year BIGINT NOT NULL,
  payer BIGINT NOT NULL,
  amount_fen BIGINT NOT NULL,
  other_fen BIGINT NOT NULL,
  basis TEXT NOT NULL,
  by_user BIGINT,
  by_name TEXT NOT NULL,
  at BIGINT NOT NULL,
  version BIGINT NOT NULL
);
CREATE UNIQUE INDEX fund_budget_row ON fund_budget (year, region, payer);

-- Who pays a benefit, in parts of 10,000, from a month on; the deepest region that says something counts.
CREATE TABLE benefit_funding (
  id BIGINT PRIMARY KEY,
  benefit TEXT NOT NULL,
  region BIGINT NOT NULL,
  valid_from BIGINT NOT NULL,
  payer BIGINT NOT NULL,
  share_bp BIGINT NOT NULL,
  basis TEXT NOT NULL,
  confidence TEXT NOT NULL
);
CREATE UNIQUE INDEX benefit_funding_part ON benefit_funding (benefit, region, valid_from, payer);
INSERT INTO benefit_funding (id, benefit, region, valid_from, payer, share_bp, basis, confidence) VALUES
  (1, '高龄津贴', 0, 0, 3, 3000, '示例：市县分担比例由各市办法规定', '示例'),
  (2, '高龄津贴', 0, 0, 4, 7000, '示例：市县分担比例由各市办法规定', '示例'),
  (3, '养老服务补贴', 0, 0, 5, 5000, '示例：福彩公益金与县级财政分担，由各市办法规定', '示例'),
  (4, '养老服务补贴', 0, 0, 4, 5000, '示例：福彩公益金与县级财政分担，由各市办法规定', '示例'),
  (5, '护理补贴', 0, 0, 3, 5000, '示例：市县分担比例由各市办法规定', '示例'),
  (6, '护理补贴', 0, 0, 4, 5000, '示例：市县分担比例由各市办法规定', '示例'),
  (7, '重度残疾人护理补贴', 0, 0, 2, 5000, '示例：省县分担比例由各省规定', '示例'),
  (8, '重度残疾人护理补贴', 0, 0, 4, 5000, '示例：省县分担比例由各省规定', '示例'),
  (9, '困难残疾人生活补贴', 0, 0, 2, 5000, '示例：省县分担比例由各省规定', '示例'),
  (10, '困难残疾人生活补贴', 0, 0, 4, 5000, '示例：省县分担比例由各省规定', '示例'),
  (11, '家庭.低保金', 0, 0, 1, 6000, '示例：中央财政困难群众救助补助与地方分担', '示例'),
  (12, '家庭.低保金', 0, 0, 4, 4000, '示例：中央财政困难群众救助补助与地方分担', '示例'),
  (13, '单人保金', 0, 0, 1, 6000, '示例：中央财政困难群众救助补助与地方分担', '示例'),
  (14, '单人保金', 0, 0, 4, 4000, '示例：中央财政困难群众救助补助与地方分担', '示例'),
  (15, '特困供养金', 0, 0, 1, 6000, '示例：中央财政困难群众救助补助与地方分担', '示例'),
  (16, '特困供养金', 0, 0, 4, 4000, '示例：中央财政困难群众救助补助与地方分担', '示例'),
  (17, '特困照料护理补贴', 0, 0, 1, 6000, '示例：中央财政困难群众救助补助与地方分担', '示例'),
  (18, '特困照料护理补贴', 0, 0, 4, 4000, '示例：中央财政困难群众救助补助与地方分担', '示例'),
  (19, '家庭.临时救助金', 0, 0, 1, 5000, '示例：中央财政困难群众救助补助与地方分担', '示例'),
  (20, '家庭.临时救助金', 0, 0, 4, 5000, '示例：中央财政困难群众救助补助与地方分担', '示例'),
  (21, '家庭适老化改造', 0, 0, 5, 10000, '示例：福彩公益金列支', '示例'),
  (22, '家庭床位建床补贴', 0, 0, 5, 10000, '示例：福彩公益金列支', '示例'),
  (23, '家庭床位运营补贴', 0, 0, 5, 6000, '示例：福彩公益金与县级财政分担，由各市办法规定', '示例'),
  (24, '家庭床位运营补贴', 0, 0, 4, 4000, '示例：福彩公益金与县级财政分担，由各市办法规定', '示例');

INSERT INTO benefit_parameter (name, region, valid_from, value, basis, confidence) VALUES
  ('lottery_elder_share_bp', 0, 0, 5000, '国发〔2013〕35号：福利彩票公益金 50% 以上用于养老服务业（凭记忆，须核对原文）', '中'),
  ('lottery_elder_share_bp', 0, 18993, 5500, '国办发〔2019〕5号：到 2022 年不低于 55% 用于养老服务（凭记忆，须核对原文）；市级工作材料同为不低于 55%', '中');
