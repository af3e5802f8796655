using Offhook.Kaleyra.Legacy;

namespace Offhook.Kaleyra.Tests;

/// <summary>The account, the numbers and the clients of these tests. All of it is invented.</summary>
internal static class Given
{
    public const string Key = "A0000000000000000000000000000fake";
    public const string Agent = "9800000001";
    public const string Customer = "9800000002";
    public const string Reference = "01J0TESTREF000000000000001";
    public const string Token = "00000000000000000000000000c0ffee";

    /// <summary>5:00 in the morning of 24 February 2026, UTC; 10:30 in India. The samples are of that day.</summary>
    public static readonly DateTimeOffset Then = new(2026, 2, 24, 5, 0, 0, TimeSpan.Zero);

    public static ClickToCall Dial { get; } = new(Agent, Customer, null);

    public static LogQuery Today { get; } = new(new DateOnly(2026, 2, 24), new DateOnly(2026, 2, 24));

    public static KaleyraLegacyOptions Account(Uri address) => new() { ApiKey = Key, BaseAddress = address, ObdBaseAddress = new Uri(address, "/api/v1/") };

    /// <summary>A client whose handler the test run keeps: its connections end with their server.</summary>
    public static KaleyraLegacyClient Client(Uri address, TimeProvider? clock = null, Func<KaleyraLegacyOptions, KaleyraLegacyOptions>? change = null)
    {
        var options = (change ?? (same => same))(Account(address));
        return new(new HttpClient(KaleyraLegacyClient.CreateHandler(options)), options, clock ?? new ManualClock());
    }

    /// <summary>The form fields of a request, decoded, in their order.</summary>
    public static List<KeyValuePair<string, string>> FieldsOf(string request) =>
        [.. request[(request.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..].Split('&').Select(pair => pair.Split('=', 2))
            .Select(pair => KeyValuePair.Create(Uri.UnescapeDataString(pair[0]), Uri.UnescapeDataString(pair[1])))];
}
