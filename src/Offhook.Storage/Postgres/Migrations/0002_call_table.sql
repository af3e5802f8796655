-- A number as E.164, or null when it is none: the rule that the program has, for numbers that other programs wrote. Understood are + and 00 before a
-- country's code, and India's spellings of 10 digits, of 12 with 91 before them and with a 0 before them; spaces do not count.
create function offhook.e164(number text) returns text
language sql immutable strict parallel safe
as $$
    select case
        when length(btrim(number, ' ')) > 40 then null
        when replace(number, ' ', '') ~ '^([+]91|0091|91|0)?[1-9][0-9]{9}$' then '+91' || right(replace(number, ' ', ''), 10)
        when replace(number, ' ', '') ~ '^([+]91|0091|0)?18[06]0[0-9]{7}$' then '+91' || right(replace(number, ' ', ''), 11)
        when replace(number, ' ', '') ~ '^([+]|00)91' then null
        when replace(number, ' ', '') ~ '^([+]|00)[1-9][0-9]{7,14}$' then regexp_replace(replace(number, ' ', ''), '^([+]|00)', '+')
    end
$$;

-- The table of calls: made, or taken over from the program that had it before. Taken over, it gains columns and keeps everything else as it is.
do $$
begin
    if to_regclass('public.ivr_calls') is null then
        create table public.ivr_calls (
            id uuid primary key default gen_random_uuid(),
            reference uuid not null unique default gen_random_uuid(),
            call_id text not null,
            provider text,
            kind text,
            direction text not null default 'outbound',
            department text,
            team text,
            mobile_number text,
            customer_number text,
            agent_number text,
            agent_name text,
            campaign text,
            play text,
            status text not null,
            reason text,
            reason_detail text,
            agent_leg text,
            customer_leg text,
            provider_status text,
            received_at timestamptz not null default now(),
            answered_at timestamptz,
            ended_at timestamptz,
            duration_seconds integer,
            talk_seconds integer,
            recording_url text,
            operator text,
            circle text,
            key_press text,
            settled_by text,
            derived text,
            version bigint not null default 1,
            updated_at timestamptz not null default now(),
            -- Only for our own rows. One without a kind is another program's, which has its own words.
            constraint ivr_calls_words check (kind is null or (kind in ('click_to_call', 'outbound') and direction = 'outbound' and status in
                ('requested', 'ringing', 'answered', 'busy', 'missed', 'cancelled', 'failed', 'unconfirmed'))),
            constraint ivr_calls_figures check (kind is null or (duration_seconds >= 0 and talk_seconds >= 0 and version > 0))
        ) with (fillfactor = 70);
    end if;
end
$$;

-- Whole, because a list, its order and its continuation need all of it. None has a column that a report changes: PostgreSQL then writes a new version of
-- a row beside the old one and touches no index.
create index if not exists ivr_calls_by_time on public.ivr_calls (received_at, reference);
create index if not exists ivr_calls_by_customer on public.ivr_calls (customer_number, received_at, reference);
create index if not exists ivr_calls_by_agent on public.ivr_calls (agent_number, received_at, reference);
create index if not exists ivr_calls_by_team on public.ivr_calls (team, received_at, reference);
