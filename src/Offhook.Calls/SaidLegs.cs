namespace Offhook.Calls;

/// <summary>What one report says of the legs, read for the kind of its call.</summary>
/// <param name="Overall">What is said of the call as a whole.</param>
/// <param name="Agent">What is said of the agent's side.</param>
/// <param name="Customer">What is said of the customer's side.</param>
internal readonly record struct SaidLegs(Leg Overall, Leg Agent, Leg Customer)
{
    /// <summary>How many sides are said to have been reached or not. A phone that rings is neither.</summary>
    public int Decided => (Agent > Leg.Ringing ? 1 : 0) + (Customer > Leg.Ringing ? 1 : 0);

    /// <summary>Reads a report. An outbound call rings one phone, so whatever is said of such a call is said of the customer's side.</summary>
    public static SaidLegs Of(Report report, CallKind kind)
    {
        if (report.Source is ReportSource.Intent or ReportSource.Reply or ReportSource.Deadline)
        {
            return default;
        }

        if (kind is not CallKind.Outbound)
        {
            return new(report.Overall, report.Agent, report.Customer);
        }

        var customer = report.Customer is not Leg.Unknown ? report.Customer
            : report.Overall is not Leg.Unknown ? report.Overall
            : report.Agent;
        return new(Leg.Unknown, Leg.Unknown, customer);
    }
}
