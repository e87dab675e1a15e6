-- Who may not decide on whom: relatives of staff, as they filed it or as it was found out.
CREATE TABLE staff_relative (
  id BIGINT PRIMARY KEY,
  elder_id BIGINT NOT NULL,
  region BIGINT NOT NULL,
  user_id BIGINT NOT NULL,
  user_name TEXT NOT NULL,
  relation BIGINT NOT NULL,
  state BIGINT NOT NULL,
  application_id BIGINT,
  note TEXT NOT NULL,
  at BIGINT NOT NULL,
  decided_by BIGINT,
  decided_at BIGINT,
  version BIGINT NOT NULL
);
CREATE UNIQUE INDEX staff_relative_pair ON staff_relative (user_id, elder_id);
CREATE INDEX staff_relative_elder ON staff_relative (elder_id);
