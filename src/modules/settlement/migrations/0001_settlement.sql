-- What the payers of an order were quoted when it was confirmed: rules and labels may have changed when it is settled.
CREATE TABLE order_quote (
  id BIGINT PRIMARY KEY,
  parts TEXT NOT NULL
);

-- Receipts are never changed: a wrong one is taken back by one with the opposite amounts.
CREATE TABLE receipt (
  id BIGINT PRIMARY KEY,
  kind BIGINT NOT NULL,
  visit_id BIGINT NOT NULL,
  order_id BIGINT NOT NULL,
  elder_id BIGINT NOT NULL,
  item_id BIGINT NOT NULL,
  organisation_id BIGINT NOT NULL,
  region BIGINT NOT NULL,
  month BIGINT NOT NULL,
  served_on BIGINT NOT NULL,
  minutes BIGINT NOT NULL,
  quoted_fen BIGINT NOT NULL,
  price_fen BIGINT NOT NULL,
  subsidy_fen BIGINT NOT NULL,
  quota_fen BIGINT NOT NULL,
  self_fen BIGINT NOT NULL,
  reverses BIGINT,
  reason TEXT NOT NULL,
  by_user BIGINT,
  created_at BIGINT NOT NULL,
  CHECK (price_fen = subsidy_fen + self_fen)
);
CREATE UNIQUE INDEX receipt_first ON receipt (visit_id) WHERE kind = 1;
CREATE UNIQUE INDEX receipt_reversal ON receipt (reverses) WHERE kind = 2;
CREATE INDEX receipt_visit ON receipt (visit_id, id);
CREATE INDEX receipt_organisation ON receipt (organisation_id, month, id);
CREATE INDEX receipt_elder ON receipt (elder_id, month, id);
CREATE INDEX receipt_month ON receipt (month, region, id);

CREATE TABLE receipt_part (
  id BIGINT PRIMARY KEY,
  receipt_id BIGINT NOT NULL,
  payer BIGINT NOT NULL,
  amount_fen BIGINT NOT NULL,
  rule TEXT NOT NULL,
  name TEXT NOT NULL,
  basis TEXT NOT NULL,
  from_quota BIGINT NOT NULL
);
CREATE INDEX receipt_part_receipt ON receipt_part (receipt_id, id);

-- A closed month of one provider, elder or payer inside one region.
CREATE TABLE statement (
  id BIGINT PRIMARY KEY,
  kind BIGINT NOT NULL,
  month BIGINT NOT NULL,
  region BIGINT NOT NULL,
  subject BIGINT NOT NULL,
  organisation_id BIGINT,
  elder_id BIGINT,
  state BIGINT NOT NULL,
  total_fen BIGINT NOT NULL,
  receipts BIGINT NOT NULL,
  digest TEXT NOT NULL,
  closed_by BIGINT,
  closed_at BIGINT NOT NULL,
  signed_by BIGINT,
  signed_at BIGINT,
  signature TEXT NOT NULL,
  version BIGINT NOT NULL
);
CREATE UNIQUE INDEX statement_subject ON statement (kind, subject, month, region);
CREATE INDEX statement_month ON statement (month, kind, id);
