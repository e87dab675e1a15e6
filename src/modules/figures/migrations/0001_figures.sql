-- What happened in a community on a day, by metric: derived from the rows of orders and settlement (rebuild() in figures.h).
CREATE TABLE counter (
  region BIGINT NOT NULL,
  day BIGINT NOT NULL,
  metric BIGINT NOT NULL,
  value BIGINT NOT NULL,
  PRIMARY KEY (region, day, metric)
);

-- When a visit had its carers for the first time: the visit itself forgets it when it is staffed anew.
CREATE TABLE visit_response (
  id BIGINT PRIMARY KEY,
  order_id BIGINT NOT NULL,
  elder_id BIGINT NOT NULL,
  region BIGINT NOT NULL,
  at BIGINT NOT NULL,
  minutes BIGINT NOT NULL
);
CREATE INDEX visit_response_region ON visit_response (region, at);

-- What the work lists count: few rows of large tables.
CREATE INDEX figures_visit_open ON visit (planned_start) WHERE state IN (1, 2);
CREATE INDEX figures_order_review ON service_order (region) WHERE state = 3;
CREATE INDEX figures_complaint_open ON complaint (region) WHERE state IN (1, 2);
