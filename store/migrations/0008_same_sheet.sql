-- Pages that seem to be scans of one sheet: a hint for people, on which nothing rests. Ids only.

CREATE TABLE same_sheet (
    document_id TEXT NOT NULL REFERENCES document (id),
    page_no INTEGER NOT NULL,
    earlier_id TEXT NOT NULL REFERENCES document (id),
    earlier_page INTEGER NOT NULL,
    PRIMARY KEY (document_id, page_no)
);

-- A station's newest files, whose pages a new one is compared with.
CREATE INDEX original_by_station ON original (station, received_at);
