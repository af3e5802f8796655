-- A number as E.164, or null when it is none: the rule that the program has, for numbers that other programs wrote. Understood are + and 00 before a
-- country's code, and India's spellings of 10 digits, of 12 with 91 before them and with a 0 before them; spaces do not count.
create or replace function offhook.e164(number text) returns text
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

-- The table of calls, where another program has one already: what stands in the way of taking it over is said, all of it at once, and nothing is changed.
do $$
declare
    calls constant regclass := to_regclass('public.ivr_calls');
    found pg_class;
    faults text[] := '{}';
    fault text;
    rows bigint;
begin
    if calls is null then
        return;
    end if;

    select * into found from pg_class where oid = calls;
    if found.relkind <> 'r' or found.relispartition or exists (select from pg_inherits where calls in (inhrelid, inhparent)) then
        raise exception using errcode = 'OFFHK', message = 'public.ivr_calls cannot be adopted: it is a view, a foreign table, or one of several tables that are one.',
            hint = 'Rename it, so that Offhook makes a table of its own. Nothing was changed.';
    end if;

    if not pg_has_role(found.relowner, 'usage') then
        raise exception using errcode = 'OFFHK',
            message = format('public.ivr_calls cannot be adopted: it belongs to %s, and the connection is made as %s.', pg_get_userbyid(found.relowner), current_user),
            hint = 'Connect as its owner, or let the owner run what --print-migrations prints. Nothing was changed.';
    end if;

    lock table public.ivr_calls in access exclusive mode;

    if found.relpersistence <> 'p' then
        faults := faults || 'it is unlogged, so a crash of the server empties it (alter table public.ivr_calls set logged)'::text;
    end if;

    if found.relhasrules then
        faults := faults || 'it has rules, which rewrite what is written to it (drop them, or make triggers of them)'::text;
    end if;

    if not exists (select from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
        where i.indrelid = calls and i.indisprimary and i.indnkeyatts = 1 and a.attname = 'id') then
        faults := faults || 'its primary key is not the column id, by which Supabase tells which row changed (alter table public.ivr_calls add primary key (id))'::text;
    end if;

    -- The columns that the program before had, and what those that both name must be like. A number is the longest text that Offhook writes.
    for fault in
        with needed (name, kinds, longest, may_be_null) as (values
            ('id', array['uuid', 'integer', 'bigint', 'text', 'character varying'], 0, false),
            ('reference', array['uuid'], 0, false),
            ('call_id', array['text', 'character varying'], 128, false),
            ('provider', array['text', 'character varying'], 20, true),
            ('kind', array['text', 'character varying'], 13, true),
            ('direction', array['text', 'character varying'], 8, false),
            ('department', array['text', 'character varying'], 100, true),
            ('team', array['text', 'character varying'], 100, true),
            ('mobile_number', array['text', 'character varying'], 16, false),
            ('customer_number', array['text', 'character varying'], 16, false),
            ('agent_number', array['text', 'character varying'], 16, true),
            ('agent_name', array['text', 'character varying'], 100, true),
            ('campaign', array['text', 'character varying'], 100, true),
            ('play', array['text', 'character varying'], 100, true),
            ('status', array['text', 'character varying'], 11, false),
            ('reason', array['text', 'character varying'], 40, true),
            ('reason_detail', array['text', 'character varying'], 4096, true),
            ('agent_leg', array['text', 'character varying'], 20, true),
            ('customer_leg', array['text', 'character varying'], 20, true),
            ('provider_status', array['text', 'character varying'], 4096, true),
            ('received_at', array['timestamp with time zone'], 0, false),
            ('answered_at', array['timestamp with time zone'], 0, true),
            ('ended_at', array['timestamp with time zone'], 0, true),
            ('duration_seconds', array['integer', 'bigint'], 0, true),
            ('talk_seconds', array['integer', 'bigint'], 0, true),
            ('recording_url', array['text', 'character varying'], 2048, true),
            ('operator', array['text', 'character varying'], 255, true),
            ('circle', array['text', 'character varying'], 255, true),
            ('key_press', array['text', 'character varying'], 255, true),
            ('settled_by', array['text', 'character varying'], 20, true),
            ('derived', array['text', 'character varying'], 255, true),
            ('version', array['integer', 'bigint'], 0, false),
            ('updated_at', array['timestamp with time zone'], 0, false)),
        present as (
            select a.attname::text as name, format_type(a.atttypid, null) as kind, a.atttypmod as modifier, a.attnotnull as is_needed,
                a.atthasdef or a.attidentity <> '' as has_default, a.attidentity = 'a' or a.attgenerated <> '' as is_generated
            from pg_attribute a where a.attrelid = calls and a.attnum > 0 and not a.attisdropped)
        select case
            when p.name is null then case
                when n.name in ('id', 'call_id', 'status', 'received_at') then format('it has no column %I, so it does not look like a table of calls (rename it, and Offhook makes one of its own)', n.name)
            end
            when n.name is null then case
                when p.is_needed and not p.has_default and not p.is_generated then
                    format('the column %1$I must be filled and has no default (alter table public.ivr_calls alter column %1$I drop not null)', p.name)
            end
            when p.kind <> all (n.kinds) then case
                when p.kind = 'timestamp without time zone' then
                    format('the column %1$I does not say in which zone its times are (alter table public.ivr_calls alter column %1$I type timestamptz using %1$I at time zone ''UTC'', or the zone that was meant)', p.name)
                when n.name in ('reference', 'version', 'updated_at') then
                    format('the column %1$I is %2$s, which Offhook needs for something else (alter table public.ivr_calls rename column %1$I to old_%1$I)', p.name, p.kind)
                else format('the column %1$I is %2$s, but must be %3$s (alter table public.ivr_calls alter column %1$I type %3$s using %1$I::%3$s)', p.name, p.kind,
                    case when 'text' = any (n.kinds) then 'text' else n.kinds[1] end)
            end
            when n.longest > 0 and p.modifier > 0 and p.modifier - 4 < n.longest then
                format('the column %1$I has room for %2$s characters and needs %3$s (alter table public.ivr_calls alter column %1$I type text)', p.name, p.modifier - 4, n.longest)
            when n.kinds[1] = 'timestamp with time zone' and p.modifier between 0 and 5 then
                format('the column %1$I cuts its times (alter table public.ivr_calls alter column %1$I type timestamptz)', p.name)
            when n.name = 'id' then case
                when p.kind <> 'uuid' and not p.has_default and not p.is_generated then 'the column id gives itself no value (alter table public.ivr_calls alter column id set default …)'
            end
            when p.is_generated then format('the column %1$I is computed and cannot be written (alter table public.ivr_calls alter column %1$I drop expression)', p.name)
            when n.may_be_null and p.is_needed then
                format('the column %1$I must be filled, but some calls have nothing to put there (alter table public.ivr_calls alter column %1$I drop not null)', p.name)
            when n.name in ('reference', 'version', 'updated_at') and not (p.is_needed and p.has_default) then
                format('the column %1$I must have a default and be not null; if it means something else: alter table public.ivr_calls rename column %1$I to old_%1$I', p.name)
        end
        from needed n full join present p on p.name = n.name
        order by n.name, p.name
    loop
        faults := faults || fault;
    end loop;

    for fault in
        select format('the foreign key %I (%s) allows only what another table lists (alter table public.ivr_calls drop constraint %1$I)', c.conname, string_agg(a.attname, ', '))
        from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = any (c.conkey)
        where c.conrelid = calls and c.contype = 'f' and a.attname in ('call_id', 'direction', 'mobile_number', 'agent_name', 'status')
        group by c.conname
        union all
        select format('the unique index %I allows only one call of each %s (drop it, or its constraint)', i.indexrelid::regclass, string_agg(a.attname, ', '))
        from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any (i.indkey)
        where i.indrelid = calls and i.indisunique and not 0 = any (i.indkey)
        group by i.indexrelid
        having bool_and(a.attname in ('direction', 'department', 'mobile_number', 'customer_number', 'agent_name', 'agent_number', 'status', 'received_at'))
    loop
        faults := faults || fault;
    end loop;

    faults := array_remove(faults, null);
    if faults = '{}' and exists (select from pg_attribute where attrelid = calls and attname = 'reference' and not attisdropped)
        and not exists (select from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
            where i.indrelid = calls and i.indisunique and i.indisvalid and i.indpred is null and i.indnkeyatts = 1 and a.attname = 'reference') then
        faults := faults || 'the column reference is not unique; if it means something else: alter table public.ivr_calls rename column reference to old_reference'::text;
    end if;

    if faults = '{}' then
        select count(*) into rows from public.ivr_calls where received_at is null;
        if rows > 0 then
            faults := faults || format('%s of its rows have no received_at, so they have no place among the others (update them, or delete them)', rows);
        end if;
    end if;

    if faults = '{}' and exists (select from pg_attribute where attrelid = calls and attname = 'kind' and not attisdropped) then
        select count(*) into rows from public.ivr_calls where kind not in ('click_to_call', 'outbound');
        if rows > 0 then
            faults := faults || format('the column kind holds other words in %s rows (alter table public.ivr_calls rename column kind to old_kind)', rows);
        end if;
    end if;

    if faults <> '{}' then
        raise exception using errcode = 'OFFHK', message = 'public.ivr_calls cannot be adopted: ' || array_to_string(faults, '; ') || '.',
            hint = 'Nothing was changed. What stands in brackets would mend it; whoever else uses the table should agree.';
    end if;
