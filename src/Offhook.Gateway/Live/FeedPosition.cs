using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Offhook.Calls;

namespace Offhook.Gateway.Live;

/// <summary>
/// A place in the sequence of changes of one store, as it stands in the id of an event: <c>store-number</c>, and <c>store.audience-number</c> for who sees only some calls.
/// </summary>
/// <param name="Store">Names the store, so that a number of another store is not mistaken for one of this.</param>
/// <param name="Number">The last change seen.</param>
/// <param name="Audience">
/// Names those whose calls were told, in eight hexadecimal digits, so that who may see other calls by now begins anew; empty when it was everybody's.
/// </param>
public readonly record struct FeedPosition(string Store, long Number, string Audience = "")
{
    /// <summary>Reads an event's id.</summary>
    /// <returns>Null for anything else.</returns>
    public static FeedPosition? Read(string? text)
    {
        if (text is not { Length: <= 50 } || text.LastIndexOf('-') is not (> 0 and var dash)
            || !long.TryParse(text.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        var parts = text[..dash].Split('.', 2);
        return new FeedPosition(parts[0], number, parts.Length == 1 ? "" : parts[1]);
    }

    /// <summary>The same place for somebody who is told of these calls only.</summary>
    public FeedPosition For(CallAudience audience) => this with
    {
        Audience = audience switch
        {
            CallAudience.Everyone => "",
            CallAudience.OfTeam team => Digest("team", team.Team),
            CallAudience.OfAgent agent => Digest("agent", agent.Number.E164, agent.Team),
            _ => Digest("nobody"),
        },
    };

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Store}{(Audience.Length == 0 ? "" : ".")}{Audience}-{Number}");

    // No team is something else than a team without a name.
    private static string Digest(params string?[] words) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', words.Select(word => word is null ? "-" : $"={word}"))))[..4]);
}
