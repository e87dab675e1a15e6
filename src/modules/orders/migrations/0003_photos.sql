-- The same photo shown for two visits is found by its digest.
CREATE INDEX evidence_digest ON evidence (digest) WHERE digest <> '';
