CREATE INDEX sample_name_any ON sample (name);
