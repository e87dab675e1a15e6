-- STRICT: a value of another type, which would hide a row from a filter, is refused. Only three indices: every act pays for
-- them. Browsing by region or time walks the primary key (see Journal::entries).
CREATE TABLE journal (
  seq INTEGER PRIMARY KEY,
  at_ms INTEGER NOT NULL,
  actor INTEGER,
  on_behalf_of INTEGER,
  organisation INTEGER,
  verb TEXT NOT NULL,
  subject_kind TEXT NOT NULL,
  subject INTEGER,
  region INTEGER,
  elder INTEGER,
  checkpoint INTEGER NOT NULL,
  digest BLOB NOT NULL,
  mac BLOB NOT NULL
) STRICT;
CREATE INDEX journal_subject ON journal (subject) WHERE subject IS NOT NULL;
CREATE INDEX journal_elder ON journal (elder) WHERE elder IS NOT NULL;
CREATE INDEX journal_actor ON journal (actor) WHERE actor IS NOT NULL;

CREATE TABLE journal_payload (
  seq INTEGER PRIMARY KEY,
  sealed BLOB NOT NULL
) STRICT;

CREATE TABLE journal_erasure (
  elder INTEGER NOT NULL,
  up_to INTEGER NOT NULL,
  mac BLOB NOT NULL,
  PRIMARY KEY (elder, up_to)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_payload_no_update BEFORE UPDATE ON journal_payload
BEGIN SELECT RAISE(ABORT, 'payloads are immutable'); END;
CREATE TRIGGER journal_payload_no_delete BEFORE DELETE ON journal_payload
WHEN NOT EXISTS (SELECT 1 FROM journal j JOIN journal_erasure e ON e.elder = j.elder AND e.up_to >= j.seq WHERE j.seq = OLD.seq)
BEGIN SELECT RAISE(ABORT, 'a payload goes only with an erasure'); END;
CREATE TRIGGER journal_erasure_no_update BEFORE UPDATE ON journal_erasure
BEGIN SELECT RAISE(ABORT, 'erasures are immutable'); END;
CREATE TRIGGER journal_erasure_no_delete BEFORE DELETE ON journal_erasure
BEGIN SELECT RAISE(ABORT, 'erasures are immutable'); END;
