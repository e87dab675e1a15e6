-- The first month of which the applicant is eligible: her award starts there.
ALTER TABLE benefit_application ADD COLUMN start_month BIGINT;

-- Whatever is theirs is looked for under every id that they had.
CREATE INDEX award_subject ON award (subject, id);
CREATE INDEX benefit_application_subject ON benefit_application (subject, id);

-- Where an elder lived before: in whose part of a frozen month she stands.
CREATE TABLE benefit_home (
  elder_id BIGINT NOT NULL,
  until_at BIGINT NOT NULL,
  community BIGINT NOT NULL,
  PRIMARY KEY (elder_id, until_at)
);
-- Elders of a run who stand in another community's part than their own: with the first of their household.
CREATE TABLE benefit_run_elsewhere (
  elder_id BIGINT NOT NULL,
  run_id BIGINT NOT NULL,
  community BIGINT NOT NULL,
  PRIMARY KEY (elder_id, run_id)
);
