-- Other programs may go on writing the table of calls. What they change is noted here, in their own transactions, and announced from here afterwards.
-- A note is taken by deleting it, so the order in which transactions end does not matter.
create table if not exists offhook.foreign_changes (
    number bigint generated always as identity primary key,
    reference uuid not null,
    kind text not null check (kind in ('added', 'updated', 'removed')),
    removed jsonb,
    at timestamptz not null default clock_timestamp()
);

-- A transaction that shall be prepared for a two-phase commit may not notify. Where there can be such, nodes find the notes by themselves.
create or replace function offhook.wake_for_foreign() returns void
language sql security definer set search_path = pg_catalog, pg_temp
as $$
    select pg_notify('offhook_foreign', '') where current_setting('max_prepared_transactions') = '0'
$$;

-- The functions run with the rights of their owner, because those who write the table need none in this schema. Only the columns that Offhook knows are
-- kept of a removed row: whatever else lies in it must not be able to stop the removal.
create or replace function offhook.note_foreign_change() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
begin
    if tg_op = 'INSERT' then
        insert into offhook.foreign_changes (reference, kind) values (new.reference, 'added');
    elsif tg_op = 'UPDATE' and new.reference = old.reference then
        insert into offhook.foreign_changes (reference, kind) values (new.reference, 'updated');
    else
        insert into offhook.foreign_changes (reference, kind, removed)
        select known.reference, 'removed', to_jsonb(known)
        from (select
            old.id, old.reference, old.call_id, old.provider, old.kind, old.direction, old.department, old.team, old.mobile_number, old.customer_number,
            old.agent_number, old.agent_name, old.campaign, old.play, old.status, old.reason, old.reason_detail, old.agent_leg, old.customer_leg,
            old.provider_status, old.received_at, old.answered_at, old.ended_at, old.duration_seconds, old.talk_seconds, old.recording_url, old.operator,
            old.circle, old.key_press, old.settled_by, old.derived, old.version, old.updated_at) known;
        if tg_op = 'UPDATE' then
            insert into offhook.foreign_changes (reference, kind) values (new.reference, 'added');
        end if;
    end if;

    perform offhook.wake_for_foreign();
    return null;
end
$$;

create or replace function offhook.note_foreign_truncate() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
begin
    insert into offhook.foreign_changes (reference, kind, removed)
    select known.reference, 'removed', to_jsonb(known)
    from (select
        c.id, c.reference, c.call_id, c.provider, c.kind, c.direction, c.department, c.team, c.mobile_number, c.customer_number,
        c.agent_number, c.agent_name, c.campaign, c.play, c.status, c.reason, c.reason_detail, c.agent_leg, c.customer_leg,
        c.provider_status, c.received_at, c.answered_at, c.ended_at, c.duration_seconds, c.talk_seconds, c.recording_url, c.operator,
        c.circle, c.key_press, c.settled_by, c.derived, c.version, c.updated_at
        from public.ivr_calls c) known;
    perform offhook.wake_for_foreign();
    return null;
end
$$;

-- What another program cannot know of a row that it writes: the number in our spelling, and that there is a new version of it.
create or replace function offhook.complete_foreign_row() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
begin
    if tg_op = 'INSERT' then
        new.received_at := coalesce(new.received_at, clock_timestamp());
        if new.kind is null and new.customer_number is null then
            new.customer_number := offhook.e164(new.mobile_number);
        end if;
    else
        new.received_at := coalesce(new.received_at, old.received_at);
        new.version := old.version + 1;
        new.updated_at := clock_timestamp();
        if new.kind is null and new.mobile_number is distinct from old.mobile_number and new.customer_number is not distinct from old.customer_number then
            new.customer_number := offhook.e164(new.mobile_number);
        end if;
    end if;

    return new;
end
$$;

revoke execute on all functions in schema offhook from public;

-- Whether this transaction wrote all of these rows of calls, as it noted them itself. A trigger or a rule of the table may have kept one out.
create or replace function offhook.expect_written(expected uuid[]) returns void
language plpgsql stable set search_path = pg_catalog, pg_temp
as $$
begin
    if (expected <@ string_to_array(rtrim(current_setting('offhook.written', true), ','), ',')::uuid[]) is not true then
        raise exception using errcode = 'OFFHK', message = 'public.ivr_calls did not take the row of a call: a trigger of the table kept it out.';
    end if;
end
$$;

-- Our own transactions say so, and pay for the reading of one setting a row. Triggers of one kind fire in the order of their names: ours after those that the
-- table had before. *<> compares what is stored, whatever its type. The conditions name no column that the table had before, because a column's type cannot
-- be changed while a condition names it.
create or replace trigger zz_offhook_new before insert on public.ivr_calls for each row
    when (current_setting('offhook.own', true) is distinct from 'on')
    execute function offhook.complete_foreign_row();

-- Whether an update changes anything cannot be asked of a row with computed columns: then every one of them counts.
do $$
declare
    changes constant text := case when exists (select from pg_attribute where attrelid = 'public.ivr_calls'::regclass and attgenerated <> '') then '' else 'and old.* *<> new.*' end;
begin
    execute format('create or replace trigger zz_offhook_changing before update on public.ivr_calls for each row
        when (current_setting(''offhook.own'', true) is distinct from ''on'' %s)
        execute function offhook.complete_foreign_row()', changes);
end
$$;

create or replace trigger zz_offhook_added_or_removed after insert or delete on public.ivr_calls for each row
    when (current_setting('offhook.own', true) is distinct from 'on')
    execute function offhook.note_foreign_change();

create or replace trigger zz_offhook_changed after update on public.ivr_calls for each row
    when (current_setting('offhook.own', true) is distinct from 'on' and old.version is distinct from new.version)
    execute function offhook.note_foreign_change();

create or replace trigger zz_offhook_emptied before truncate on public.ivr_calls for each statement
    when (current_setting('offhook.own', true) is distinct from 'on')
    execute function offhook.note_foreign_truncate();
