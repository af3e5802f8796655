namespace Offhook.Kaleyra.Wire;

/// <summary>A piece of an answer, whether it came as JSON or as XML: a text, members by name, or a list. Exactly one of the three, or none for null.</summary>
/// <param name="Raw">The piece as JSON text.</param>
internal sealed record WireValue(string Raw)
{
    public string? Text { get; init; }

    public IReadOnlyList<KeyValuePair<string, WireValue>>? Members { get; init; }

    public IReadOnlyList<WireValue>? Items { get; init; }

    /// <summary>The first member under the name that is not empty, else an empty one, else null.</summary>
    /// <param name="name">In the compared form of <see cref="TolerantFields.Name"/>.</param>
    public WireValue? Member(string name)
    {
        WireValue? found = null;
        foreach (var (key, value) in Members ?? [])
        {
            if (TolerantFields.Name(key) != name)
            {
                continue;
            }

            if (!value.IsAbsent)
            {
                return value;
            }

            found ??= value;
        }

        return found;
    }

    /// <summary>Text that is present, by the rules of <see cref="TolerantText.Present"/>.</summary>
    public string? PresentText => TolerantText.Present(Text);

    public bool IsAbsent => PresentText is null && Members is not { Count: > 0 } && Items is not { Count: > 0 };
}
