-- A check constraint on status that forbids Offhook's words is replaced by one that goes on saying the same of other programs' rows.
do $$
declare
    named record;
    passes boolean;
    sample jsonb;
begin
    for named in
        select c.conname as name, pg_get_expr(c.conbin, c.conrelid) as expression, c.convalidated as is_valid
        from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = any (c.conkey)
        where c.conrelid = 'public.ivr_calls'::regclass and c.contype = 'c' and a.attname = 'status'
        order by c.conname
    loop
        for sample in {samples}
        loop
            execute format('select (%s) from jsonb_populate_record(null::public.ivr_calls, $1) as ivr_calls', named.expression) into passes using sample;
            if passes is false then
                execute format('alter table public.ivr_calls drop constraint %1$I, add constraint %1$I check ((%2$s) or kind is not null and status in
                    (''requested'', ''ringing'', ''answered'', ''busy'', ''missed'', ''cancelled'', ''failed'', ''unconfirmed'')) %3$s',
                    named.name, named.expression, case when named.is_valid then '' else 'not valid' end);
                raise notice 'The check constraint % now also allows the status words of Offhook.', named.name using errcode = 'OFFHK';
                exit;
            end if;
        end loop;
    end loop;
end
$$;
