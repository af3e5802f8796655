namespace Offhook.Calls;

/// <summary>
/// How far a report is to be believed, strongest first: talk time with the customer, a row of the log, words about both legs, about one, a final word,
/// the reply to the dial, an answer seen while the call went on, an answer that nothing proves, a deadline that passed. A later kind counts only between reports that are equal in all earlier ones.
/// </summary>
/// <param name="Rank">Compared as a number; 0 proves nothing.</param>
internal readonly record struct Evidence(int Rank)
{
    public static readonly Evidence None = new(0);

    /// <summary>Nobody said anything until the deadline: weaker than any word of the provider.</summary>
    public static readonly Evidence Deadline = new(1);

    /// <summary>An answer without a leg or talk time to prove it, from whichever source.</summary>
    public static readonly Evidence Unproven = new(2);

    /// <summary>The customer was seen to pick up. Whoever speaks at the end of the call knows more; and a refusal is final, so it is not opened again by this.</summary>
    public static readonly Evidence Live = new(3);

    public static readonly Evidence Reply = new(4);

    private const int Word = 5;
    private const int Leg = 8;
    private const int LogRow = 32;
    private const int TalkTime = 64;

    public static Evidence Of(ReportSource source, SaidLegs said, bool talked) =>
        new((talked ? TalkTime : 0) + (source is ReportSource.Log ? LogRow : 0) + (Leg * said.Decided) + Word);
}
