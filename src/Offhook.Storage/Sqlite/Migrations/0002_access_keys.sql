-- Of a key only the SHA-256 of its text is kept. Origins are joined by blanks.
create table access_keys (
    name text primary key not null,
    kind text not null check (kind in ('server', 'publishable')),
    team text,
    origins text not null,
    hash blob not null unique,
    created_at text not null
) strict;

-- What a team sees, newest first.
create index ivr_calls_by_team on ivr_calls (team, received_at, id);
