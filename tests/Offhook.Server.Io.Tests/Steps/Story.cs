namespace Offhook.Server.Io.Tests.Steps;

/// <summary>Everything that is told of one call, and what it comes to when all of it arrived.</summary>
/// <param name="Told">The events, and <c>report</c> for the end report.</param>
/// <param name="Status">The provider's word in what is told of the end; null when it is not replaced.</param>
/// <param name="Talk">The talk time in what is told of the end, in seconds; null when it is not replaced.</param>
/// <param name="Row">The row's status, its reason, the agent's leg and the customer's.</param>
internal sealed record Story(IReadOnlyList<string> Told, string? Status, string? Talk, (string Status, string? Reason, string Agent, string Customer) Row)
{
    public const string Report = "report";

    public const string End = "call_end";

    public const string CustomerAnswered = "to_call_answer";

    public static IReadOnlyDictionary<string, Story> All { get; } = new Dictionary<string, Story>
    {
        ["answered"] = new(
            ["from_call_start", "from_call_answer", "to_call_start", CustomerAnswered, End, Report], "ANSWER", "8", ("answered", null, "answered", "answered")),
        ["the customer does not answer"] = new(
            ["from_call_start", "from_call_answer", "to_call_start", End, Report], "NOANSWER_CHANNEL2", "0", ("missed", "customer_no_answer", "answered", "no_answer")),
        ["the agent does not answer"] = new(
            ["from_call_start", End, Report], "NOANSWER_CHANNEL1", "0", ("missed", "agent_no_answer", "no_answer", "unknown")),
        ["busy, without a word for whom"] = new(
            ["from_call_start", "from_call_answer", "to_call_start", End, Report], "BUSY", "0", ("busy", "customer_busy", "answered", "busy")),
        ["answered, and the end without words"] = new(
            ["from_call_start", "from_call_answer", "to_call_start", CustomerAnswered, End], null, null, ("answered", null, "answered", "answered")),
    };

    /// <summary>Whether these, in whatever order, say that the customer answered.</summary>
    public bool SaysAnswered(IReadOnlyCollection<string> told) =>
        told.Contains(CustomerAnswered) || (Status == "ANSWER" && (told.Contains(End) || told.Contains(Report)));

    /// <summary>What is told of the end, by variable.</summary>
    public (string Name, string Value)[] Words => [.. Status is null ? [] : new[] { ("status", Status) }, .. Talk is null ? [] : new[] { ("billsec", Talk) }];
}
