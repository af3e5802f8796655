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
        var distinct = Distinct(reports);
        if (Attempts.Of(distinct) is not { Last.Wish: { } wish } attempts)
        {
            return null;
        }

        var weighed = Weigh(distinct, attempts, wish.Kind);
        var winner = weighed.Find(static item => item.Verdict.Status is not null);
        var settledBy = Settlement.Of(weighed, winner);
        var explanation = Explanation.Of(weighed, winner, isSettled: settledBy is not null);
        var (status, reason, detail) = winner is null
            ? OpenState(weighed)
            : (winner.Verdict.Status!.Value, settledBy is ReportSource.Deadline && winner.IsLive ? Reason.EndNeverReported : explanation.Reason, winner.Report.Detail);
        var times = CallTimes.Of(weighed, status);
        return new PhoneCall
        {
            Reference = attempts.First.Reference,
            CallId = CallIdOf(weighed) ?? attempts.First.Reference.ToString("D"),
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
            ReasonDetail = NullIfEmpty(detail),
            AgentLeg = explanation.Agent,
            CustomerLeg = explanation.Customer,
            ProviderStatus = NullIfEmpty(winner?.Report.ProviderStatus) ?? First(weighed, static report => report.ProviderStatus),
            ReceivedAt = attempts.First.At.ToUniversalTime(),
            AnsweredAt = times.AnsweredAt,
            EndedAt = times.EndedAt,
            Duration = times.Duration,
            Talk = times.Talk,
            RecordingUrl = First(weighed, static report => report.RecordingUrl),
            Operator = First(weighed, static report => report.Operator),
            Circle = First(weighed, static report => report.Circle),
            KeyPress = First(weighed, static report => report.KeyPress),
            SettledBy = settledBy,
            Derived = Derivations.Of(weighed, explanation, times),
        };
    }

    // One entry for each content, with its earliest arrival.
    private static Dictionary<string, Report> Distinct(IEnumerable<Report> reports)
    {
        var distinct = new Dictionary<string, Report>(StringComparer.Ordinal);
        Guid? reference = null;
        foreach (var report in reports)
        {
            reference ??= report.Reference;
            if (reference != report.Reference)
            {
                throw new ArgumentException("the reports are about different calls", nameof(reports));
            }

            var content = ReportIdentity.Content(report);
            if (!distinct.TryGetValue(content, out var known) || report.At < known.At)
            {
                distinct[content] = report;
            }
        }

        return distinct;
    }

    // Strongest first; equals by their content in ordinal order.
    private static List<WeighedReport> Weigh(Dictionary<string, Report> distinct, Attempts attempts, CallKind kind)
    {
        var weighed = new List<WeighedReport>(distinct.Count);
        foreach (var (content, report) in distinct)
        {
            if (attempts.IsOver(report))
            {
                continue;
            }

            weighed.Add(new(report, SaidLegs.Of(report, kind), Verdict.Of(report, kind), content));
        }

        weighed.Sort(static (a, b) => b.Verdict.Strength.Rank.CompareTo(a.Verdict.Strength.Rank) is var byStrength and not 0
            ? byStrength
            : string.CompareOrdinal(a.Content, b.Content));
        return weighed;
    }

    private static (CallStatus Status, Reason? Reason, string? Detail) OpenState(List<WeighedReport> weighed)
    {
        var unexplained = weighed.Find(static item => item.Verdict.Reason == Reason.CustomerNotReported) ?? weighed.Find(static item => item.Verdict.Reason == Reason.EndUnexplained);
        if (unexplained is not null)
        {
            return (CallStatus.Unconfirmed, unexplained.Verdict.Reason, unexplained.Report.Detail);
        }

        // The provider tells the steps of this call, and a report of its end without a word for it.
        if (weighed.Exists(static item => item.IsLive) && weighed.Exists(static item => item.IsOfTheEnd))
        {
            return (CallStatus.Unconfirmed, Reason.EndUnexplained, null);
        }

        // Any word of the provider about the call proves that it took it.
        if (weighed.Exists(static item => item.Report.Proof is DialProof.Accepted || item.Report.Source is ReportSource.Callback or ReportSource.Event or ReportSource.Log))
        {
            return (CallStatus.Ringing, null, null);
        }

        return weighed.Find(static item => item.Report.Proof is DialProof.Unknown) is { } unknown
            ? (CallStatus.Unconfirmed, Reason.ReplyUnknown, unknown.Report.Detail)
            : (CallStatus.Requested, null, null);
    }

    // The dial's own id first: a row of the log may bear another one.
    private static string? CallIdOf(List<WeighedReport> weighed) =>
        First(weighed, static report => report.Source is ReportSource.Reply ? report.ProviderCallId : null)
        ?? First(weighed, static report => report.Source is ReportSource.Callback or ReportSource.Event ? report.ProviderCallId : null)
        ?? First(weighed, static report => report.Source is ReportSource.Log ? report.ProviderCallId : null);

    private static string? First(List<WeighedReport> weighed, Func<Report, string?> field)
    {
        foreach (var item in weighed)
        {
            if (NullIfEmpty(field(item.Report)) is { } value)
            {
                return value;
            }
        }

        return null;
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
