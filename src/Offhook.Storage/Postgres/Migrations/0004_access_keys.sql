-- Of a key only the SHA-256 of its text is kept.
create table offhook.access_keys (
    name text primary key,
    kind text not null check (kind in ('server', 'publishable')),
    team text,
    origins text[] not null,
    hash bytea not null unique,
    created_at timestamptz not null
);
