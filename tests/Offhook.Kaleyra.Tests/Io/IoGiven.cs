using Offhook.Kaleyra.Io;

namespace Offhook.Kaleyra.Tests.Io;

/// <summary>The kaleyra.io account and the clients of these tests. All of it is invented.</summary>
internal static class IoGiven
{
    public const string Sid = "HX0000000000IN";
    public const string Bridge = "918000000000";
    public const string CallId = "00000000-0000-4000-8000-0000000000aa";

    public static readonly Uri Hooks = new("https://calls.example.test/webhooks/kaleyra/io/events");

    public static IoClickToCall Dial { get; } = new(Given.Agent, Given.Customer);

    public static IoOutboundCall Speech { get; } = new(Given.Customer, new IoTarget.Speech("Your parcel arrives today"));

    /// <summary>24 February 2026 in India.</summary>
    public static IoLogQuery Today { get; } = new(new(2026, 2, 24, 0, 0, 0, new(5, 30, 0)), new(2026, 2, 24, 23, 59, 59, new(5, 30, 0)));

    public static KaleyraIoOptions Account(Uri address) => new() { Sid = Sid, ApiKey = Given.Key, Bridge = Bridge, BaseAddress = new Uri(address, "/") };

    /// <summary>A client whose handler the test run keeps: its connections end with their server.</summary>
    public static KaleyraIoClient Client(Uri address, TimeProvider? clock = null, Func<KaleyraIoOptions, KaleyraIoOptions>? change = null)
    {
        var options = (change ?? (same => same))(Account(address));
        return new(new HttpClient(KaleyraIoClient.CreateHandler(options)), options, clock ?? new ManualClock());
    }
}
