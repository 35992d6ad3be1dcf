-- The ledger's tables, version 1. One database holds one shop.

CREATE SCHEMA storyhouse;

CREATE TABLE storyhouse.version (number integer NOT NULL);
INSERT INTO storyhouse.version VALUES (1);

-- The letters as they are sent, so that a worker needs nothing of the shop's folder.
CREATE TABLE storyhouse.letter (
    issue text PRIMARY KEY,
    frozen bytea NOT NULL,
    begun timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE storyhouse.mail (
    issue text NOT NULL,
    subscriber text NOT NULL,
    number bigint GENERATED ALWAYS AS IDENTITY,  -- the order of enlisting
    turn integer NOT NULL DEFAULT 0,  -- how often they were put off
    address text NOT NULL,            -- empty once it is of no more use
    -- What is filled in for them; NULL once it is of no more use. json keeps any text,
    -- where jsonb refuses some signs.
    payload json,
    state text NOT NULL DEFAULT 'waiting'
        CHECK (state IN ('waiting', 'sending', 'sent', 'refused', 'uncertain')),
    reason text NOT NULL DEFAULT '',
    worker text NOT NULL DEFAULT '',
    held bigint,  -- the advisory lock of the session that claimed it
    at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (subscriber, issue)  -- finds all of one subscriber's, too
)
-- A claim reads from the front of an index whose front dies all the time.
WITH (autovacuum_vacuum_scale_factor = 0.02, fillfactor = 80);

CREATE INDEX mail_waiting ON storyhouse.mail (issue, turn, number)
    WHERE state = 'waiting';
CREATE INDEX mail_sending ON storyhouse.mail (issue, held) WHERE state = 'sending';
CREATE INDEX mail_shown ON storyhouse.mail (issue, state, number)
    WHERE state IN ('refused', 'uncertain');
CREATE INDEX mail_sent ON storyhouse.mail (issue, number) WHERE state = 'sent';
