-- When a delivery was written or sent by its station's own clock, for the clock's drift.

ALTER TABLE arrival ADD COLUMN station_time BIGINT;
ALTER TABLE arrival ADD COLUMN station_time_is TEXT CHECK (station_time_is IN ('written', 'sent'));
