INSERT INTO sample (id, name) VALUES (2, 'sqlite');
