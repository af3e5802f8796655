using System.Globalization;

namespace Offhook.Server.Supabase.Realtime;

/// <summary>
/// What all channels of one socket together ask of every change, and how much that may be. Each binding is asked, each condition is compared, and each
/// choice of columns is encoded once per change, so without an end one socket could have a single change cost seconds.
/// </summary>
internal static class SocketLoad
{
    /// <summary>Why a socket cannot have all of these bindings, as <c>Code: text</c>; null when it can.</summary>
    public static string? Fault(IReadOnlyCollection<Binding> bindings)
    {
        var (conditions, length, choices) = (0, 0, new HashSet<ColumnChoice>());
        foreach (var binding in bindings)
        {
            conditions += binding.Filter.Count;
            length += binding.Filter.Length;
            choices.Add(binding.Columns);
        }

        return bindings.Count > RealtimeLimits.SocketBindings ? TooMany(RealtimeLimits.SocketBindings, "bindings")
            : conditions > RealtimeLimits.SocketConditions ? TooMany(RealtimeLimits.SocketConditions, "conditions in their filters")
            : length > RealtimeLimits.SocketFilterCharacters ? TooMany(RealtimeLimits.SocketFilterCharacters, "characters in their filters")
            : choices.Count > RealtimeLimits.SocketChoices ? TooMany(RealtimeLimits.SocketChoices, "different choices of columns")
            : null;
    }

    private static string TooMany(int most, string what) =>
        string.Create(CultureInfo.InvariantCulture, $"ChannelRateLimitReached: All channels of a socket together have at most {most} {what}");
}
