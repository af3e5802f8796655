using System.Globalization;

namespace Offhook.Gateway.Live;

/// <summary>A place in the sequence of changes of one store, as it stands in the id of an event: <c>store-number</c>.</summary>
/// <param name="Store">Names the store, so that a number of another store is not mistaken for one of this.</param>
/// <param name="Number">The last change seen.</param>
public readonly record struct FeedPosition(string Store, long Number)
{
    /// <summary>Reads an event's id.</summary>
    /// <returns>Null for anything else.</returns>
    public static FeedPosition? Read(string? text) =>
        text is { Length: <= 40 } && text.LastIndexOf('-') is > 0 and var dash
            && long.TryParse(text.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new FeedPosition(text[..dash], number)
            : null;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Store}-{Number}");
}
