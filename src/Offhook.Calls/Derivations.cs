namespace Offhook.Calls;

/// <summary>Which columns of a call were worked out rather than reported.</summary>
internal static class Derivations
{
    public static IReadOnlyList<string> Of(PhoneCall call, List<WeighedReport> weighed, CallTimes times)
    {
        (string Column, bool IsDerived)[] columns =
        [
            ("agent_leg", call.AgentLeg is not Leg.Unknown && !weighed.Exists(item => item.Report.Agent == call.AgentLeg)),
            ("answered_at", times.AnsweredAt is not null),
            ("customer_leg", call.CustomerLeg is not Leg.Unknown && !weighed.Exists(item => item.Report.Customer == call.CustomerLeg)),
            ("duration_seconds", times.DurationIsDerived),
            ("ended_at", times.EndIsDerived),
        ];
        return [.. columns.Where(column => column.IsDerived).Select(column => column.Column)];
    }
}
