/*
 * catalogue.sqlite: what documents there are. A row of `documents` is one version of a document; it is visible from
 * generation `generation` on and until generation `retired`. Generations are the manifest's: publishing the manifest
 * makes both sides visible at once, and rows of a generation that was never published are undone at the next start.
 *
 * A document is a file, or a part of one: a message of an mbox, what is attached to it, a member of an archive. The file
 * of a part has a row in `folders`, like a folder, and one in `containers`; the part's name is the document's `name`. Parts that
 * nothing changes for now are in `packed`, hundreds in a row.
 */
export const schemaVersion = 4
/** The earliest that is read as it is, and becomes the present one when it is opened for writing: it has no `packed`. */
export const oldestVersion = 3

/**
 * Finds a document by its place (`isNamed`). Of the name only what tells most names of a folder apart: whole addresses of a history would
 * take as much again as in the table. Libraries that were made before have the names themselves in `documents_place`; either serves.
 */
export const placeIndex =
  'CREATE INDEX IF NOT EXISTS documents_by_name ON documents (folder, length(name), substr(name, 9, 6), substr(name, -6));'

/**
 * Documents in blocks: parts of one file that nothing changes for now, visible in every generation (packed-documents.ts). Ids of blocks
 * are never used twice.
 */
export const packedTable = `
  CREATE TABLE IF NOT EXISTS packed (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    first INTEGER NOT NULL,      -- the least id of a document
    last INTEGER NOT NULL,       -- the greatest
    folder INTEGER NOT NULL REFERENCES folders (id),
    source INTEGER NOT NULL,
    documents INTEGER NOT NULL,  -- how many, without those that are gone
    text_bytes INTEGER NOT NULL, -- theirs together
    languages TEXT NOT NULL,     -- JSON: ids in strings, null for none
    gone TEXT,                   -- JSON: ids of those that are rows again; NULL: none
    body BLOB NOT NULL           -- packed-block.ts
  );`

/** The tables of a new catalogue. */
export const schema = `
  CREATE TABLE roots (path TEXT PRIMARY KEY) WITHOUT ROWID;

  -- Folders, and files that have parts.
  CREATE TABLE folders (id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE);

  -- Files that have parts. Size and time are what they were when all of it had been read.
  CREATE TABLE containers (
    folder INTEGER PRIMARY KEY REFERENCES folders (id),
    size INTEGER,                -- NULL: not all of it was read yet
    mtime REAL,
    is_document INTEGER NOT NULL, -- 1: the file is a document as well (a mail and what is attached to it)
    state BLOB,                  -- what its reader remembers, to find out what is new
    generation INTEGER NOT NULL
  );

  -- Words that many documents share: kinds, languages, people, hosts.
  CREATE TABLE strings (
    id INTEGER PRIMARY KEY,
    text TEXT NOT NULL,
    hash INTEGER NOT NULL        -- CRC-32 of the text: an index of it is smaller than one of the texts
  );
  CREATE INDEX strings_hash ON strings (hash);

  CREATE TABLE documents (
    id INTEGER PRIMARY KEY,
    folder INTEGER NOT NULL REFERENCES folders (id),
    name TEXT NOT NULL,          -- of the file in its folder, or of the part in its file
    kind INTEGER NOT NULL REFERENCES strings (id),
    size INTEGER NOT NULL,
    mtime REAL NOT NULL,         -- 0 for a part
    hash INTEGER NOT NULL,       -- xxHash64 of the file or the part, as a signed 64-bit integer
    place INTEGER NOT NULL,      -- where the text is read again: 0 the file's own bytes, 1 parsed, 2 the text cache
    text_bytes INTEGER NOT NULL,
    chunks INTEGER NOT NULL,
    outline BLOB NOT NULL,
    generation INTEGER NOT NULL,
    retired INTEGER,             -- NULL while it is alive
    source INTEGER NOT NULL,     -- place in sourceNames (core/types.ts)
    language INTEGER REFERENCES strings (id),
    dated REAL,                  -- milliseconds; NULL: its mtime
    sender INTEGER REFERENCES strings (id),
    recipients TEXT,             -- JSON: ids in strings; people get mail together again and again, in other company
    thread INTEGER,              -- 48 bits of a hash of the thread's first message
    site INTEGER REFERENCES strings (id)
  );
  ${placeIndex}
  ${packedTable}
  CREATE INDEX documents_retired ON documents (retired) WHERE retired IS NOT NULL;

  CREATE TABLE problems (
    path TEXT NOT NULL,
    part TEXT NOT NULL,          -- '': the file itself
    size INTEGER NOT NULL,
    mtime REAL NOT NULL,
    code TEXT NOT NULL,
    message TEXT NOT NULL,
    PRIMARY KEY (path, part)
  ) WITHOUT ROWID;

  -- Files known to be new or changed that are not indexed yet.
  CREATE TABLE pending (path TEXT PRIMARY KEY) WITHOUT ROWID;
`
