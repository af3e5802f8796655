using Offhook.Calls;
using Offhook.Storage.Postgres.Tests.Schema;
using Offhook.Storage.Tests;

namespace Offhook.Storage.Postgres.Tests.Foreign;

/// <summary>An adopted table may have triggers that do more than anybody remembers.</summary>
public sealed class TriggersOfOthersTests
{
    private static CancellationToken Cancel => TempStore.Cancel;

    [Fact]
    public async Task A_row_that_a_trigger_writes_once_more_in_a_subtransaction_keeps_all_its_reports()
    {
        await using var temp = await OpenAsync("""
            create function public.count_updates() returns trigger language plpgsql as $$
            begin
                begin
                    update public.ivr_calls set seen = seen + 1 where id = new.id;
                exception when division_by_zero then null;
                end;
                return null;
            end $$;
            alter table public.ivr_calls add seen integer default 0;
            create trigger count_updates after insert or update of status on public.ivr_calls for each row execute function public.count_updates();
            """);
        var call = (await temp.Store.BegunAsync(Said.Intent(temp.Clock.Now))).Call.Reference;
        var kept = await temp.Store.KeptAsync(Said.Talked(call, temp.Clock.Now));

        Assert.Equal(2, (await temp.Store.ReportsAsync(call, Cancel)).Count);
        Assert.Equal(kept.Row, await temp.Store.FindAsync(call.ToString("D"), Cancel));
        Assert.Equal(["2"], await temp.QueryAsync("select seen from ivr_calls"));
        Assert.Equal(["0|1|2"], await temp.QueryAsync("select (select count(*) from open_calls), (select count(*) from provider_ids), (select value from counters where name = 'changes')"));
    }

    [Fact]
    public async Task A_call_whose_row_a_trigger_keeps_out_is_not_begun()
    {
        await using var temp = await OpenAsync("""
            create function public.refuse() returns trigger language plpgsql as $$ begin return case when new.mobile_number like '%3210' then new end; end $$;
            create trigger refuse before insert on public.ivr_calls for each row execute function public.refuse();
            """);
        var other = PhoneNumber.FromE164("+919800000099");

        var refused = await Assert.ThrowsAsync<StoreUnavailableException>(() => temp.Store.BegunAsync(Said.Intent(temp.Clock.Now, customer: other)));
        await temp.Store.BegunAsync(Said.Intent(temp.Clock.Now));

        Assert.Contains("a trigger of the table kept it out", refused.Message, StringComparison.Ordinal);
        Assert.Equal(["1|1|1|1"], await temp.QueryAsync("select (select count(*) from ivr_calls), (select count(*) from open_calls), (select count(*) from reports), (select count(*) from changes)"));
    }

    [Fact]
    public async Task No_function_of_anybody_else_is_taken_for_one_of_the_servers()
    {
        await using var database = await Prepared.EmptyAsync();
        await database.ExecuteAsync(Prepared.FormerTables["key of uuid, words unchecked"] + """
            create function public.length(varchar) returns integer language plpgsql as $$ begin raise exception 'not yours'; end $$;
            create function public.same(varchar, text) returns boolean language plpgsql as $$ begin raise exception 'not yours'; end $$;
            create operator public.= (leftarg = varchar, rightarg = text, function = public.same);
            """);
        await using var temp = await TempStore.OpenAsync(database);
        await using var source = database.SourceAs();
        await database.ExecuteAsync("insert into ivr_calls (call_id, status, mobile_number) values ('in-1', 'done', '9800000001')");

        Assert.Equal(1, await ForeignChanges.DrainAsync(source, temp.Clock, Cancel));
        Assert.NotNull(await temp.Store.FindAsync("in-1", Cancel));
        Assert.Empty((await temp.Store.ListAsync(new CallFilter { Audience = new CallAudience.OfTeam("red") }, null, 10, Cancel)).Items);
        Assert.Empty((await temp.Store.ListAsync(new CallFilter { Status = CallStatus.Busy }, null, 10, Cancel)).Items);
    }

    private static async Task<TempStore> OpenAsync(string triggers)
    {
        var database = await Prepared.EmptyAsync();
        await database.ExecuteAsync(Prepared.FormerTables["key of uuid, words unchecked"] + triggers);
        return await TempStore.OpenAsync(database);
    }
}
