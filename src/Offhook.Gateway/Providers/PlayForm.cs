using System.Text.RegularExpressions;

namespace Offhook.Gateway.Providers;

/// <summary>A way to name what an outbound call plays.</summary>
/// <param name="Name">One word: <c>sound</c>, <c>ivr</c>, <c>speech</c>, <c>flow</c>.</param>
/// <param name="Example">For people, as part of a sentence.</param>
public sealed partial record PlayForm(string Name, string Example)
{
    /// <summary>The longest text that is spoken, in characters.</summary>
    public const int LongestSpeech = 500;

    /// <summary>Before a text that is spoken.</summary>
    public const string SpeechPrefix = "say:";

    /// <summary>Before the id of a flow.</summary>
    public const string FlowPrefix = "flow:";

    /// <summary>An uploaded sound: at most 12 digits and <c>.sound</c>.</summary>
    public static readonly PlayForm Sound = new("sound", "a sound like 123.sound");

    /// <summary>An IVR of the account: <c>ivr:</c> and at most 12 digits, or the digits and <c>.ivr</c>.</summary>
    public static readonly PlayForm Ivr = new("ivr", "an IVR like ivr:1234");

    /// <summary>A text that is spoken: <c>say:</c> and 1 to 500 characters.</summary>
    public static readonly PlayForm Speech = new("speech", "a text like say:Your parcel arrives today");

    /// <summary>A published flow of the account: <c>flow:</c> and its id, at most 64 letters, digits, <c>-</c> and <c>_</c>.</summary>
    public static readonly PlayForm Flow = new("flow", "a flow like flow:1234");

    /// <summary>What is allowed, as a sentence: "A sound like 123.sound or an IVR like ivr:1234 is needed."</summary>
    public static string Needed(IEnumerable<PlayForm> forms)
    {
        string[] examples = [.. forms.Select(form => form.Example)];
        return examples.Length == 0
            ? "No provider of this installation plays anything."
            : char.ToUpperInvariant(examples[0][0]) + (examples.Length == 1 ? examples[0] : $"{string.Join(", ", examples[..^1])} or {examples[^1]}")[1..] + " is needed.";
    }

    /// <summary>Whether a name is of this form.</summary>
    public bool Fits(string? play) => play is not null && Name switch
    {
        "sound" => SoundName().IsMatch(play),
        "ivr" => IvrName().IsMatch(play),
        "flow" => FlowName().IsMatch(play),
        "speech" => play.StartsWith(SpeechPrefix, StringComparison.Ordinal) && play.Length - SpeechPrefix.Length is > 0 and <= LongestSpeech
            && !string.IsNullOrWhiteSpace(play[SpeechPrefix.Length..]) && !play.Any(char.IsControl),
        _ => false,
    };

    [GeneratedRegex(@"^[0-9]{1,12}\.sound\z")]
    private static partial Regex SoundName();

    [GeneratedRegex(@"^(ivr:[0-9]{1,12}|[0-9]{1,12}\.ivr)\z")]
    private static partial Regex IvrName();

    [GeneratedRegex(@"^flow:[A-Za-z0-9_-]{1,64}\z")]
    private static partial Regex FlowName();
}