end
$$;

-- Made, or taken over: then it gains columns and keeps everything else as it is. Rows are written anew once, without a trigger and without a change that
-- others would hear of; an update would fire and publish both.
do $$
declare
    has_reference boolean;
    has_customer boolean;
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

        -- Where the database hands every new table to the roles of browsers, as Supabase's do, this one stays closed until somebody opens it.
        if exists (select from pg_roles where rolname = 'anon') and exists (select from pg_roles where rolname = 'authenticated') then
            revoke all on public.ivr_calls from anon, authenticated;
            alter table public.ivr_calls enable row level security;
        end if;

        return;
    end if;

    has_reference := exists (select from pg_attribute where attrelid = 'public.ivr_calls'::regclass and attname = 'reference' and not attisdropped);
    has_customer := exists (select from pg_attribute where attrelid = 'public.ivr_calls'::regclass and attname = 'customer_number' and not attisdropped);
    alter table public.ivr_calls
        add column if not exists provider text,
        add column if not exists kind text,
        add column if not exists direction text,
        add column if not exists department text,
        add column if not exists team text,
        add column if not exists mobile_number text,
        add column if not exists customer_number text,
        add column if not exists agent_number text,
        add column if not exists agent_name text,
        add column if not exists campaign text,
        add column if not exists play text,
        add column if not exists reason text,
        add column if not exists reason_detail text,
        add column if not exists agent_leg text,
        add column if not exists customer_leg text,
        add column if not exists provider_status text,
        add column if not exists answered_at timestamptz,
        add column if not exists ended_at timestamptz,
        add column if not exists duration_seconds integer,
        add column if not exists talk_seconds integer,
        add column if not exists recording_url text,
        add column if not exists operator text,
        add column if not exists circle text,
        add column if not exists key_press text,
        add column if not exists settled_by text,
        add column if not exists derived text,
        add column if not exists version bigint not null default 1,
        add column if not exists updated_at timestamptz not null default now();
    if has_reference and not has_customer then
        alter table public.ivr_calls alter column customer_number type text using offhook.e164(mobile_number);
    elsif not has_reference and has_customer then
        alter table public.ivr_calls add column reference uuid not null default gen_random_uuid();
    elsif not has_reference then
        alter table public.ivr_calls add column reference uuid not null default gen_random_uuid(), alter column customer_number type text using offhook.e164(mobile_number);
    end if;

    if not has_reference then
        alter table public.ivr_calls add constraint ivr_calls_reference_key unique (reference);
    end if;

    insert into offhook.provider_ids (provider_call_id, reference, source, first_seen)
    select call_id, reference, 'foreign', received_at from public.ivr_calls where length(call_id::text) between 1 and 500
    on conflict do nothing;
end
$$;

-- Whole, because a list, its order and its continuation need all of it. None has a column that a report changes: PostgreSQL then writes a new version of
-- a row beside the old one and touches no index.
create index if not exists ivr_calls_by_time on public.ivr_calls (received_at, reference);
create index if not exists ivr_calls_by_customer on public.ivr_calls (customer_number, received_at, reference);
create index if not exists ivr_calls_by_agent on public.ivr_calls (agent_number, received_at, reference);
create index if not exists ivr_calls_by_team on public.ivr_calls (team, received_at, reference);
