-- Documents made of pages of several files. A bundle is an original without a file of its own: its
-- content MAC is that of its list of pages, and a page is in one bundle at most.

CREATE TABLE bundle_page (
    bundle_id TEXT NOT NULL REFERENCES original (id),
    position INTEGER NOT NULL,
    original_id TEXT NOT NULL REFERENCES original (id),
    page_no INTEGER NOT NULL,
    PRIMARY KEY (bundle_id, position),
    UNIQUE (original_id, page_no)
);

-- Files that were only looked at: their pages wait for documents to be made of them.
CREATE TABLE loose_file (
    original_id TEXT PRIMARY KEY REFERENCES original (id)
);
