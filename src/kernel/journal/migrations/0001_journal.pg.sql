-- Only three indices: every act pays for them. Browsing by region or time walks the primary key (see Journal::entries).
CREATE TABLE journal (
  seq BIGINT PRIMARY KEY,
  at_ms BIGINT NOT NULL,
  actor BIGINT,
  on_behalf_of BIGINT,
  organisation BIGINT,
  verb TEXT NOT NULL,
  subject_kind TEXT NOT NULL,
  subject BIGINT,
  region BIGINT,
  elder BIGINT,
  checkpoint BIGINT NOT NULL,
  digest BYTEA NOT NULL,
  mac BYTEA NOT NULL
);
CREATE INDEX journal_subject ON journal (subject, seq) WHERE subject IS NOT NULL;
CREATE INDEX journal_elder ON journal (elder, seq) WHERE elder IS NOT NULL;
CREATE INDEX journal_actor ON journal (actor, seq) WHERE actor IS NOT NULL;

CREATE TABLE journal_payload (
  seq BIGINT PRIMARY KEY,
  sealed BYTEA NOT NULL
);

CREATE TABLE journal_erasure (
  elder BIGINT NOT NULL,
  up_to BIGINT NOT NULL,
  mac BYTEA NOT NULL,
  PRIMARY KEY (elder, up_to)
);

CREATE FUNCTION journal_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the journal is append-only'; END $$;
CREATE FUNCTION journal_payload_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM journal j JOIN journal_erasure e ON e.elder = j.elder AND e.up_to >= j.seq WHERE j.seq = OLD.seq) THEN
    RAISE EXCEPTION 'a payload goes only with an erasure';
  END IF;
  RETURN OLD;
END $$;
CREATE TRIGGER journal_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON journal
  FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse();
CREATE TRIGGER journal_payload_immutable BEFORE UPDATE OR TRUNCATE ON journal_payload
  FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse();
CREATE TRIGGER journal_payload_no_delete BEFORE DELETE ON journal_payload
  FOR EACH ROW EXECUTE FUNCTION journal_payload_refuse();
CREATE TRIGGER journal_erasure_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON journal_erasure
  FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse();
