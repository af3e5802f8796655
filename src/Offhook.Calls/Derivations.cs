namespace Offhook.Calls;

/// <summary>Which columns of a call were worked out rather than reported.</summary>
internal static class Derivations
{
    /// <summary>Column names in ordinal order.</summary>
    public static IReadOnlyList<string> Of(List<WeighedReport> weighed, Explanation explanation, CallTimes times)
    {
        var (agentWasSaid, customerWasSaid) = (explanation.Agent is Leg.Unknown, explanation.Customer is Leg.Unknown);
        foreach (var item in weighed)
        {
            agentWasSaid |= item.Said.Agent == explanation.Agent;
            customerWasSaid |= item.Said.Customer == explanation.Customer;
        }

        List<string> columns = [];
        Add(columns, "agent_leg", !agentWasSaid);
        Add(columns, "answered_at", times.AnsweredAt is not null);
        Add(columns, "customer_leg", !customerWasSaid);
        Add(columns, "duration_seconds", times.DurationIsDerived);
        Add(columns, "ended_at", times.EndIsDerived);
        return columns;
    }

    private static void Add(List<string> columns, string column, bool isDerived)
    {
        if (isDerived)
        {
            columns.Add(column);
        }
    }
}
