using Microsoft.Extensions.DependencyInjection;
using Offhook.Calls;
using Offhook.Server.Supabase.Realtime;
using Offhook.Storage;
using Offhook.Testing;

namespace Offhook.Server.Tests.Supabase.Realtime;

/// <summary>Changes for subscribers to hear of.</summary>
internal static class Watched
{
    public const string All = """{"event":"*","schema":"public","table":"ivr_calls"}""";

    /// <summary>Some row.</summary>
    public static readonly CallRow Row = new(
        new PhoneCall
        {
            Reference = Guid.Parse("7a000000-0000-4000-8000-000000000008"),
            CallId = "1a2b-3c",
            Provider = "kaleyra-legacy",
            Kind = CallKind.ClickToCall,
            Customer = Number("9800000010"),
            Status = CallStatus.Requested,
            ReceivedAt = new DateTimeOffset(2026, 3, 1, 6, 0, 0, TimeSpan.Zero),
        },
        Version: 1,
        UpdatedAt: new DateTimeOffset(2026, 3, 1, 6, 0, 0, TimeSpan.Zero));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>A binding to all events with a filter.</summary>
    public static string Of(string filter) => $$"""{"event":"*","schema":"public","table":"ivr_calls","filter":"{{filter}}"}""";

    /// <summary>Keeps a new call in the store, as a click does.</summary>
    public static async Task<CallRow> BeginAsync(this ServiceHost service, string agent = "9800000001", string? team = null, string? name = "Asha")
    {
        var now = service.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        var wish = new Wish("kaleyra-legacy", CallKind.ClickToCall, Number("9800000010"), Number(agent), name, Team: team);
        var intent = new Report { Reference = CallReference.New(now), Source = ReportSource.Intent, At = now, Wish = wish };
        var begun = await service.Services.GetRequiredService<ICallStore>().BeginAsync(new Intent(intent, now.AddHours(1), null, null), Cancel);
        return Assert.IsType<BeginOutcome.Begun>(begun).Row;
    }

    /// <summary>Lets the provider accept a call.</summary>
    public static async Task<CallRow> RingAsync(this ServiceHost service, CallRow row)
    {
        var now = service.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        var reply = new Report { Reference = row.Call.Reference, Source = ReportSource.Reply, At = now, Proof = DialProof.Accepted, ProviderCallId = $"c2c_{row.Call.Reference:N}" };
        return Assert.IsType<KeepOutcome.Kept>(await service.Services.GetRequiredService<ICallStore>().KeepAsync(new KeptReport(reply, null), Cancel)).Row;
    }

    /// <summary>Lets the provider report that the customer's phone was busy.</summary>
    public static async Task<CallRow> BusyAsync(this ServiceHost service, CallRow row)
    {
        var now = service.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        var callback = new Report
        {
            Reference = row.Call.Reference,
            Source = ReportSource.Callback,
            At = now,
            ProviderStatus = "BUSY",
            Agent = Leg.Answered,
            Customer = Leg.Busy,
            Talk = TimeSpan.Zero,
        };
        return Assert.IsType<KeepOutcome.Kept>(await service.Services.GetRequiredService<ICallStore>().KeepAsync(new KeptReport(callback, null), Cancel)).Row;
    }

    /// <summary>Announces that another program removed a row, which in the embedded store nobody can do.</summary>
    public static async Task RemoveAsync(this ServiceHost service, CallRow row)
    {
        // Behind everything else that was announced of the row.
        var line = service.Services.GetRequiredService<ChangeLine>();
        await Waiting.UntilAsync(() => Told(line).Contains((row.Call.Reference, row.Version)), cancellationToken: Cancel);
        line.Append(new TableChange(new CallChange(long.MaxValue, row, CallChangeKind.Removed)));
        foreach (var socket in service.Services.GetRequiredService<OpenSockets>().All)
        {
            socket.Wake();
        }
    }

    private static IEnumerable<(Guid Reference, long Version)> Told(ChangeLine line)
    {
        for (var place = 0; line.Read(place) is { } change; place++)
        {
            yield return (change.Row.Call.Reference, change.Row.Version);
        }
    }

    private static PhoneNumber Number(string text) => PhoneNumber.TryRead(text, out var number) ? number : throw new ArgumentException($"{text} is no number", nameof(text));
}
