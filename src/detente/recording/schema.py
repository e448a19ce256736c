"""The tables of a record, as steps: a new file takes them all, an older one the steps that it lacks.

Documents, what they were found to say, judgements with the words they were passed on (`judged`) and imported rows are
the log. `signatures`, `bands`, `copies`, `events`, `event_mentions`, `links` and the column `block` are derived from
them and can be thrown away; `stale` names the blocks whose events have yet to be derived again, `recoding` the
documents that a recoding under way has yet to come to.
"""

from __future__ import annotations

_LOG = """
CREATE TABLE documents (
    id VARCHAR PRIMARY KEY, text VARCHAR NOT NULL, title VARCHAR,
    published_start DATE, published_end DATE, published_precision VARCHAR,
    written_start DATE, written_end DATE, written_precision VARCHAR,
    source VARCHAR, url VARCHAR, language VARCHAR, home VARCHAR, origin VARCHAR,
    known DATE NOT NULL,         -- the day from which it can be known: published, else entered
    entered TIMESTAMP NOT NULL,  -- UTC
    coder VARCHAR NOT NULL       -- version of the program that coded it
);
CREATE TABLE mentions (
    id VARCHAR NOT NULL, document VARCHAR NOT NULL, position INTEGER NOT NULL,
    type VARCHAR NOT NULL, factuality VARCHAR NOT NULL,
    happened_start DATE, happened_end DATE, happened_precision VARCHAR,
    parties VARCHAR[] NOT NULL, block VARCHAR NOT NULL,
    words VARCHAR[] NOT NULL, places VARCHAR[] NOT NULL,
    payload VARCHAR NOT NULL
);
CREATE TABLE facts (
    id VARCHAR NOT NULL, document VARCHAR NOT NULL, position INTEGER NOT NULL,
    fact VARCHAR NOT NULL, holder VARCHAR NOT NULL, host VARCHAR, status VARCHAR NOT NULL, payload VARCHAR NOT NULL
);
CREATE TABLE gaps (
    id VARCHAR NOT NULL, document VARCHAR NOT NULL, position INTEGER NOT NULL,
    gap VARCHAR NOT NULL, payload VARCHAR NOT NULL
);
CREATE TABLE attributions (document VARCHAR NOT NULL, position INTEGER NOT NULL, payload VARCHAR NOT NULL);
CREATE TABLE judgements (
    id VARCHAR NOT NULL, entered TIMESTAMP NOT NULL, author VARCHAR NOT NULL, reason VARCHAR,
    action VARCHAR NOT NULL, targets VARCHAR[] NOT NULL, payload VARCHAR NOT NULL
);
CREATE TABLE signatures (document VARCHAR NOT NULL, signature BLOB NOT NULL, grams INTEGER NOT NULL);
CREATE TABLE bands (document VARCHAR NOT NULL, band UTINYINT NOT NULL, hash BIGINT NOT NULL);
CREATE TABLE copies (a VARCHAR NOT NULL, b VARCHAR NOT NULL, similarity DOUBLE NOT NULL);
CREATE TABLE events (
    id VARCHAR NOT NULL, block VARCHAR NOT NULL,
    actors VARCHAR[] NOT NULL, recipients VARCHAR[] NOT NULL, reciprocal BOOLEAN NOT NULL,
    actor_sectors VARCHAR[] NOT NULL, recipient_sectors VARCHAR[] NOT NULL,
    type VARCHAR, mode VARCHAR, contexts VARCHAR[] NOT NULL, cameo VARCHAR NOT NULL,
    score DOUBLE NOT NULL, goldstein DOUBLE NOT NULL, quad VARCHAR,
    factuality VARCHAR NOT NULL, certainty DOUBLE NOT NULL, channel VARCHAR, level VARCHAR,
    happened_start DATE, happened_end DATE, happened_precision VARCHAR, dated BOOLEAN NOT NULL,
    known DATE NOT NULL, voices INTEGER NOT NULL, probability DOUBLE NOT NULL
);
CREATE TABLE event_mentions (event VARCHAR NOT NULL, mention VARCHAR NOT NULL, place INTEGER NOT NULL);
CREATE TABLE links (block VARCHAR NOT NULL, a VARCHAR NOT NULL, b VARCHAR NOT NULL, kind VARCHAR NOT NULL);
CREATE TABLE stale (block VARCHAR NOT NULL);
"""

_IMPORTS = """
CREATE TABLE sources (
    id INTEGER NOT NULL, name VARCHAR NOT NULL, format VARCHAR NOT NULL, digest VARCHAR NOT NULL,
    rows BIGINT NOT NULL, entered TIMESTAMP NOT NULL
);
CREATE TABLE imports (
    id VARCHAR NOT NULL, source INTEGER NOT NULL, date DATE NOT NULL, known DATE NOT NULL,
    actor VARCHAR NOT NULL, event VARCHAR NOT NULL, recipient VARCHAR NOT NULL,
    actor_code VARCHAR, actor_sector VARCHAR, actor_name VARCHAR,
    recipient_code VARCHAR, recipient_sector VARCHAR, recipient_name VARCHAR,
    cameo VARCHAR NOT NULL, type VARCHAR, mode VARCHAR, contexts VARCHAR[] NOT NULL,
    score DOUBLE NOT NULL, goldstein DOUBLE NOT NULL, quad VARCHAR
);
"""

_SECOND_EDITION = """
ALTER TABLE documents ADD COLUMN author VARCHAR;
ALTER TABLE documents ADD COLUMN regions VARCHAR;  -- of a paged document: [[start, end, page, [box]], ...]
ALTER TABLE links ADD COLUMN probability DOUBLE;
CREATE TABLE judged (mention VARCHAR NOT NULL, document VARCHAR NOT NULL, payload VARCHAR NOT NULL);
ALTER TABLE mentions ADD COLUMN trigger VARCHAR;  -- the word that names the act, stemmed
UPDATE mentions SET block = array_to_string(parties, ' ');
UPDATE mentions SET trigger = lower(substr(d.text, (m.payload->>'$.trigger.start')::INTEGER + 1,
    (m.payload->>'$.trigger.end')::INTEGER - (m.payload->>'$.trigger.start')::INTEGER))
    FROM mentions m JOIN documents d ON d.id = m.document WHERE mentions.rowid = m.rowid;
DELETE FROM events; DELETE FROM event_mentions; DELETE FROM links; DELETE FROM stale;
INSERT INTO stale SELECT DISTINCT block FROM mentions;
CREATE TABLE recoding (document VARCHAR NOT NULL);
ALTER TABLE imports ADD COLUMN key VARCHAR;      -- the id that the data set itself gives
ALTER TABLE imports ADD COLUMN voices INTEGER;   -- sources that the data set counts
ALTER TABLE imports ADD COLUMN url VARCHAR;
CREATE TABLE import_mentions (
    source INTEGER NOT NULL, key VARCHAR NOT NULL, known DATE NOT NULL, publisher VARCHAR, url VARCHAR,
    confidence DOUBLE  -- 0 to 1
);
INSERT INTO judged SELECT DISTINCT m.id, m.document, m.payload FROM judgements j, unnest(j.targets) AS t(id)
    JOIN mentions m ON m.id = t.id;
"""

STEPS: tuple[str, ...] = (_LOG, _IMPORTS, _SECOND_EDITION)
"""`STEPS[n]` takes a record from schema version n to n + 1."""

VERSION = len(STEPS)
