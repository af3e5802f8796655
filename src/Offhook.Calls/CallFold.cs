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
        if (IntentAmong(distinct) is not { Wish: { } wish } intent)
        {
            return null;
        }

        var weighed = Weigh(distinct, wish.Kind);
        var winner = weighed.Find(static item => item.Verdict.Status is not null);
        var explanation = Explanation.Of(weighed, winner);
        var (status, reason, detail) = winner is null
            ? OpenState(weighed)
            : (winner.Verdict.Status!.Value, explanation.Reason, winner.Report.Detail);
        var times = CallTimes.Of(weighed, status);
        return new PhoneCall
        {
            Reference = intent.Reference,
            CallId = CallIdOf(weighed) ?? intent.Reference.ToString("D"),
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
            ReceivedAt = intent.At.ToUniversalTime(),
            AnsweredAt = times.AnsweredAt,
            EndedAt = times.EndedAt,
            Duration = times.Duration,
            Talk = times.Talk,
            RecordingUrl = First(weighed, static report => report.RecordingUrl),
            Operator = First(weighed, static report => report.Operator),
            Circle = First(weighed, static report => report.Circle),
            KeyPress = First(weighed, static report => report.KeyPress),
            SettledBy = SettledBy(weighed, winner),
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

    // A call has one intent. Should there be two, the order of their contents decides, so that it does not depend on who came first.
    private static Report? IntentAmong(Dictionary<string, Report> distinct)
    {
        (string Content, Report Report)? first = null;
        foreach (var (content, report) in distinct)
        {
            if (report is { Source: ReportSource.Intent, Wish: not null } && (first is null || string.CompareOrdinal(content, first.Value.Content) < 0))
            {
                first = (content, report);
            }
        }

        return first?.Report;
    }

    // Strongest first; equals by their content in ordinal order.
    private static List<WeighedReport> Weigh(Dictionary<string, Report> distinct, CallKind kind)
    {
        var weighed = new List<WeighedReport>(distinct.Count);
        foreach (var (content, report) in distinct)
        {
            weighed.Add(new(report, SaidLegs.Of(report, kind), Verdict.Of(report, kind), content));
        }

        weighed.Sort(static (a, b) => b.Verdict.Strength.Rank.CompareTo(a.Verdict.Strength.Rank) is var byStrength and not 0
            ? byStrength
            : string.CompareOrdinal(a.Content, b.Content));
        return weighed;
    }

    private static (CallStatus Status, Reason? Reason, string? Detail) OpenState(List<WeighedReport> weighed)
    {
        if (weighed.Find(static item => item.Verdict.Reason == Reason.CustomerNotReported) is { } agentOnly)
        {
            return (CallStatus.Unconfirmed, Reason.CustomerNotReported, agentOnly.Report.Detail);
        }

        // Any word of the provider about the call proves that it took it.
        if (weighed.Exists(static item => item.Report.Proof is DialProof.Accepted || item.Report.Source is ReportSource.Callback or ReportSource.Log))
        {
            return (CallStatus.Ringing, null, null);
        }

        return weighed.Find(static item => item.Report.Proof is DialProof.Unknown) is { } unknown
            ? (CallStatus.Unconfirmed, Reason.ReplyUnknown, unknown.Report.Detail)
            : (CallStatus.Requested, null, null);
    }

    // An answer that nothing proves closes a call only once the log says no more or the deadline passed: then no better source is left to ask.
    private static ReportSource? SettledBy(List<WeighedReport> weighed, WeighedReport? winner) =>
        winner is null ? null
        : winner.Verdict.Strength.Rank > Evidence.Unproven.Rank ? winner.Report.Source
        : weighed.Exists(static item => item.Report.Source is ReportSource.Log && item.Verdict.Status is not null) ? ReportSource.Log
        : weighed.Exists(static item => item.Report.Source is ReportSource.Deadline) ? ReportSource.Deadline
        : null;

    // The dial's own id first: a row of the log may bear another one.
    private static string? CallIdOf(List<WeighedReport> weighed) =>
        First(weighed, static report => report.Source is ReportSource.Reply ? report.ProviderCallId : null)
        ?? First(weighed, static report => report.Source is ReportSource.Callback ? report.ProviderCallId : null)
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
