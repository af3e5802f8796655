using System.Collections.Frozen;

namespace Offhook.Kaleyra.Wire;

/// <summary>The names of one API's callbacks.</summary>
/// <param name="link">The name of a link that stands last and may have spilled over the end; null when there is none.</param>
/// <param name="known">Our own name for every known spelling, both in the compared form of <see cref="TolerantFields.Name"/>.</param>
internal sealed class CallbackNames(string? link, Dictionary<string, string> known)
{
    /// <summary>Under this name the secret travels in every callback.</summary>
    public const string Token = "t";

    private readonly FrozenDictionary<string, string> _known = known.ToFrozenDictionary();

    public string? Link => link;

    /// <summary>The name under which a key is kept: our own for every known spelling, otherwise the key as it is compared.</summary>
    public string Canonical(string key)
    {
        var name = TolerantFields.Name(key);
        return _known.GetValueOrDefault(name, name);
    }

    public bool Knows(string name) => _known.ContainsKey(name);
}
