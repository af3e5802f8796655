using System.Collections.ObjectModel;
using Offhook.Kaleyra.Wire;

namespace Offhook.Kaleyra.Io;

/// <summary>A callback profile: where and how the provider reports, written once for all calls of the account. Its texts cannot hold anything of one call but <c>{{variables}}</c>.</summary>
/// <param name="Title">At least 3 and at most 100 of letters, digits, space, <c>-</c> and <c>_</c> (ASCII).</param>
/// <param name="Address">Where to report: an http or https address without white space, at most 2,000 characters; may hold <c>{{variables}}</c>.</param>
/// <exception cref="ArgumentException">A part has another form; the message names it.</exception>
public sealed record CallbackProfile(string Title, string Address)
{
    private const int LongestTitle = 100;

    private static readonly string[] Verbs = ["GET", "POST", "PUT", "DELETE"];

    /// <summary>The name under which the console shows the profile.</summary>
    public string Title { get; init => field = CheckedTitle(value, nameof(Title)); } = CheckedTitle(Title, nameof(Title));

    /// <summary>Where to report.</summary>
    public string Address { get; init => field = CheckedAddress(value, nameof(Address)); } = CheckedAddress(Address, nameof(Address));

    /// <summary><c>GET</c>, <c>POST</c> (the default), <c>PUT</c> or <c>DELETE</c>.</summary>
    public string HttpMethod
    {
        get;
        init => field = Verbs.Contains(value, StringComparer.Ordinal) ? value : throw new ArgumentException($"One of {string.Join(", ", Verbs)} is needed.", nameof(HttpMethod));
    } = "POST";

    /// <summary>What is reported: your names and the texts for them, such as <c>{{status}}</c>. Empty by default.</summary>
    public IReadOnlyDictionary<string, string> Body { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Headers sent with each report, such as a fixed secret. Empty by default. Assumed: an object of names and texts.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>The text that your receiver answers; null for any. Assumed: its meaning.</summary>
    public string? ResponseMessage { get; init; }

    /// <summary>The events for which it reports, such as <see cref="IoEventCallbacks.CallEnd"/>. Empty by default. Assumed: a list of names.</summary>
    public IReadOnlyList<string> Events { get; init; } = [];

    /// <summary>Title, verb and events; no address and no header, which hold secrets.</summary>
    public override string ToString() => $"{nameof(CallbackProfile)} {{ Title = {Title}, HttpMethod = {HttpMethod}, Events = {string.Join(", ", Events)} }}";

    /// <summary>The secrets in it, which an answer may echo.</summary>
    internal IEnumerable<string> Secrets => [.. Headers.Values, .. CallbackAddress.TokenOf(Address) is { } token ? (string[])[token] : []];

    internal string ToJson() => OutgoingJson.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("title", Title);
        json.WriteString("http_method", HttpMethod);
        json.WriteString("url", Address);
        json.WriteMembers("body", Body);
        json.WriteMembers("headers", Headers);
        if (ResponseMessage is not null)
        {
            json.WriteString("response_message", ResponseMessage);
        }

        json.WriteString("channel", "voice");
        json.WriteStrings("events", Events);
        json.WriteEndObject();
    });

    private static string CheckedTitle(string? title, string name) =>
        title is { Length: >= 3 and <= LongestTitle } && TolerantText.IsPlain(title.Replace(" ", "", StringComparison.Ordinal)) && title.Trim() == title
            ? title
            : throw new ArgumentException($"3 to {LongestTitle} characters of A-Z a-z 0-9 space _ - are taken, no space at either end.", name);

    private static string CheckedAddress(string? address, string name)
    {
        ArgumentNullException.ThrowIfNull(address, name);
        return CallbackAddress.Checked(address, name)!; // Null only for null.
    }
}
