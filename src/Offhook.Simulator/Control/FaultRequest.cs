using System.Text.Json.Serialization;

namespace Offhook.Simulator;

/// <summary>When a fault that was asked for over HTTP happens.</summary>
internal enum FaultTiming
{
    Next,
    Always,
    Share,
    Clear,
}

/// <summary>The body of <c>POST /control/faults</c>.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record FaultRequest
{
    public FaultTiming Apply { get; init; }

    public string? Fault { get; init; }

    /// <summary>0 to 1, for <see cref="FaultTiming.Share"/>.</summary>
    public double? Share { get; init; }

    public FaultPoint? On { get; init; }

    public double? Seconds { get; init; }

    public int? Count { get; init; }

    public NumberForm? Form { get; init; }

    public MissingId? Missing { get; init; }

    /// <summary>The name of a live event.</summary>
    public string? Event { get; init; }

    /// <summary>Where a recording is said to be.</summary>
    public Uri? Address { get; init; }

    public bool? Places { get; init; }

    public TimeSpan? Span() => Seconds switch
    {
        null => null,
        >= 0 and <= 86_400 => TimeSpan.FromSeconds(Seconds.Value),
        _ => throw new ArgumentException("seconds must be between 0 and 86400."),
    };
}
