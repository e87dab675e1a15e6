-- One row an elder and questionnaire: a result by one says nothing of when the other is due.
CREATE TABLE assessment_due_each (
  id BIGINT PRIMARY KEY,
  elder_id BIGINT NOT NULL,
  questionnaire TEXT NOT NULL,
  region BIGINT NOT NULL,
  kind BIGINT NOT NULL,
  due_on BIGINT NOT NULL,
  reason TEXT NOT NULL,
  assessment_id BIGINT,
  planned_id BIGINT
);
INSERT INTO assessment_due_each (id, elder_id, questionnaire, region, kind, due_on, reason, assessment_id, planned_id)
SELECT d.id, d.id, COALESCE((SELECT a.questionnaire FROM assessment a WHERE a.id = COALESCE(d.assessment_id, d.planned_id)), 'gbt42195'), d.region, d.kind, d.due_on, d.reason,
       d.assessment_id, d.planned_id
FROM assessment_due d;
DROP TABLE assessment_due;
ALTER TABLE assessment_due_each RENAME TO assessment_due;
CREATE INDEX assessment_due_on ON assessment_due (due_on, id);
CREATE INDEX assessment_due_region ON assessment_due (region, due_on);
CREATE UNIQUE INDEX assessment_due_elder ON assessment_due (elder_id, questionnaire);
