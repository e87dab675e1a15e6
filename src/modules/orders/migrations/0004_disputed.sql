-- The few visits that somebody does not accept, for work lists.
CREATE INDEX visit_disputed ON visit (region, id) WHERE state = 10;
