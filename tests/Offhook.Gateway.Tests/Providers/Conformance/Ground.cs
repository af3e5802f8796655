using Offhook.Gateway.Reports;
using Offhook.Storage;
using Offhook.Testing;

namespace Offhook.Gateway.Tests.Providers.Conformance;

/// <summary>What every provider stands on: a real store in a database of its own, one manual clock, the proof of callbacks, and the inbox.</summary>
internal sealed class Ground : IAsyncDisposable
{
    private Ground(ManualClock clock, TestDatabase database, ICallStore store)
    {
        (Clock, Database, Store) = (clock, database, store);
        Tokens = new CallbackTokens([new byte[32]], clock);
        Proof = new CallbackProof(Tokens, store);
        Inbox = new ReportInbox(store, clock, new ReportLog(Heard));
    }

    public ManualClock Clock { get; }

    public TestDatabase Database { get; }

    public ICallStore Store { get; }

    public CallbackTokens Tokens { get; }

    public CallbackProof Proof { get; }

    public ReportInbox Inbox { get; }

    /// <summary>What the log was told of reports.</summary>
    public HeardLog<ReportLog> Heard { get; } = new();

    /// <summary>Callbacks are read where they were sent; nobody listens at this address.</summary>
    public GatewayOptions Options { get; } = new() { PublicAddress = () => new("http://127.0.0.1:9/"), CallbacksReachUs = true };

    public static async Task<Ground> LayAsync()
    {
        var clock = new ManualClock();
        var database = await TestDatabase.CreateAsync();
        return new Ground(clock, database, await database.OpenStoreAsync(clock, Given.Cancel));
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        await Database.DisposeAsync();
    }
}
