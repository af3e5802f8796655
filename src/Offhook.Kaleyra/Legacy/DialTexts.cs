using Offhook.Kaleyra.Wire;

namespace Offhook.Kaleyra.Legacy;

/// <summary>The texts of a dial besides its numbers: what they may hold, and how an IVR is spelled.</summary>
internal static class DialTexts
{
    private const string IvrPrefix = "ivr:";
    private const string IvrSuffix = ".ivr";
    private const string SoundSuffix = ".sound";

    public static string? Custom(string? custom, string name) => custom is null or { Length: >= 1 and <= 40 } && TolerantText.IsPlain(custom)
        ? custom
        : throw new ArgumentException("1 to 40 characters of A-Z a-z 0-9 _ - are taken.", name);

    public static string? Campaign(string? campaign, string name) => campaign is null or { Length: >= 1 and <= 100 } && !campaign.AsSpan().ContainsAnyInRange('\0', '\u001f')
        ? campaign
        : throw new ArgumentException("1 to 100 visible characters are taken.", name);

    public static string Play(string? play, string name) => IvrNumber(play) is not null || IsSound(play)
        ? play!
        : throw new ArgumentException("A sound (123.sound) or an IVR (ivr:1234 or 1234.ivr) is needed.", name);

    /// <summary>What is played in the account's spelling.</summary>
    public static string Spelled(string play, PlaySpelling spelling) => (IvrNumber(play), spelling) switch
    {
        (null, _) => play,
        (var number, PlaySpelling.Suffix) => $"{number}{IvrSuffix}",
        var (number, _) => $"{IvrPrefix}{number}",
    };

    private static string? IvrNumber(string? play)
    {
        var number = play switch
        {
            null => null,
            _ when play.StartsWith(IvrPrefix, StringComparison.OrdinalIgnoreCase) => play[IvrPrefix.Length..],
            _ when play.EndsWith(IvrSuffix, StringComparison.OrdinalIgnoreCase) => play[..^IvrSuffix.Length],
            _ => null,
        };
        return number is { Length: <= 18 } && TolerantText.IsDigits(number) ? number : null;
    }

    private static bool IsSound(string? play) =>
        play is { Length: <= 70 } && play.EndsWith(SoundSuffix, StringComparison.OrdinalIgnoreCase) && play.Length > SoundSuffix.Length && TolerantText.IsPlain(play[..^SoundSuffix.Length]);
}
