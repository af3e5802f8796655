using System.Text.RegularExpressions;
using Offhook.Kaleyra.Wire;

namespace Offhook.Kaleyra.Legacy;

/// <summary>The frame around every answer: a status, a message and data, in JSON or XML.</summary>
/// <remarks>
/// Shape observed in production integrations: <c>{"status":"200","message":"OK","data":{"id":"c2c_…"}}</c>. The vendor documents <c>200 OK</c> as the
/// status and the names Status, Message and Data for XML. HTTP 200 alone says nothing: failures come with HTTP 200 and another status.
/// </remarks>
/// <param name="Status">Status as text, trimmed; null when there was none.</param>
/// <param name="Message">Message, else the text of an <c>error</c>; null when there was none.</param>
/// <param name="Code">A separate <c>code</c>, else the status; null when there was neither.</param>
internal sealed record LegacyEnvelope(WireValue Root, string? Status, string? Message, string? Code)
{
    private static readonly Regex IdInText =
        new(@"\b(?:G?ID|call_?id)\s*[=:]\s*([A-Za-z0-9_.\-]+)", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    /// <summary>Whether the status means yes: <c>200</c>, <c>OK</c>, <c>200 OK</c>, <c>success</c> or <c>true</c>, in any case.</summary>
    public bool IsOk => Refusals.IsYes(Status);

    /// <summary>Whether the status means no beyond doubt: <c>4xx</c> or <c>5xx</c>, a code such as <c>A401</c> or <c>E601</c>, or a word such as <c>failed</c>.</summary>
    public bool IsError => Refusals.IsNo(Status);

    /// <summary>Whether an error stands in the answer under that name, whatever the status says.</summary>
    public bool HasError => Root.Member("error") is { IsAbsent: false } || Root.Member("errors") is { IsAbsent: false };

    /// <summary>The part that carries the id or the rows.</summary>
    public WireValue? Data => Root.Member("data") is { IsAbsent: false } data ? data : Root.Member("records") ?? Root.Member("data");

    public static LegacyEnvelope Read(WireValue value)
    {
        var root = value.Items is [{ Members: not null } first, ..] ? first : value;
        var status = root.Member("status")?.PresentText;
        var message = root.Member("message")?.PresentText ?? ErrorText(root.Member("error") ?? root.Member("errors"));
        return new(root, status, message, root.Member("code")?.PresentText ?? status);
    }

    /// <summary>The id in a plain text answer (<c>GID=123456-1</c>, observed for the outbound dialler), or null.</summary>
    public static string? ReadId(string text) => IdInText.Match(text) is { Success: true } match ? TolerantText.Id(match.Groups[1].Value) : null;

    /// <summary>The call's id, looked for where integrations found it: <c>data.id</c>, <c>data[0].id</c>, <c>data</c> itself, the top, and one level deeper.</summary>
    public string? ReadId()
    {
        var data = Data;
        return TolerantText.Id(data?.Member("id")?.Text)
            ?? TolerantText.Id(data?.Items is [var first, ..] ? first.Member("id")?.Text ?? first.Text : null)
            ?? TolerantText.Id(data?.Text)
            ?? TolerantText.Id(Root.Member("id")?.Text)
            ?? TolerantText.Id(Root.Member("callid")?.Text)
            ?? TolerantText.Id(data?.Member("callid")?.Text)
            ?? TolerantText.Id(data?.Members is [{ Value: { } only }] ? only.Member("id")?.Text : null);
    }

    private static string? ErrorText(WireValue? error) =>
        error?.PresentText ?? error?.Member("message")?.PresentText ?? error?.Member("errormessage")?.PresentText;
}
