-- Exchanges as columns; what is long stands in blobs, by the hash of its (redacted) content.
CREATE TABLE meta (
  name TEXT PRIMARY KEY,
  value INTEGER NOT NULL
) WITHOUT ROWID;
-- raised by each prune, so that writers forget which blobs they have seen
INSERT INTO meta VALUES ('generation', 0);

CREATE TABLE blobs (
  digest BLOB PRIMARY KEY,
  size INTEGER NOT NULL,     -- bytes before compression
  packed INTEGER NOT NULL,   -- 0: as it is, 1: zstd
  data BLOB NOT NULL
);

CREATE TABLE exchanges (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  scope TEXT NOT NULL,       -- what is put together into episodes at once
  run TEXT NOT NULL,
  session TEXT NOT NULL,
  agent TEXT NOT NULL,
  parent_agent TEXT NOT NULL,
  harness TEXT NOT NULL,
  dialect TEXT NOT NULL,
  model TEXT NOT NULL,
  upstream TEXT NOT NULL,
  path TEXT NOT NULL,
  started INTEGER NOT NULL,  -- ns since the epoch
  first_byte_ms REAL NOT NULL,
  total_ms REAL NOT NULL,
  status INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  understood INTEGER NOT NULL,
  stream INTEGER NOT NULL,
  error TEXT NOT NULL,
  stop TEXT NOT NULL,
  input INTEGER NOT NULL,
  output INTEGER NOT NULL,
  cache_read INTEGER NOT NULL,
  cache_write INTEGER NOT NULL,
  thinking INTEGER NOT NULL,
  details TEXT NOT NULL,     -- JSON: headers, attempts
  head BLOB,                 -- digest: the request without messages and tools
  tools BLOB,                -- digest
  messages BLOB,             -- digests of 16 bytes, one after the other
  response BLOB,             -- digest
  request_body BLOB,         -- digest
  response_body BLOB,        -- digest
  at INTEGER NOT NULL DEFAULT (CAST(strftime('%s', 'now') AS INTEGER))  -- when it was put in
);
CREATE INDEX exchanges_scope ON exchanges (scope, seq);
CREATE INDEX exchanges_run ON exchanges (run) WHERE run != '';
CREATE INDEX exchanges_started ON exchanges (started);
CREATE INDEX exchanges_at ON exchanges (at);

CREATE TABLE runs (
  id TEXT PRIMARY KEY,
  started INTEGER NOT NULL,  -- ms since the epoch
  harness TEXT NOT NULL,
  model TEXT NOT NULL,
  status TEXT NOT NULL,
  data TEXT NOT NULL,        -- JSON
  at INTEGER NOT NULL DEFAULT (CAST(strftime('%s', 'now') AS INTEGER))
) WITHOUT ROWID;

-- files of workspaces; the name is the hash of the content before anything was redacted
CREATE TABLE files (
  sha256 TEXT PRIMARY KEY,
  size INTEGER NOT NULL,
  redacted INTEGER NOT NULL,
  packed INTEGER NOT NULL,
  data BLOB,                 -- NULL: not kept (too large, or a secret in a file that is no text)
  at INTEGER NOT NULL DEFAULT (CAST(strftime('%s', 'now') AS INTEGER))
);

CREATE TABLE episodes (
  id TEXT PRIMARY KEY,
  scope TEXT NOT NULL,       -- '': imported
  run TEXT NOT NULL,
  harness TEXT NOT NULL,
  model TEXT NOT NULL,
  parent TEXT NOT NULL,
  started INTEGER NOT NULL,  -- ms since the epoch
  took INTEGER NOT NULL,
  turns INTEGER NOT NULL,
  outcome TEXT NOT NULL,
  failure TEXT NOT NULL,
  input INTEGER NOT NULL,
  output INTEGER NOT NULL,
  cost REAL,
  retries INTEGER NOT NULL,
  packed INTEGER NOT NULL,
  data BLOB NOT NULL,        -- JSON of the episode
  at INTEGER NOT NULL DEFAULT (CAST(strftime('%s', 'now') AS INTEGER))
);
CREATE INDEX episodes_started ON episodes (started);
CREATE INDEX episodes_scope ON episodes (scope);

CREATE TABLE episode_skills (
  episode TEXT NOT NULL,
  name TEXT NOT NULL,
  loaded_at INTEGER NOT NULL,
  variant TEXT NOT NULL,
  PRIMARY KEY (episode, name)
) WITHOUT ROWID;
CREATE INDEX episode_skills_name ON episode_skills (name);

-- what a person said of an episode; kept when episodes are put together anew
CREATE TABLE marks (
  episode TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  note TEXT NOT NULL,
  at INTEGER NOT NULL
) WITHOUT ROWID;

-- how far each scope has been put together
CREATE TABLE scopes (
  scope TEXT PRIMARY KEY,
  seq INTEGER NOT NULL,
  rules TEXT NOT NULL        -- the version of the rules that did it
) WITHOUT ROWID;
