using Offhook.Calls;
using Offhook.Storage.Table;
using Offhook.Storage.Tests;
using Offhook.Testing;

namespace Offhook.Storage.Postgres.Tests;

/// <summary>Rows of other programs in lists: shown, found and ordered by the words that they have.</summary>
public sealed class OtherProgramsRowTests
{
    private static CancellationToken Cancel => TempStore.Cancel;

    [Fact]
    public async Task What_is_shown_of_a_row_is_what_finds_it()
    {
        await using var database = await PostgresDatabase.CreateAsync();
        await using var temp = await TempStore.OpenAsync(database);
        await temp.ExecuteAsync("""
            insert into ivr_calls (call_id, mobile_number, customer_number, status, direction, received_at, agent_name)
            values ('ivr-1', '9800000010', '+919800000010', 'completed', 'inbound', '2026-01-31T09:30:00.5Z', 'Asha'), ('ivr-2', '98-000', null, 'dropped', 'inbound', '2026-01-31T09:31:00Z', null)
            """);
        await temp.Store.BegunAsync(Said.Intent(temp.Clock.Now));
        var rows = (await temp.Store.QueryAsync(new TableQuery { Audience = CallAudience.Everyone.Instance, Limit = 10 }, Cancel)).Rows;

        Assert.Equal(3, rows.Count);
        foreach (var column in IvrCallsTable.Columns)
        {
            foreach (var row in rows)
            {
                TableCondition condition = column.Value(row) is { } value ? new TableCondition.Compared(column, Comparison.Equal, value) : new TableCondition.Missing(column);
                var found = await temp.Store.QueryAsync(new TableQuery { Audience = CallAudience.Everyone.Instance, Where = condition, Limit = 10, CountsAll = true }, Cancel);

                var expected = rows.Where(other => condition.Ask(other) is true).ToHashSet();
                Assert.True(expected.SetEquals(found.Rows), $"{condition}: {expected.Count} expected, {found.Rows.Count} found");
                Assert.Equal(expected.Count, found.Total);
            }
        }
    }

    [Fact]
    public async Task A_row_without_a_team_is_in_no_teams_list()
    {
        await using var database = await PostgresDatabase.CreateAsync();
        await using var temp = await TempStore.OpenAsync(database);
        await temp.ExecuteAsync("insert into ivr_calls (call_id, status, direction, received_at) values ('ivr-1', 'completed', 'inbound', '2026-01-31T09:30:00Z')");

        var found = await temp.Store.QueryAsync(new TableQuery { Audience = new CallAudience.OfTeam("north"), Limit = 10, CountsAll = true }, Cancel);

        Assert.Equal((0, 0), (found.Rows.Count, found.Total));
    }

    [Fact]
    public async Task A_newer_row_with_the_same_call_id_does_not_hide_a_call_from_those_who_cannot_see_that_row()
    {
        await using var database = await PostgresDatabase.CreateAsync();
        await using var temp = await TempStore.OpenAsync(database);
        var intent = Said.Intent(temp.Clock.Now);
        await temp.Store.BegunAsync(intent with { Wish = intent.Wish! with { Team = "red" } });
        var own = (await temp.Store.KeptAsync(Said.Accepted(intent.Reference, temp.Clock.Now, "call-1"))).Row;
        var announced = new TaskCompletionSource();
        temp.Store.Committed += _ => announced.TrySetResult();
        await temp.ExecuteAsync("insert into ivr_calls (call_id, status, direction, received_at, team) values ('call-1', 'completed', 'outbound', '2100-01-31T09:30:00Z', 'blue')");
        await announced.Task.SoonAsync("the other program's row to be announced");

        Assert.Equal(own, await temp.Store.FindAsync("call-1", new CallAudience.OfTeam("red"), Cancel));
        Assert.Equal("blue", (await temp.Store.FindAsync("call-1", new CallAudience.OfTeam("blue"), Cancel))?.Call.Team);
        Assert.Equal("blue", (await temp.Store.FindAsync("call-1", Cancel))?.Call.Team);
    }
}
