/*
 * catalogue.sqlite: what documents there are. A row of `documents` is one version of a document; it is visible from
 * generation `generation` on and until generation `retired`. Generations are the manifest's: publishing the manifest
 * makes both sides visible at once, and rows of a generation that was never published are undone at the next start.
 */
export const schemaVersion = 1

export const schema = `
  CREATE TABLE roots (path TEXT PRIMARY KEY) WITHOUT ROWID;

  CREATE TABLE folders (id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE);

  CREATE TABLE documents (
    id INTEGER PRIMARY KEY,
    folder INTEGER NOT NULL REFERENCES folders (id),
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    size INTEGER NOT NULL,
    mtime REAL NOT NULL,
    hash INTEGER NOT NULL,       -- xxHash64 of the file, as a signed 64-bit integer
    place INTEGER NOT NULL,      -- where the text is read again: 0 the file's own bytes, 1 parsed, 2 the text cache
    text_bytes INTEGER NOT NULL,
    chunks INTEGER NOT NULL,
    outline BLOB NOT NULL,
    generation INTEGER NOT NULL,
    retired INTEGER              -- NULL while it is alive
  );
  CREATE INDEX documents_place ON documents (folder, name);
  CREATE INDEX documents_retired ON documents (retired) WHERE retired IS NOT NULL;

  CREATE TABLE problems (
    path TEXT PRIMARY KEY,
    size INTEGER NOT NULL,
    mtime REAL NOT NULL,
    code TEXT NOT NULL,
    message TEXT NOT NULL
  ) WITHOUT ROWID;

  -- Files known to be new or changed that are not indexed yet.
  CREATE TABLE pending (path TEXT PRIMARY KEY) WITHOUT ROWID;
`
