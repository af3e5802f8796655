using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Offhook.Server.Supabase.Rest;
using Offhook.Testing;

namespace Offhook.Server.Tests.Supabase.Rest;

/// <summary>One key or person cannot keep all others from reading.</summary>
public sealed class ReaderTurnTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_of_one_credential_read_the_next_waits_and_others_do_not()
    {
        var turns = new ReaderTurns(new ManualClock());
        using var first = await turns.TakeAsync("a", Cancel);
        using var second = await turns.TakeAsync("a", Cancel);

        var third = turns.TakeAsync("a", Cancel).AsTask();
        using var other = await turns.TakeAsync("b", Cancel);
        Assert.False(third.IsCompleted);
        first!.Dispose();
        first.Dispose();
        var fourth = turns.TakeAsync("a", Cancel).AsTask();

        Assert.NotNull(await third);
        Assert.False(fourth.IsCompleted);
        Assert.All((IDisposable?[])[second, other], Assert.NotNull);
        (await third)!.Dispose();
        Assert.NotNull(await fourth);
    }

    [Fact]
    public async Task There_is_an_end_to_how_many_wait_and_to_how_long()
    {
        var clock = new ManualClock();
        var turns = new ReaderTurns(clock);
        var reading = new[] { await turns.TakeAsync("a", Cancel), await turns.TakeAsync("a", Cancel) };
        using var gone = new CancellationTokenSource();
        var waiting = Enumerable.Range(0, ReaderTurns.Waiting).Select(i => turns.TakeAsync("a", i == 0 ? gone.Token : Cancel).AsTask()).ToList();

        Assert.Null(await turns.TakeAsync("a", Cancel));
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting[0]);
        waiting[0] = turns.TakeAsync("a", Cancel).AsTask();
        Assert.Null(await turns.TakeAsync("a", Cancel));
        clock.Advance(ReaderTurns.Patience);

        Assert.All(await Task.WhenAll(waiting), Assert.Null);
        Assert.All(reading, turn => turn!.Dispose());
        using var next = await turns.TakeAsync("a", Cancel);
        Assert.NotNull(next);
    }

    [Fact]
    public async Task Whose_turn_does_not_come_is_told_so_and_all_others_read()
    {
        await using var table = await StartAsync();
        var turns = table.People.Service.Services.GetRequiredService<ReaderTurns>();
        using var first = await turns.TakeAsync("key:crm", Cancel);
        using var second = await turns.TakeAsync("key:crm", Cancel);
        var page = TableService.Both(table.Publishable).Append(("origin", TableService.Page)).ToArray();

        var waiting = table.AskAsync("/rest/v1/ivr_calls?select=id", null, page);
        Assert.Equal(200, (await table.AskAsync("/rest/v1/ivr_calls?select=id")).Status);
        Assert.Equal(200, (await table.AskAsync("/rest/v1/ivr_calls?select=id", null, TableService.Both(table.Publishable, table.Supervisor("north")).Append(("origin", TableService.Page)).ToArray())).Status);
        Assert.False(waiting.IsCompleted);
        var refused = await table.People.Service.PlayAsync(waiting);

        Assert.Equal((429, "PGRST003", "1"), (refused.Status, refused.Code, refused.Header("Retry-After")));
        Assert.NotEmpty(refused.Json.Text("message")!);
        Assert.Equal(TableService.Page, refused.Header("Access-Control-Allow-Origin"));
        first!.Dispose();
        Assert.Equal((HttpStatusCode.OK, "n7 n3 n2 n1 n0"), ((HttpStatusCode)(await table.AskAsync("/rest/v1/ivr_calls", null, page) is var answer ? answer.Status : 0), answer.Names));
    }

    [Fact]
    public async Task All_pages_of_one_key_may_read_at_once()
    {
        await using var table = await StartAsync();
        var page = TableService.Both(table.Publishable).Append(("origin", TableService.Page)).ToArray();

        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => table.AskAsync("/rest/v1/ivr_calls", null, page)));

        Assert.All(answers, answer => Assert.Equal("n7 n3 n2 n1 n0", answer.Names));
    }

    private static async Task<TableService> StartAsync()
    {
        var table = new TableService();
        await table.InitializeAsync();
        return table;
    }
}
