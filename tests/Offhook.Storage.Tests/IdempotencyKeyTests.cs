using Offhook.Calls;

namespace Offhook.Storage.Tests;

public sealed class IdempotencyKeyTests
{
    private static CancellationToken Cancel => TempStore.Cancel;

    [Fact]
    public async Task A_key_is_claimed_with_its_call_and_answers_every_repeat()
    {
        await using var temp = await TempStore.OpenAsync();
        var intent = Said.Intent(temp.Clock.Now);
        var answer = new KeyAnswer(201, "Location: /calls/1\nContent-Type: application/json", "{\"status\":\"ringing\"}");

        var unknown = await FindAsync(temp);
        await BeginAsync(temp, intent, "hash");
        var underWay = await FindAsync(temp);
        await temp.Store.CompleteKeyAsync("admin POST /calls", "k1", answer, Cancel);
        var repeated = await BeginAsync(temp, Said.Intent(temp.Clock.Now.AddSeconds(1)), "another hash");

        Assert.Null(unknown);
        Assert.Equal(new KeyRecord("hash", intent.Reference, null), underWay);
        Assert.Equal(new KeyRecord("hash", intent.Reference, answer), Assert.IsType<BeginOutcome.KeyTaken>(repeated).Key);
        Assert.Single((await temp.Store.SnapshotAsync(10, Cancel)).Items);
    }

    [Fact]
    public async Task An_expired_key_is_claimed_anew()
    {
        await using var temp = await TempStore.OpenAsync();
        await BeginAsync(temp, Said.Intent(temp.Clock.Now), "old");
        await temp.Store.CompleteKeyAsync("admin POST /calls", "k1", new KeyAnswer(201, "", "{}"), Cancel);
        temp.Clock.Advance(TimeSpan.FromHours(24));
        var later = Said.Intent(temp.Clock.Now);

        var expired = await FindAsync(temp);
        var outcome = await BeginAsync(temp, later, "new");

        Assert.Null(expired);
        Assert.IsType<BeginOutcome.Begun>(outcome);
        Assert.Equal(new KeyRecord("new", later.Reference, null), await FindAsync(temp));
    }

    [Fact]
    public async Task The_same_key_in_another_scope_is_another_key()
    {
        await using var temp = await TempStore.OpenAsync();
        await BeginAsync(temp, Said.Intent(temp.Clock.Now), "hash");

        var other = await temp.Store.BeginAsync(
            new Intent(Said.Intent(temp.Clock.Now), temp.Clock.Now, null, new KeyClaim("another person", "k1", "hash", temp.Clock.Now.AddHours(24))), Cancel);

        Assert.IsType<BeginOutcome.Begun>(other);
    }

    [Fact]
    public async Task Of_many_requests_with_one_key_exactly_one_begins()
    {
        await using var temp = await TempStore.OpenAsync();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 32).Select(i => BeginAsync(temp, Said.Intent(temp.Clock.Now.AddMilliseconds(i)), "hash")));

        var begun = Assert.IsType<BeginOutcome.Begun>(Assert.Single(outcomes, outcome => outcome is BeginOutcome.Begun));
        Assert.All(outcomes.OfType<BeginOutcome.KeyTaken>(), taken => Assert.Equal(begun.Row.Call.Reference, taken.Key.Reference));
    }

    [Fact]
    public async Task A_refused_call_claims_no_key()
    {
        await using var temp = await TempStore.OpenAsync();
        await temp.Store.BegunAsync(Said.Intent(temp.Clock.Now));

        var busy = await temp.Store.BeginAsync(
            new Intent(Said.Intent(temp.Clock.Now.AddSeconds(1)), temp.Clock.Now, temp.Clock.Now.AddSeconds(-45), Claim(temp, "hash")), Cancel);

        Assert.IsType<BeginOutcome.AgentBusy>(busy);
        Assert.Null(await FindAsync(temp));
    }

    [Fact]
    public async Task Old_keys_are_pruned()
    {
        await using var temp = await TempStore.OpenAsync();
        await BeginAsync(temp, Said.Intent(temp.Clock.Now), "hash");

        await temp.Store.PruneAsync(temp.Clock.Now.AddHours(23), Cancel);
        var young = await temp.QueryAsync("select count(*) from idempotency_keys");
        await temp.Store.PruneAsync(temp.Clock.Now.AddHours(25), Cancel);

        Assert.Equal(["1"], young);
        Assert.Equal(["0"], await temp.QueryAsync("select count(*) from idempotency_keys"));
    }

    private static KeyClaim Claim(TempStore temp, string hash) => new("admin POST /calls", "k1", hash, temp.Clock.Now.AddHours(24));

    private static Task<BeginOutcome> BeginAsync(TempStore temp, Report intent, string hash) =>
        temp.Store.BeginAsync(new Intent(intent, intent.At.AddMinutes(5), null, Claim(temp, hash)), Cancel);

    private static Task<KeyRecord?> FindAsync(TempStore temp) => temp.Store.FindKeyAsync("admin POST /calls", "k1", temp.Clock.Now, Cancel);
}
