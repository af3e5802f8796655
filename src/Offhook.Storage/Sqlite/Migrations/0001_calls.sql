-- Times are ISO 8601 in UTC with seven decimals, so that the order of the text is the order of time. Durations are whole seconds.

create table ivr_calls (
    id text primary key not null,
    reference text not null unique,
    call_id text not null,
    provider text not null,
    kind text not null check (kind in ('click_to_call', 'outbound')),
    direction text not null check (direction = 'outbound'),
    department text,
    team text,
    mobile_number text not null,
    customer_number text not null,
    agent_number text,
    agent_name text,
    campaign text,
    play text,
    status text not null check (status in ('requested', 'ringing', 'answered', 'busy', 'missed', 'cancelled', 'failed', 'unconfirmed')),
    reason text,
    reason_detail text,
    agent_leg text not null,
    customer_leg text not null,
    provider_status text,
    received_at text not null,
    answered_at text,
    ended_at text,
    duration_seconds integer check (duration_seconds >= 0),
    talk_seconds integer check (talk_seconds >= 0),
    recording_url text,
    operator text,
    circle text,
    key_press text,
    settled_by text,
    derived text,
    version integer not null check (version > 0),
    updated_at text not null,
    check (id = reference)
) strict;

create index ivr_calls_by_time on ivr_calls (received_at, id);
create index ivr_calls_by_customer on ivr_calls (customer_number, received_at, id);
create index ivr_calls_by_agent on ivr_calls (agent_number, received_at, id);
create index ivr_calls_by_status on ivr_calls (status, received_at, id);
create index ivr_calls_by_call_id on ivr_calls (call_id, received_at, id);

-- Everything that was ever said about a call. Rows are added, never removed; only the time of arrival may become an earlier one.
create table reports (
    number integer primary key autoincrement,
    reference text not null,
    identity text not null,
    source text not null,
    received_at text not null,
    content text not null,
    raw text,
    unique (reference, identity)
) strict;

create table provider_ids (
    provider_call_id text not null,
    reference text not null,
    source text not null,
    first_seen text not null,
    primary key (provider_call_id, reference)
) strict, without rowid;

-- One row for each call that is not settled: when it is looked after, and whose phone may still be ringing.
create table open_calls (
    reference text primary key not null references ivr_calls (reference),
    due_at text not null,
    agent_number text,
    received_at text not null
) strict, without rowid;

create index open_calls_by_due on open_calls (due_at);
create index open_calls_by_agent on open_calls (agent_number, received_at);
create index open_calls_by_time on open_calls (received_at, reference);

create table changes (
    number integer primary key not null,
    reference text not null,
    version integer not null,
    at text not null
) strict;

-- 'changes' is the number of the last change, 'pruned' that of the last change that was removed.
create table counters (
    name text primary key not null,
    value integer not null
) strict, without rowid;

insert into counters (name, value) values ('changes', 0), ('pruned', 0);

create table idempotency_keys (
    scope text not null,
    key text not null,
    body_hash text not null,
    reference text not null,
    status integer,
    headers text,
    body text,
    expires_at text not null,
    primary key (scope, key)
) strict;

create index idempotency_keys_by_expiry on idempotency_keys (expires_at);

create table secrets (
    name text primary key not null,
    value blob not null
) strict;
