namespace Offhook.Server.Settings;

/// <summary>An account at Kaleyra's legacy API.</summary>
public sealed record LegacyAccount(string ApiKey)
{
    /// <summary>For calls and reports.</summary>
    public Uri BaseAddress { get; init; } = new("https://api-voice.kaleyra.com/v1/");

    /// <summary>For outbound calls.</summary>
    public Uri ObdBaseAddress { get; init; } = new("https://obd.kaleyra.com/api/v1/");

    /// <summary>Whether the key goes into the body instead of a header.</summary>
    public bool KeyInBody { get; init; }

    /// <summary>What the last part of the account's one callback address may be, one or two while it is changed; empty when each dial brings an address of its own. Secrets.</summary>
    public IReadOnlyList<string> CallbackSecrets { get; init; } = [];

    /// <summary>Says nothing, because it would be logged.</summary>
    public override string ToString() => nameof(LegacyAccount);
}

/// <summary>An account at kaleyra.io.</summary>
/// <param name="Sid">The account's id, for example <c>HX0000000000IN</c>.</param>
/// <param name="ApiKey">A secret.</param>
/// <param name="Bridge">The account's own number that joins the two phones: a plus, the country code and the number.</param>
/// <param name="BaseAddress">The host of the account's region.</param>
public sealed record IoAccount(string Sid, string ApiKey, string Bridge, Uri BaseAddress)
{
    /// <summary>The offset of times that the platform writes without one; null where it is not known, and then such times are not read.</summary>
    public TimeSpan? LogOffset { get; init; }

    /// <summary>How a dial names a flow, as JSON in which <c>{flow}</c> stands for its id; null when flows are not used.</summary>
    public string? FlowTarget { get; init; }

    /// <summary>Says nothing, because it would be logged.</summary>
    public override string ToString() => nameof(IoAccount);
}
