using Microsoft.Extensions.Logging.Abstractions;
using Offhook.Calls;
using Offhook.Gateway.Dialling;
using Offhook.Gateway.Policy;
using Offhook.Gateway.Providers;
using Offhook.Gateway.Providers.Availability;
using Offhook.Gateway.Providers.KaleyraLegacy;
using Offhook.Gateway.Reconciliation;
using Offhook.Gateway.Reports;
using Offhook.Kaleyra.Legacy;
using Offhook.Simulator;
using Offhook.Storage;
using Offhook.Testing;
using CallKind = Offhook.Calls.CallKind;

namespace Offhook.Gateway.Tests;

/// <summary>The work without its HTTP: a real store in a database of its own, a simulator as the provider, the real client between them, one manual clock for all.</summary>
internal sealed class Work : IAsyncDisposable
{
    private readonly HttpClient _http;

    private Work(ManualClock clock, SimulatorHost simulator, ICallStore store, TestDatabase database, GatewayOptions options, Uri? provider)
    {
        (Clock, Simulator, Store, Database, Options) = (clock, simulator, store, database, options);
        var account = new KaleyraLegacyOptions
        {
            ApiKey = "A0000000000000000000000000000fake",
            BaseAddress = provider ?? simulator.VoiceAddress,
            ObdBaseAddress = provider ?? simulator.ObdAddress,
        };
        _http = new HttpClient(KaleyraLegacyClient.CreateHandler(account)) { Timeout = Timeout.InfiniteTimeSpan };
        PollerClock = new CountingClock(clock);
        Provider = new LegacyProvider(new KaleyraLegacyClient(_http, account, new WireClock(clock)), store, options, PollerClock);
        Providers = new ProviderDirectory([Provider], options);
        Inbox = new ReportInbox(store, clock, new ReportLog(NullLogger<ReportLog>.Instance));
        Breakers = new ProviderBreakers(Providers, clock, new BreakerLog(NullLogger<BreakerLog>.Instance));
        var log = new StartLog(NullLogger<StartLog>.Instance);
        Starter = new CallStarter(
            store, Breakers, new NumberPolicy(options), new DialRate(options.DialRate, new LocalDialTurns(clock), clock),
            new ProviderTurns(store, Inbox, new CallbackTokens([new byte[32]], clock), Breakers, clock, log), Inbox, options, clock, log);
    }

    public ManualClock Clock { get; }

    /// <summary>The same clock for the poller and the provider that it asks: tells whether they wait for time to pass.</summary>
    public CountingClock PollerClock { get; }

    public SimulatorHost Simulator { get; }

    public Platform Platform => Simulator.Platform;

    public ICallStore Store { get; }

    public TestDatabase Database { get; }

    public GatewayOptions Options { get; }

    public LegacyProvider Provider { get; }

    public ProviderDirectory Providers { get; }

    public ProviderBreakers Breakers { get; }

    public ReportInbox Inbox { get; }

    public CallStarter Starter { get; }

    /// <param name="provider">Where the client asks instead of the simulator.</param>
    public static async Task<Work> StartAsync(bool callbacksReachUs = true, Uri? provider = null)
    {
        var clock = new ManualClock();
        var database = await TestDatabase.CreateAsync();
        var simulator = await SimulatorHost.StartAsync(new SimulatorOptions { Address = new("http://127.0.0.1:0"), Clock = clock }, Given.Cancel);
        var store = await database.OpenStoreAsync(clock, Given.Cancel);
        simulator.Platform.Always(Fault.NoCallback()); // Nobody listens to callbacks here.
        var options = new GatewayOptions { PublicAddress = () => new("http://127.0.0.1:9/"), CallbacksReachUs = callbacksReachUs, AgentGuard = TimeSpan.Zero };
        return new Work(clock, simulator, store, database, options, provider);
    }

    public LogPoller NewPoller(HeardLog<PollerLog>? heard = null, params IVoiceProvider[] others) => new(
        Store, new ProviderDirectory([Provider, .. others], Options), Inbox, Options, PollerClock, new PollerLog(heard ?? new HeardLog<PollerLog>()));

    /// <summary>Lets time pass until a task is done, but only while the poller sleeps: a slow machine makes nothing late.</summary>
    public Task<T> PlayAsync<T>(Task<T> until, TimeSpan? step = null) => Clock.PlayAsync(until, step, () => PollerClock.Waiting > 0);

    /// <summary>Starts a call as a person would.</summary>
    public async Task<StartOutcome> ClickAsync(PhoneNumber? customer = null, PhoneNumber? agent = null) =>
        await Starter.StartAsync(new CallWish(CallKind.ClickToCall, customer ?? Given.Customer, agent ?? Given.Agent, "Asha", null, null), null, Given.Cancel);

    /// <summary>Starts a call whose reply is lost although the provider places it.</summary>
    public async Task<CallRow> ClickUnheardAsync(PhoneNumber? customer = null, PhoneNumber? agent = null)
    {
        Platform.Next(Fault.CutAfterPlacing());
        var row = Assert.IsType<StartOutcome.Unconfirmed>(await ClickAsync(customer, agent)).Row;

        // Between such calls others succeed; the provider does not rest because of them.
        Breakers.Of(Provider).Note(new DialAnswer(Given.Accepted(row.Call.Reference, Clock.GetUtcNow(), "c2c_1"), null));
        return row;
    }

    /// <summary>Searches the provider's log; the clock moves so that retries come.</summary>
    public async Task<LogSearch> SearchAsync(params PhoneCall[] calls) => await Clock.PlayAsync(Provider.SearchLogAsync(calls, Given.Cancel), TimeSpan.FromMilliseconds(50));

    public async Task<CallRow> RowAsync(Guid reference) =>
        await Store.FindAsync(reference.ToString("D"), Given.Cancel) ?? throw new InvalidOperationException($"there is no call {reference}");

    /// <summary>Completes with the row of a call as soon as it fulfils a condition.</summary>
    public async Task<CallRow> UntilAsync(Guid reference, Predicate<CallRow> when)
    {
        var reached = new TaskCompletionSource<CallRow>(TaskCreationOptions.RunContinuationsAsynchronously);
        Store.Committed += Look;
        try
        {
            var row = await RowAsync(reference);
            return when(row) ? row : await reached.Task.WaitAsync(Given.Cancel);
        }
        finally
        {
            Store.Committed -= Look;
        }

        void Look(IReadOnlyList<CallChange> changes)
        {
            if (changes.FirstOrDefault(change => change.Row.Call.Reference == reference && when(change.Row)) is { } change)
            {
                reached.TrySetResult(change.Row);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Simulator.DisposeAsync();
        await Store.DisposeAsync();
        await Database.DisposeAsync();
    }
}
