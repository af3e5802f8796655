-- Everything but the table of calls lies in a schema of its own, which no interface that serves the schema public can see.
create schema if not exists offhook;

-- Everything that was ever said about a call. Rows are added, never removed; only the time of arrival may become an earlier one.
create table offhook.reports (
    number bigint generated always as identity,
    reference uuid not null,
    identity bytea not null,
    source text not null,
    received_at timestamptz not null,
    content text not null,
    raw text,
    unique (reference, identity)
);

-- Apart from the calls, so that a report that brings another id touches no index of the calls.
create table offhook.provider_ids (
    provider_call_id text not null,
    reference uuid not null,
    source text not null,
    first_seen timestamptz not null,
    primary key (provider_call_id, reference)
);

-- One row for each call that is not settled: when it is looked after, and whose phone may still be ringing.
create table offhook.open_calls (
    reference uuid primary key,
    due_at timestamptz not null,
    agent_number text,
    received_at timestamptz not null
) with (fillfactor = 70);

create index open_calls_by_due on offhook.open_calls (due_at, reference);
create index open_calls_by_agent on offhook.open_calls (agent_number, received_at);

create table offhook.changes (
    number bigint primary key,
    reference uuid not null,
    version bigint not null,
    at timestamptz not null,

    -- The whole row as it last stood, when another program removed it.
    removed jsonb
);

-- 'changes' is the number of the last change, 'pruned' that of the last change that was removed. The row is written last in each transaction, and
-- held until that has ended: so numbers become visible in their order, whoever writes them.
create table offhook.counters (
    name text primary key,
    value bigint not null
) with (fillfactor = 10);

insert into offhook.counters (name, value) values ('changes', 0), ('pruned', 0);

create table offhook.idempotency_keys (
    scope text not null,
    key text not null,
    body_hash text not null,
    reference uuid not null,
    status integer,
    headers text,
    body text,
    expires_at timestamptz not null,
    primary key (scope, key)
);

create index idempotency_keys_by_expiry on offhook.idempotency_keys (expires_at);

create table offhook.secrets (
    name text primary key,
    value bytea not null
);

-- The moment at which the whole burst of a limit is available again: all of the state that a token bucket needs.
create table offhook.turns (
    name text primary key,
    full_at timestamptz not null
) with (fillfactor = 10);
