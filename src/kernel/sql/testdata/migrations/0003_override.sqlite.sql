CREATE INDEX sample_name_sqlite ON sample (name);
