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
    /// <summary>Reads a report about a call of that kind.</summary>
    public static Verdict Of(Report report, CallKind kind) => report.Source switch
    {
        ReportSource.Intent => new(Evidence.None, null, null, Leg.Unknown, Leg.Unknown, null),
        ReportSource.Reply => OfReply(report.Proof),
        ReportSource.Deadline => new(Evidence.Deadline, CallStatus.Unconfirmed, Reason.NeverReported, Leg.Unknown, Leg.Unknown, null),
        ReportSource.Event when report.StillRunning is true => OfLive(SaidLegs.Of(report, kind), kind),
        _ => OfWords(report, SaidLegs.Of(report, kind), kind),
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

    // What is seen on the way proves one outcome at most: that the customer was there.
    private static Verdict OfLive(SaidLegs said, CallKind kind)
    {
        // Assumed: the second phone is dialled once the first has answered, as Kaleyra describes the order of dialling.
        var agent = kind is CallKind.ClickToCall && said.Customer is Leg.Ringing or Leg.Answered ? Leg.Answered : said.Agent;
        return said.Customer is Leg.Answered
            ? new(Evidence.Live, CallStatus.Answered, null, agent, Leg.Answered, null)
            : new(Evidence.None, null, null, agent, said.Customer, null);
    }

    // The order of the cases is the rule: talk with the customer, then the agent's failure, then the customer's, then the word for the whole.
    private static Verdict OfWords(Report report, SaidLegs said, CallKind kind)
    {
        var (overall, agent, customer) = said;
        var talked = report.Talk > TimeSpan.Zero;
        var allSilent = said == default && report.ProviderStatus is null;

        if (customer is Leg.Answered || (talked && (overall is Leg.Answered || allSilent)))
        {
            return Answered(report, said, talked, kind);
        }

        if (agent.IsFailure())
        {
            return Failed(report, said, Side.Agent, agent, customer);
        }

        if (customer.IsFailure())
        {
            return Failed(report, said, Side.Customer, customer, customer);
        }

        if (overall.IsFailure())
        {
            // The agent was there, so what failed was the customer's side, unless somebody simply hung up.
            return agent is Leg.Answered && overall is not Leg.Cancelled
                ? Failed(report, said, Side.Customer, overall, overall)
                : Failed(report, said, Side.Unsaid, overall, customer);
        }

        if (overall is Leg.Answered && agent is not Leg.Answered)
        {
            return new(Evidence.Unproven, CallStatus.Answered, Reason.TalkUnproven, agent, customer, NoTalk(report));
        }

        Reason? open = agent is Leg.Answered && customer is Leg.Unknown ? Reason.CustomerNotReported
            : report.Source is ReportSource.Event ? Reason.EndUnexplained
            : null;
        return new(Evidence.None, null, open, agent, customer, NoTalk(report));
    }

    private static Verdict Answered(Report report, SaidLegs said, bool talked, CallKind kind)
    {
        // A customer who was reached through an agent who was not: the report contradicts itself about the agent.
        var agent = said.Agent.IsFailure() ? Leg.Unknown
            : talked && kind is CallKind.ClickToCall ? Leg.Answered
            : said.Agent;
        return new(Evidence.Of(report.Source, said, talked), CallStatus.Answered, null, agent, Leg.Answered, talked ? report.Talk : NoTalk(report));
    }

    private static Verdict Failed(Report report, SaidLegs said, Side side, Leg deciding, Leg customer) =>
        new(Evidence.Of(report.Source, said, talked: false), deciding.Outcome(), Reason.Of(side, deciding), said.Agent, customer, NoTalk(report));

    // Seconds that are billed without a customer who answered are the agent's wait, not talk.
    private static TimeSpan? NoTalk(Report report) => report.Talk == TimeSpan.Zero ? TimeSpan.Zero : null;
}
