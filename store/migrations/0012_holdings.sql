-- Which number is whose, by keyed digests, so that the archive notices a number under two names.

CREATE TABLE holding (
    number_mac TEXT NOT NULL,
    holder_mac TEXT NOT NULL,
    record_id TEXT NOT NULL REFERENCES record (id),
    type TEXT NOT NULL,
    row_mac BLOB NOT NULL,
    PRIMARY KEY (number_mac, record_id)
);
