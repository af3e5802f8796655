using Offhook.Calls;
using Offhook.Gateway.Providers.Kaleyra;
using Offhook.Kaleyra.Io;

namespace Offhook.Gateway.Providers.KaleyraIo;

/// <summary>What kaleyra.io calls back with, as reports.</summary>
internal static class IoReports
{
    private const string UnknownStep = "event";

    /// <summary>A step of a call that goes on. One of no known name says nothing and is kept.</summary>
    public static Report OfStep(IoCallback callback, Guid reference, DateTimeOffset at)
    {
        var (overall, agent, customer) = callback.Kind switch
        {
            IoEvent.FromCallStart => (Leg.Unknown, Leg.Ringing, Leg.Unknown),
            IoEvent.FromCallAnswer => (Leg.Unknown, Leg.Answered, Leg.Unknown),
            IoEvent.ToCallStart => (Leg.Unknown, Leg.Unknown, Leg.Ringing),
            IoEvent.ToCallAnswer => (Leg.Unknown, Leg.Unknown, Leg.Answered),

            // Of outbound calls, which have one phone.
            IoEvent.CallStart => (Leg.Ringing, Leg.Unknown, Leg.Unknown),
            IoEvent.CallAnswer => (Leg.Answered, Leg.Unknown, Leg.Unknown),
            _ => default,
        };
        return new Report
        {
            Reference = reference,
            Source = ReportSource.Event,
            At = at,
            Provider = IoProvider.Name,
            StillRunning = true,
            ProviderCallId = callback.Id,
            Overall = overall,
            Agent = agent,
            Customer = customer,
            Flags = KaleyraReports.FlagsOf(callback.Kind is null ? [.. callback.Flags, UnknownStep] : callback.Flags),
        };
    }

    /// <summary>The end of a call.</summary>
    public static Report OfEnd(IoCallback callback, Guid reference, ReportSource source, bool isOutbound, DateTimeOffset at)
    {
        var words = KaleyraWords.Read(callback.Status, null, null, isOutbound);
        return new Report
        {
            Reference = reference,
            Source = source,
            At = at,
            Provider = IoProvider.Name,
            ProviderCallId = callback.Id,
            ProviderStatus = words.Raw,
            Overall = words.Overall,
            Agent = words.Agent,
            Customer = words.Customer,
            StartedAt = callback.StartedAt,
            EndedAt = callback.EndedAt,
            Duration = callback.Duration,
            Talk = callback.Talk,
            RecordingUrl = callback.RecordingId is { } recording ? RecordingName.Of(recording) : null,
            KeyPress = callback.KeyPress,
            Flags = KaleyraReports.FlagsOf(callback.Flags),
        };
    }
}
