namespace Offhook.Calls.Tests.Laws;

/// <summary>Random reports: mostly what providers say, sometimes what only an enemy or a fault would.</summary>
internal static class AnyReport
{
    private static readonly Leg[] Legs = Enum.GetValues<Leg>();
    private static readonly DialProof[] Proofs = Enum.GetValues<DialProof>();
    private static readonly ReportSource[] Sources =
        [ReportSource.Reply, ReportSource.Callback, ReportSource.Callback, ReportSource.Event, ReportSource.Event, ReportSource.Log, ReportSource.Deadline];

    private static readonly string[] Odd = ["", " ", "\u001f", "\\", "\\u", "=", "null", "\0", "\u202e", "\ud800", "़", "{status}", "a\nb"];

    public static Report Intent(Random random) =>
        new() { Reference = Given.Reference, Source = ReportSource.Intent, At = Arrival(random), Wish = AnyWish(random) };

    public static Report Of(Random random, bool intents)
    {
        if (intents && random.Next(4) == 0)
        {
            return random.Next(5) == 0 ? Intent(random) with { Wish = null } : Intent(random) with { Attempt = random.Next(3) == 0 ? random.Next(1, 4) : null };
        }

        var source = Sources[random.Next(Sources.Length)];
        var told = new Report
        {
            Reference = Given.Reference,
            Source = source,
            At = Arrival(random),
            Attempt = source is ReportSource.Reply && random.Next(3) == 0 ? random.Next(1, 4) : null,
            StillRunning = source is ReportSource.Event && random.Next(3) > 0 ? true : null,
            Proof = source is ReportSource.Reply ? Proofs[random.Next(Proofs.Length)] : null,
            Detail = Text(random, "account blocked"),
            ProviderCallId = Text(random, $"c2c_{random.Next(3)}"),
            Flags = Text(random, "billsec"),
        };
        return source is ReportSource.Deadline ? told : told with
        {
            ProviderStatus = Text(random, "ANSWER/ANSWER/NOANSWER"),
            Overall = AnyLeg(random),
            Agent = AnyLeg(random),
            Customer = AnyLeg(random),
            StartedAt = Time(random),
            EndedAt = Time(random),
            Duration = Span(random),
            Talk = Span(random),
            RecordingUrl = Text(random, "https://play.example.test/?id=AAAA0000"),
            Operator = Text(random, "JIO"),
            Circle = Text(random, "BIHAR"),
            KeyPress = Text(random, "1"),
        };
    }

    private static Wish AnyWish(Random random) => random.Next(3) == 0
        ? new("kaleyra-legacy", CallKind.Outbound, Given.Customer, Play: Text(random, "ivr:1234"), Campaign: Text(random, "february"))
        : new("kaleyra-legacy", CallKind.ClickToCall, Given.Customer, Given.Agent, Text(random, "Asha"), Team: Text(random, "north"));

    private static Leg AnyLeg(Random random) => random.Next(3) switch
    {
        0 => Leg.Unknown,
        1 => Leg.Answered,
        _ => Legs[random.Next(Legs.Length)],
    };

    private static DateTimeOffset Arrival(Random random) => Given.Clicked.AddSeconds(random.Next(100_000));

    // The same instant is told in several zones, because equal instants must stay equal.
    private static DateTimeOffset? Time(Random random) => random.Next(8) switch
    {
        0 or 1 => null,
        2 => random.Next(2) == 0 ? DateTimeOffset.MinValue : DateTimeOffset.MaxValue,
        3 or 4 => Given.Clicked.AddSeconds(random.Next(90)).ToOffset(TimeSpan.FromMinutes(330)),
        _ => Given.Clicked.AddSeconds(random.Next(90)),
    };

    private static TimeSpan? Span(Random random) => random.Next(10) switch
    {
        0 or 1 => null,
        2 => random.Next(3) switch { 0 => TimeSpan.MinValue, 1 => TimeSpan.MaxValue, _ => TimeSpan.FromSeconds(-5) },
        3 or 4 or 5 => TimeSpan.Zero,
        _ => TimeSpan.FromSeconds(random.Next(120)),
    };

    private static string? Text(Random random, string usual) => random.Next(8) switch
    {
        0 or 1 or 2 => null,
        3 => Odd[random.Next(Odd.Length)],
        _ => usual,
    };
}
