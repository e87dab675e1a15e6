CREATE TABLE idempotency (
  actor BIGINT NOT NULL,
  route TEXT NOT NULL,
  key TEXT NOT NULL,
  body_digest TEXT NOT NULL,
  status BIGINT NOT NULL,
  answer BYTEA NOT NULL,
  at_ms BIGINT NOT NULL,
  PRIMARY KEY (actor, key, route)
);
CREATE INDEX idempotency_at ON idempotency (at_ms);

CREATE TABLE deadline (
  kind TEXT NOT NULL,
  subject BIGINT NOT NULL,
  due_ms BIGINT NOT NULL,
  PRIMARY KEY (subject, kind)
);
