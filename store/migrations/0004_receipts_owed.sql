-- Receipts that were issued and do not lie in their station's folder yet. Those issued before this
-- was noted are taken for delivered.

ALTER TABLE batch ADD COLUMN receipt_owed INTEGER NOT NULL DEFAULT 0 CHECK (receipt_owed IN (0, 1));
CREATE INDEX batch_receipt_owed ON batch (station, id) WHERE receipt_owed = 1;
