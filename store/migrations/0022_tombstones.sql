-- Whose data keys were shredded. A restore of an older backup honours them: what stands here gets no
-- key back.

CREATE TABLE tombstone (
    owner_id TEXT PRIMARY KEY,
    owner_kind TEXT NOT NULL,
    shredded_at BIGINT NOT NULL,
    row_mac BLOB NOT NULL
);
