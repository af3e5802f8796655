using Offhook.Calls;
using Offhook.Gateway.Live;
using Offhook.Kaleyra;

namespace Offhook.Gateway.Providers.Kaleyra;

/// <summary>A row of the account's log in the shape of our own rows. The log holds calls of all products of the account.</summary>
internal static class LogRowView
{
    public static CallView Of(LogRow row, LoggedService service, ProviderTraits provider)
    {
        // An incoming call gives a row of its own and one for each agent it was forwarded to; in both, the customer is the one who called.
        var isInbound = service is LoggedService.Inbound;
        var report = KaleyraReports.Of(row, Guid.Empty, service is not LoggedService.ClickToCall, default);
        var call = FoldAlone(report);
        var (customer, agent) = isInbound ? (row.From, row.To) : (row.To, row.From);
        return new CallView
        {
            CallId = row.Id ?? row.UniqueId ?? "",
            Provider = provider.Name,
            Kind = service is LoggedService.ClickToCall ? CallKind.ClickToCall.Word() : null,
            Direction = isInbound ? "inbound" : "outbound",
            MobileNumber = PhoneNumber.TryRead(customer, out var number) ? number.Legacy : customer,
            CustomerNumber = number.E164 is { Length: > 0 } e164 ? e164 : null,
            AgentNumber = PhoneNumber.TryRead(agent, out var agentNumber) ? agentNumber.E164 : null,
            Status = (call.IsSettled ? call.Status : CallStatus.Unconfirmed).Word(),
            Reason = call.Reason?.Word,
            ReasonText = call.Reason?.Sentence(provider.DisplayName, null),
            AgentLeg = call.AgentLeg.Word(),
            CustomerLeg = call.CustomerLeg.Word(),
            ProviderStatus = report.ProviderStatus,
            ReceivedAt = row.StartedAt,
            AnsweredAt = call.AnsweredAt,
            EndedAt = row.EndedAt ?? call.EndedAt,
            DurationSeconds = (long?)(row.Duration ?? call.Duration)?.TotalSeconds,
            TalkSeconds = (long?)call.Talk?.TotalSeconds,
            Operator = row.Operator,
            Circle = row.Circle,
            SettledBy = call.SettledBy?.Word(),
            Derived = call.Derived,
        };
    }

    // The same rule as for our own calls decides what a row proves; who asked for it does not matter to that.
    private static PhoneCall FoldAlone(Report report)
    {
        var wish = new Wish("", CallKind.ClickToCall, default);
        var intent = new Report { Reference = report.Reference, Source = ReportSource.Intent, At = report.At, Wish = wish };
        return CallFold.Fold([intent, report])!; // There is an intent.
    }}

