-- What records are found by. `search_number`: keyed digests of their numbers. `search_entry`: what
-- the index in memory is made of, sealed under the record's own data key; `seq` grows with every
-- change, `slot` is the seq that the record had first. A destroyed record keeps an entry that is
-- empty. They follow from the records by rules of a version (`rules`): what is missing is made when
-- the archive is opened.

CREATE TABLE search_number (
    number_mac BLOB NOT NULL,
    record_id TEXT NOT NULL REFERENCES record (id),
    PRIMARY KEY (number_mac, record_id)
);

CREATE TABLE search_entry (
    seq INTEGER PRIMARY KEY,
    record_id TEXT NOT NULL UNIQUE REFERENCES record (id),
    slot BIGINT NOT NULL,
    rules INTEGER NOT NULL,
    sealed BLOB NOT NULL
);
CREATE UNIQUE INDEX search_entry_moved ON search_entry (slot) WHERE slot <> seq;
