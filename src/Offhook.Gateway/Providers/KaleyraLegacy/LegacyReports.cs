using Offhook.Calls;
using Offhook.Gateway.Providers.Kaleyra;
using Offhook.Kaleyra.Legacy;

namespace Offhook.Gateway.Providers.KaleyraLegacy;

/// <summary>What the legacy API calls back with, as a report.</summary>
internal static class LegacyReports
{
    public static Report Of(KaleyraCallback callback, Guid reference, bool isOutbound, DateTimeOffset at)
    {
        var words = KaleyraWords.Read(callback.ObdStatus ?? callback.Status, callback.Status1, callback.Status2, isOutbound);
        return new Report
        {
            Reference = reference,
            Source = ReportSource.Callback,
            At = at,
            Provider = LegacyProvider.RealName,
            ProviderCallId = callback.Id,
            ProviderStatus = words.Raw,
            Overall = words.Overall,
            Agent = words.Agent,
            Customer = words.Customer,
            StartedAt = callback.StartedAt,
            EndedAt = callback.EndedAt,
            Duration = callback.Duration,
            Talk = callback.Talk,
            RecordingUrl = callback.Recording?.AbsoluteUri,
            Operator = callback.Operator,
            Circle = callback.Circle,
            KeyPress = callback.KeyPress,
            Flags = KaleyraReports.FlagsOf(callback.Flags),
        };
    }
}
