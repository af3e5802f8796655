namespace Offhook.Calls;

/// <summary>What one report, taken alone, proves about the outcome.</summary>
/// <param name="Strength">How far it is to be believed; see <see cref="Evidence"/>.</param>
/// <param name="Status">The outcome; null when it proves none.</param>
/// <param name="Reason">Why; null for an ordinary answer.</param>
/// <param name="Agent">The agent's side, read together with the other words of the report.</param>
/// <param name="Customer">The customer's side, likewise.</param>
/// <param name="Talk">Talk with the customer: null when none is proven or denied.</param>
internal readonly record struct Verdict(Evidence Strength, CallStatus? Status, Reason? Reason, Leg Agent, Leg Customer, TimeSpan? Talk)
{
    /// <summary>Whether this alone closes a call. An unproven answer does so only when it comes from the log, because no better source is left to ask.</summary>
    public bool Settles(ReportSource source) =>
        Status is not null && (Strength.Rank > Evidence.Unproven.Rank || source is ReportSource.Log or ReportSource.Deadline);

    /// <summary>Reads a report.</summary>
    public static Verdict Of(Report report) => report.Source switch
    {
        ReportSource.Intent => new(Evidence.None, null, null, Leg.Unknown, Leg.Unknown, null),
        ReportSource.Reply => OfReply(report.Proof),
        ReportSource.Deadline => new(Evidence.Deadline, CallStatus.Unconfirmed, Reason.NeverReported, Leg.Unknown, Leg.Unknown, null),
        _ => OfWords(report),
    };

    private static Verdict OfReply(DialProof? proof)
    {
        Reason? no = proof switch
        {
            DialProof.Refused => Reason.ProviderRefused,
            DialProof.SlowDown => Reason.SlowDown,
            DialProof.NotSent => Reason.NeverConnected,
            _ => null,
        };
        return new(no is null ? Evidence.None : Evidence.Reply, no is null ? null : CallStatus.Failed, no, Leg.Unknown, Leg.Unknown, null);
    }

    // The order of the cases is the rule: talk with the customer, then the agent's failure, then the customer's, then the word for the whole.
    private static Verdict OfWords(Report report)
    {
        var (overall, agent, customer) = (report.Overall, report.Agent, report.Customer);
        var talked = report.Talk > TimeSpan.Zero;
        var allSilent = overall is Leg.Unknown && agent is Leg.Unknown && customer is Leg.Unknown && report.ProviderStatus is null;

        if (customer is Leg.Answered)
        {
            return Answered(report, agent.IsFailure() ? Leg.Unknown : agent, talked);
        }

        if (talked && (overall is Leg.Answered || allSilent))
        {
            return Answered(report, agent.IsFailure() ? Leg.Unknown : agent, true);
        }

        if (agent.IsFailure())
        {
            return Failed(report, Side.Agent, agent, customer);
        }

        if (customer.IsFailure())
        {
            return Failed(report, Side.Customer, customer, customer);
        }

        if (overall.IsFailure())
        {
            // The agent was there, so what failed was the customer's side, unless somebody simply hung up.
            return agent is Leg.Answered && overall is not Leg.Cancelled
                ? Failed(report, Side.Customer, overall, overall)
                : Failed(report, Side.Unsaid, overall, customer);
        }

        if (overall is Leg.Answered && agent is not Leg.Answered)
        {
            return new(Evidence.Unproven, CallStatus.Answered, Reason.TalkUnproven, agent, customer, NoTalk(report));
        }

        return new(Evidence.None, null, agent is Leg.Answered ? Reason.CustomerNotReported : null, agent, customer, NoTalk(report));
    }

    private static Verdict Answered(Report report, Leg agent, bool talked) =>
        new(Evidence.Of(report, talked), CallStatus.Answered, null, agent is Leg.Unknown && talked && report.Agent is Leg.Unknown ? Leg.Answered : agent, Leg.Answered, report.Talk);

    private static Verdict Failed(Report report, Side side, Leg deciding, Leg customer) =>
        new(Evidence.Of(report, false), deciding.Outcome(), Reason.Of(side, deciding), report.Agent, customer, NoTalk(report));

    // Seconds that are billed without a customer who answered are the agent's wait, not talk.
    private static TimeSpan? NoTalk(Report report) => report.Talk == TimeSpan.Zero ? TimeSpan.Zero : null;
}
