-- Offhook's rows must get past every check constraint of the table. Each is asked about each kind of row, without writing one.
do $$
declare
    calls constant regclass := to_regclass('public.ivr_calls');
    named record;
    passes boolean;
    sample jsonb;
begin
    if calls is null or exists (select from pg_attribute where attrelid = calls and attname = 'status' and atttypid not in ('text'::regtype, 'varchar'::regtype)) then
        return;
    end if;

    for named in
        select c.conname as name, pg_get_expr(c.conbin, c.conrelid) as expression, pg_get_constraintdef(c.oid) as definition,
            coalesce((select a.attnum = any (c.conkey) from pg_attribute a where a.attrelid = calls and a.attname = 'status'), false) as is_of_status
        from pg_constraint c where c.conrelid = calls and c.contype = 'c'
        order by c.conname
    loop
        for sample in {samples}
        loop
            execute format('select (%s) from jsonb_populate_record(null::public.ivr_calls, $1) as ivr_calls', named.expression) into passes using sample;
            if passes is false and named.is_of_status then
                raise exception using errcode = 'OFFHK',
                    message = format('The check constraint %I of public.ivr_calls allows only the status words of another program (not %L, for example).', named.name, sample ->> 'status'),
                    hint = format('To let it allow both and change nothing else: alter table public.ivr_calls drop constraint %1$I, add constraint %1$I check ((%2$s) or status in '
                        '(''requested'', ''ringing'', ''answered'', ''busy'', ''missed'', ''cancelled'', ''failed'', ''unconfirmed'')); '
                        'Or start Offhook once with --apply-sharing, which does the same and also switches row level security on: pages that read with the anon key then see nothing. '
                        '--print-sharing shows it. Nothing was changed.', named.name, named.expression);
            elsif passes is false then
                raise exception using errcode = 'OFFHK',
                    message = format('The check constraint %I of public.ivr_calls forbids calls that Offhook writes: %s.', named.name, named.definition),
                    hint = format('Drop it (alter table public.ivr_calls drop constraint %I), or let it hold only where kind is null. Nothing was changed.', named.name);
            end if;
        end loop;
    end loop;
end
$$;
