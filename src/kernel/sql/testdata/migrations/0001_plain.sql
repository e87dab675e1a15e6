-- One text for both: 中文, "quotes", 'it''s', a backslash \ and )" and )raw" and ; and [brackets] and ${variable}.
CREATE TABLE sample (id BIGINT PRIMARY KEY, name TEXT NOT NULL, data BYTEA);
INSERT INTO sample (id, name) VALUES (1, '王秀英; \ )" [x] ${y} #');
