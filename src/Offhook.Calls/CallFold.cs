namespace Offhook.Calls;

/// <summary>
/// The one place that knows what a set of reports adds up to. The order and the repetition of reports make no difference, and more reports never make a call
/// less certain than it was.
/// </summary>
public static class CallFold
{
    /// <summary>Adds up reports of one call.</summary>
    /// <param name="reports">In any order, any of them any number of times.</param>
    /// <returns>The call, or null when the intent is not among the reports.</returns>
    /// <exception cref="ArgumentException">The reports are about different calls.</exception>
    public static PhoneCall? Fold(IEnumerable<Report> reports)
    {
        ArgumentNullException.ThrowIfNull(reports);
        var weighed = Weigh(reports);
        if (weighed.Find(item => item.Report is { Source: ReportSource.Intent, Wish: not null }) is not { } intent)
        {
            return null;
        }

        var wish = intent.Report.Wish!; // The pattern above requires it.
        var winner = weighed.Find(item => item.Verdict.Status is not null);
        var (status, reason) = winner is null ? OpenState(weighed) : (winner.Verdict.Status!.Value, ReasonOf(weighed, winner));
        var times = CallTimes.Of(weighed, status);
        var call = new PhoneCall
        {
            Reference = intent.Report.Reference,
            CallId = CallIdOf(weighed) ?? intent.Report.Reference.ToString("D"),
            Provider = wish.Provider,
            Kind = wish.Kind,
            Department = wish.Department,
            Team = wish.Team,
            Customer = wish.Customer,
            Agent = wish.Agent,
            AgentName = wish.AgentName,
            Campaign = wish.Campaign,
            Play = wish.Play,
            Status = status,
            Reason = reason,
            ReasonDetail = winner?.Report.Detail,
            AgentLeg = FirstLeg(weighed, winner, verdict => verdict.Agent),
            CustomerLeg = FirstLeg(weighed, winner, verdict => verdict.Customer),
            ProviderStatus = winner?.Report.ProviderStatus ?? First(weighed, report => report.ProviderStatus),
            ReceivedAt = intent.Report.At,
            AnsweredAt = times.AnsweredAt,
            EndedAt = times.EndedAt,
            Duration = times.Duration,
            Talk = times.Talk,
            RecordingUrl = First(weighed, report => report.RecordingUrl),
            Operator = First(weighed, report => report.Operator),
            Circle = First(weighed, report => report.Circle),
            KeyPress = First(weighed, report => report.KeyPress),
            SettledBy = SettledBy(weighed, winner),
        };
        return call with { Derived = Derivations.Of(call, weighed, times) };
    }

    // Strongest first; equals by their content in ordinal order. One entry for each identity, with its earliest arrival.
    private static List<WeighedReport> Weigh(IEnumerable<Report> reports)
    {
        var unique = new Dictionary<string, WeighedReport>(StringComparer.Ordinal);
        foreach (var report in reports)
        {
            var content = ReportIdentity.Content(report);
            if (unique.Count > 0 && unique.Values.First().Report.Reference != report.Reference)
            {
                throw new ArgumentException("the reports are about different calls", nameof(reports));
            }

            if (!unique.TryGetValue(content, out var known) || report.At < known.Report.At)
            {
                unique[content] = new(report, Verdict.Of(report), content);
            }
        }

        var weighed = unique.Values.ToList();
        weighed.Sort((a, b) => b.Verdict.Strength.Rank.CompareTo(a.Verdict.Strength.Rank) is var byStrength and not 0
            ? byStrength
            : string.CompareOrdinal(a.Content, b.Content));
        return weighed;
    }

    private static (CallStatus, Reason?) OpenState(List<WeighedReport> weighed)
    {
        if (weighed.Exists(item => item.Verdict.Reason == Reason.CustomerNotReported))
        {
            return (CallStatus.Unconfirmed, Reason.CustomerNotReported);
        }

        // Any word of the provider about the call proves that it took it.
        if (weighed.Exists(item => item.Report.Proof is DialProof.Accepted || item.Report.Source is ReportSource.Callback or ReportSource.Log))
        {
            return (CallStatus.Ringing, null);
        }

        return weighed.Exists(item => item.Report.Proof is DialProof.Unknown) ? (CallStatus.Unconfirmed, Reason.ReplyUnknown) : (CallStatus.Requested, null);
    }

    private static ReportSource? SettledBy(List<WeighedReport> weighed, WeighedReport? winner) =>
        winner is null ? null
        : winner.Verdict.Settles(winner.Report.Source) ? winner.Report.Source
        : weighed.Exists(item => item.Report.Source is ReportSource.Log && item.Verdict.Status is not null) ? ReportSource.Log
        : weighed.Exists(item => item.Report.Source is ReportSource.Deadline) ? ReportSource.Deadline
        : null;

    // The dial's own id first: a row of the log may bear another one.
    private static string? CallIdOf(List<WeighedReport> weighed) =>
        IdFrom(weighed, ReportSource.Reply) ?? IdFrom(weighed, ReportSource.Callback) ?? IdFrom(weighed, ReportSource.Log);

    private static string? IdFrom(List<WeighedReport> weighed, ReportSource source) =>
        First(weighed, report => report.Source == source ? report.ProviderCallId : null);

    // A word for the whole call does not say whose phone it was. A report that agrees with the outcome and names the side explains it better.
    private static Reason? ReasonOf(List<WeighedReport> weighed, WeighedReport winner) =>
        winner.Verdict.Reason is { Side: Side.Unsaid } && winner.Verdict.Strength.Rank > Evidence.Reply.Rank
            ? weighed.Find(item => item.Verdict.Status == winner.Verdict.Status && item.Verdict.Reason is { Side: not Side.Unsaid })?.Verdict.Reason
                ?? winner.Verdict.Reason
            : winner.Verdict.Reason;

    // The legs must agree with the outcome: what the winner says of a leg stands, and a report of another outcome is not asked.
    private static Leg FirstLeg(List<WeighedReport> weighed, WeighedReport? winner, Func<Verdict, Leg> leg)
    {
        if (winner is not null && leg(winner.Verdict) is not Leg.Unknown and var said)
        {
            return said;
        }

        foreach (var item in weighed)
        {
            var agrees = winner is null || item.Verdict.Status is null || item.Verdict.Status == winner.Verdict.Status;
            if (agrees && leg(item.Verdict) is not Leg.Unknown and var other)
            {
                return other;
            }
        }

        return Leg.Unknown;
    }

    private static string? First(List<WeighedReport> weighed, Func<Report, string?> field)
    {
        foreach (var item in weighed)
        {
            if (field(item.Report) is { } value)
            {
                return value;
            }
        }

        return null;
    }
}
