-- Customers: whose records belong together, by keyed digests of their numbers; whom records name
-- beside them; which of them are one; and what is due. No name, number or other value of a record is
-- here: of a customer the database shows how many records there are, and which days are due.

CREATE TABLE customer (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('person', 'company')),
    created_at BIGINT NOT NULL,
    risk TEXT NOT NULL,
    version BIGINT NOT NULL,
    row_mac BLOB NOT NULL
);
CREATE INDEX customer_by_time ON customer (created_at, id);

CREATE TABLE customer_record (
    record_id TEXT PRIMARY KEY REFERENCES record (id),
    customer_id TEXT NOT NULL REFERENCES customer (id),
    committed_at BIGINT NOT NULL,
    row_mac BLOB NOT NULL
);
CREATE INDEX customer_record_by_customer ON customer_record (customer_id, committed_at);

-- `what`: a number of the customer's, what makes two customers alike, or the number of somebody whom
-- the record names (then `relation` says as what).
CREATE TABLE customer_mac (
    mac TEXT NOT NULL,
    what TEXT NOT NULL CHECK (what IN ('number', 'likeness', 'related')),
    relation TEXT NOT NULL,
    record_id TEXT NOT NULL REFERENCES record (id),
    row_mac BLOB NOT NULL,
    PRIMARY KEY (mac, what, relation, record_id)
);
CREATE INDEX customer_mac_by_record ON customer_mac (record_id);

CREATE TABLE customer_merge (
    id TEXT PRIMARY KEY,
    customer_id TEXT NOT NULL REFERENCES customer (id),
    into_id TEXT NOT NULL REFERENCES customer (id),
    merged_by TEXT NOT NULL,
    merged_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_at BIGINT NOT NULL,
    sealed BLOB NOT NULL,
    row_mac BLOB NOT NULL
);
CREATE UNIQUE INDEX customer_merged ON customer_merge (customer_id) WHERE ended_at = 0;
CREATE INDEX customer_merge_by_customer ON customer_merge (customer_id, merged_at);
CREATE INDEX customer_merge_by_into ON customer_merge (into_id, merged_at);

CREATE TABLE customer_change (
    customer_id TEXT NOT NULL REFERENCES customer (id),
    version BIGINT NOT NULL,
    changed_by TEXT NOT NULL,
    changed_at BIGINT NOT NULL,
    sealed BLOB NOT NULL,
    row_mac BLOB NOT NULL,
    PRIMARY KEY (customer_id, version)
);

-- `due_on` in days since 1970. A record's document that ends, or a customer's review.
CREATE TABLE due (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('review', 'expiry')),
    customer_id TEXT NOT NULL REFERENCES customer (id),
    record_id TEXT REFERENCES record (id),
    field TEXT NOT NULL,
    due_on BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'done', 'superseded')),
    done_by TEXT NOT NULL,
    done_at BIGINT NOT NULL,
    sealed BLOB NOT NULL,
    row_mac BLOB NOT NULL
);
CREATE INDEX due_open ON due (due_on, id) WHERE state = 'open';
CREATE INDEX due_by_customer ON due (customer_id, state);
CREATE INDEX due_by_record ON due (record_id);

-- Records from before this find their customers one after the other while the service runs.
CREATE TABLE customer_owed (
    position BIGINT PRIMARY KEY,
    record_id TEXT NOT NULL UNIQUE REFERENCES record (id)
);
INSERT INTO customer_owed
    SELECT row_number() OVER (ORDER BY committed_at, id), id FROM record;
