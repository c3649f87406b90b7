-- How a record is filed: archive number, classes, where the paper lies. Classes are words of the
-- site's plan; `region` is as coarse as the plan says; tags lie in the seal. Each change keeps what
-- was before and after it in a row of its own, and `version` counts them.

CREATE TABLE filing (
    record_id TEXT PRIMARY KEY REFERENCES record (id),
    archive_number TEXT NOT NULL UNIQUE,
    version BIGINT NOT NULL,
    nature TEXT NOT NULL,
    business TEXT NOT NULL,
    value_tier TEXT NOT NULL,
    region TEXT NOT NULL,
    security_level TEXT NOT NULL,
    retention_class TEXT NOT NULL,
    box TEXT NOT NULL,
    volume TEXT NOT NULL,
    committed_at BIGINT NOT NULL,
    sealed BLOB NOT NULL,
    row_mac BLOB NOT NULL
);
CREATE INDEX filing_by_time ON filing (committed_at);
CREATE INDEX filing_by_nature ON filing (nature, committed_at);
CREATE INDEX filing_by_business ON filing (business, committed_at);
CREATE INDEX filing_by_value_tier ON filing (value_tier, committed_at);
CREATE INDEX filing_by_region ON filing (region, committed_at);
CREATE INDEX filing_by_security_level ON filing (security_level, committed_at);
CREATE INDEX filing_by_retention_class ON filing (retention_class, committed_at);
CREATE INDEX filing_by_box ON filing (box, committed_at) WHERE box <> '';

CREATE TABLE filing_change (
    record_id TEXT NOT NULL REFERENCES record (id),
    version BIGINT NOT NULL,
    changed_by TEXT NOT NULL,
    changed_at BIGINT NOT NULL,
    sealed BLOB NOT NULL,
    row_mac BLOB NOT NULL,
    PRIMARY KEY (record_id, version)
);

-- By which tag records are found: a keyed digest of its text, which lies in their seals.
CREATE TABLE record_tag (
    tag_mac TEXT NOT NULL,
    committed_at BIGINT NOT NULL,
    record_id TEXT NOT NULL REFERENCES record (id),
    PRIMARY KEY (tag_mac, committed_at, record_id)
);
CREATE INDEX record_tag_by_record ON record_tag (record_id);

-- Records from before this: they are filed one after the other while the service runs.
CREATE TABLE filing_owed (
    position BIGINT PRIMARY KEY,
    record_id TEXT NOT NULL UNIQUE REFERENCES record (id)
);
INSERT INTO filing_owed
    SELECT row_number() OVER (ORDER BY committed_at, id), id FROM record;
