using Offhook.Kaleyra.Wire;

namespace Offhook.Kaleyra.Io;

/// <summary>The frame around every answer: <c>code</c>, <c>message</c>, <c>data</c> and <c>error</c>.</summary>
/// <remarks>
/// Observed in integrations and in the platform's other channels; the vendor's samples for voice could not be read. A code that begins with <c>RBC</c> was seen on good answers,
/// but nothing says that only those carry it, so a code never proves a yes.
/// </remarks>
/// <param name="Code">As written: <c>code</c>, else the error's own; null when there was neither.</param>
/// <param name="Status">The word of a top-level <c>status</c>, else of the one in <c>data</c>.</param>
/// <param name="HasError">Whether an error is named, under any of its names. Nothing, <c>{}</c>, <c>[]</c>, <c>false</c> and <c>0</c> name none.</param>
/// <param name="Reason">The provider's words: the message and what the error adds to it; null when it said nothing.</param>
internal sealed record IoEnvelope(WireValue Root, string? Code, string? Status, bool HasError, string? Reason)
{
    private const int MostDetails = 3;

    private static readonly string[] Frame = ["code", "message", "data", "error"];

    /// <summary>The part that carries the id, the rows or the link.</summary>
    public WireValue? Data => Root.Member("data");

    /// <summary>Whether at least two of the four names are there, so that this is the platform's own answer and not some other JSON.</summary>
    public bool IsFramed => Frame.Count(name => Root.Member(name) is not null) >= 2;

    public static IoEnvelope Read(WireValue value)
    {
        var root = value.Items is [{ Members: not null } first, ..] ? first : value;
        var data = root.Member("data");
        WireValue?[] errors =
            [root.Member("error"), data?.Member("error"), root.Member("errors"), data?.Member("errors"), root.Member("errorcode"), data?.Member("errorcode"), root.Member("errormessage"), data?.Member("errormessage")];
        var found = errors.Where(error => !IsNothing(error)).ToList();
        var code = root.Member("code")?.PresentText ?? found.Select(error => error?.Member("errorcode")?.PresentText).FirstOrDefault(text => text is not null) ?? root.Member("errorcode")?.PresentText;
        var details = found.Select(Words).FirstOrDefault(text => text is not null && text != code);
        return new(root, code, root.Member("status")?.PresentText ?? data?.Member("status")?.PresentText, found.Count > 0, Joined(root.Member("message")?.PresentText, details));
    }

    /// <summary>The call's id, looked for in the order in which integrations and models of the platform name it.</summary>
    public string? ReadId()
    {
        var data = Data;
        var first = data?.Items is [var item, ..] ? item : null;
        return TolerantText.Id(data?.Member("id")?.Text)
            ?? TolerantText.Id(data?.Member("callid")?.Text)
            ?? TolerantText.Id(first?.Member("id")?.Text)
            ?? TolerantText.Id(first?.Member("callid")?.Text)
            ?? IdAlone(data?.Text)
            ?? TolerantText.Id(Root.Member("id")?.Text)
            ?? TolerantText.Id(Root.Member("callid")?.Text);
    }

    // A word such as "accepted" may stand where an id could; ids have digits.
    private static string? IdAlone(string? text) => TolerantText.Id(text) is { } id && id.AsSpan().ContainsAnyInRange('0', '9') ? id : null;

    private static bool IsNothing(WireValue? value) => value switch
    {
        null => true,
        { Members: { } members } => members.All(member => IsNothing(member.Value)),
        { Items: { } items } => items.All(IsNothing),
        _ => value.PresentText?.ToUpperInvariant() is null or "FALSE" or "0",
    };

    private static string? Words(WireValue? error) =>
        error?.PresentText
        ?? error?.Member("errormessage")?.PresentText
        ?? error?.Member("message")?.PresentText
        ?? (error?.Members is { } members ? List(members.Select(member => Words(member.Value) is { } words ? $"{member.Key} {words}" : null)) : null)
        ?? (error?.Items is { } items ? List(items.Select(Words)) : null);

    private static string? List(IEnumerable<string?> words) => string.Join("; ", words.OfType<string>().Take(MostDetails)) is { Length: > 0 } list ? list : null;

    private static string? Joined(string? message, string? details) => (message, details) switch
    {
        (null, _) => details,
        (_, null) => message,
        _ when Refusals.IsYes(message) || details.StartsWith(message, StringComparison.OrdinalIgnoreCase) => details,
        _ => $"{message}: {details}",
    };
}
