namespace Offhook.Calls;

/// <summary>Why a decided call ended as it did, and how its two sides went: the winner's words, completed by reports that agree with its outcome.</summary>
internal readonly record struct Explanation(Reason? Reason, Leg Agent, Leg Customer)
{
    /// <param name="weighed">All reports, strongest first.</param>
    /// <param name="winner">The report that decides the outcome; null while there is none.</param>
    /// <param name="isSettled">Whether the call is final.</param>
    public static Explanation Of(List<WeighedReport> weighed, WeighedReport? winner, bool isSettled)
    {
        var reason = winner?.Verdict.Reason;
        var wholeFailed = winner is not null && reason is { Side: Side.Unsaid } && winner.Said.Overall.IsFailure();
        var naming = wholeFailed ? weighed.Find(item => NamesTheSide(item, winner!)) : null;

        // That a phone rang counts only while nobody says how it went on, and a ring that was seen on the way ends with the call.
        var isOver = weighed.Exists(static item => item.IsOfTheEnd);
        Predicate<WeighedReport> mayRing = item => !isSettled && !(isOver && item.IsLive);
        var agent = LegOf(weighed, winner, naming, mayRing, static verdict => verdict.Agent);
        var customer = LegOf(weighed, winner, naming, mayRing, static verdict => verdict.Customer);
        if (naming is not null)
        {
            return new(naming.Verdict.Reason, agent, customer);
        }

        // One report says that the agent was there, another that the call failed: then it failed on the customer's side, unless somebody simply hung up.
        return wholeFailed && agent is Leg.Answered && winner!.Said.Overall is not Leg.Cancelled and var failure
            ? new(Reason.Of(Side.Customer, failure), agent, failure)
            : new(reason, agent, customer);
    }

    // A word for the whole call does not say whose phone it was. A report that agrees with the outcome and names the side explains it better.
    private static bool NamesTheSide(WeighedReport item, WeighedReport winner) =>
        item.Verdict.Status == winner.Verdict.Status
        && item.Verdict.Reason is { Side: not Side.Unsaid } reason
        && !(reason.Side is Side.Agent && winner.Verdict.Agent is Leg.Answered);

    // The legs must agree with the outcome: what the winner says of a leg stands, and a report of another outcome is not asked.
    private static Leg LegOf(List<WeighedReport> weighed, WeighedReport? winner, WeighedReport? naming, Predicate<WeighedReport> mayRing, Func<Verdict, Leg> leg)
    {
        var rang = false;
        var first = winner is null ? Leg.Unknown : leg(winner.Verdict);
        if (first > Leg.Ringing)
        {
            return first;
        }

        if (naming is not null && leg(naming.Verdict) is > Leg.Ringing and var named)
        {
            return named;
        }

        foreach (var item in weighed)
        {
            if (winner is null || item.Verdict.Status is null || item.Verdict.Status == winner.Verdict.Status)
            {
                var said = leg(item.Verdict);
                if (said > Leg.Ringing)
                {
                    return said;
                }

                rang |= said is Leg.Ringing && mayRing(item);
            }
        }

        return rang ? Leg.Ringing : Leg.Unknown;
    }
}
