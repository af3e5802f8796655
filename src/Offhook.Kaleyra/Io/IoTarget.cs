using System.Text.RegularExpressions;
using Offhook.Kaleyra.Wire;

namespace Offhook.Kaleyra.Io;

/// <summary>What the called person hears. Exactly one of <see cref="Speech"/> and <see cref="Flow"/>.</summary>
public abstract record IoTarget
{
    private static readonly Regex LanguageTag = new("^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}$", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    private IoTarget()
    {
    }

    /// <summary>The value of <c>target</c>.</summary>
    /// <param name="flowTemplate">How the account names a flow, see <see cref="KaleyraIoOptions.FlowTarget"/>.</param>
    internal string Written(string flowTemplate) => this switch
    {
        Speech speech => speech.ToJson(),
        Flow flow => Filled(flowTemplate, flow.Id),
        _ => throw new InvalidOperationException("A target of no known kind."),
    };

    internal static string Filled(string flowTemplate, string id) =>
        flowTemplate.Replace(KaleyraIoOptions.FlowPlaceholder, WireJson.Quoted(id)[1..^1], StringComparison.Ordinal);

    /// <summary>A text that the provider speaks.</summary>
    /// <remarks>Form observed in integrations: one message with its language, the speed <c>medium</c> and the text.</remarks>
    /// <param name="Text">1 to 1,000 characters, without control characters.</param>
    /// <param name="Language">A language tag, <c>en-IN</c> by default. Assumed: the provider speaks it; seen in integrations was <c>en-US</c>.</param>
    /// <exception cref="ArgumentException">The text or the language has another form.</exception>
    public sealed record Speech(string Text, string Language = "en-IN") : IoTarget
    {
        private const int LongestText = 1000;

        /// <summary>What is spoken.</summary>
        public string Text { get; init => field = CheckedText(value, nameof(Text)); } = CheckedText(Text, nameof(Text));

        /// <summary>The language in which it is spoken.</summary>
        public string Language { get; init => field = CheckedLanguage(value, nameof(Language)); } = CheckedLanguage(Language, nameof(Language));

        /// <summary>The language and the text's length; never the text, which may name people.</summary>
        public override string ToString() => $"{nameof(Speech)} {{ Language = {Language}, Length = {Text.Length} }}";

        internal string ToJson() => OutgoingJson.Write(json =>
        {
            json.WriteStartArray();
            json.WriteStartObject();
            json.WriteStartObject("message");
            json.WriteString("language", Language);
            json.WriteString("speed", "medium");
            json.WriteString("text", Text);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndArray();
        });

        private static string CheckedText(string? text, string name) =>
            !string.IsNullOrWhiteSpace(text) && text.Length <= LongestText && TolerantText.WithoutControls(text) == text
                ? text
                : throw new ArgumentException($"1 to {LongestText} characters without line ends and other control characters are spoken.", name);

        private static string CheckedLanguage(string? language, string name) =>
            language is not null && LanguageTag.IsMatch(language) ? language : throw new ArgumentException("A language tag such as en-IN is needed.", name);
    }

    /// <summary>A flow that was published in the provider's console.</summary>
    /// <param name="Id">The flow's id: 1 to 128 visible ASCII characters.</param>
    /// <exception cref="ArgumentException">The id has another form.</exception>
    public sealed record Flow(string Id) : IoTarget
    {
        private const int LongestId = 128;

        /// <summary>The flow's id as the console shows it.</summary>
        public string Id { get; init => field = CheckedId(value, nameof(Id)); } = CheckedId(Id, nameof(Id));

        private static string CheckedId(string? id, string name) =>
            id is { Length: >= 1 and <= LongestId } && !id.AsSpan().ContainsAnyExceptInRange('!', '~')
                ? id
                : throw new ArgumentException($"A flow's id has 1 to {LongestId} visible ASCII characters.", name);
    }
}
