namespace Offhook.Simulator;

/// <summary>How one simulator runs. Every value has a default that suits a person at a desk.</summary>
public sealed record SimulatorOptions
{
    /// <summary>Where it listens: plain http, port 0 for any free one. Default <c>http://127.0.0.1:3003</c>.</summary>
    public Uri Address { get; init; } = new("http://127.0.0.1:3003");

    /// <summary>The only source of time: ringing, talking, log delays and the delays of faults all run on it.</summary>
    /// <remarks>A manual clock must fire its timers in the order of their due times, each at its own time, and outside its own lock.</remarks>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>How fast scripts are played, 0.1 to 1000: the seconds of a script are divided by it. Reported durations are those of the clock.</summary>
    public double Speed { get; init; } = 1;

    /// <summary>The only key that is accepted, on both wires; null accepts any key that is not empty.</summary>
    public string? ApiKey { get; init; }

    /// <summary>The account on kaleyra.io: 1 to 40 letters and digits. Requests under another SID are refused like a wrong key. Default <c>HX0000000000IN</c>.</summary>
    public string IoSid { get; init; } = "HX0000000000IN";

    /// <summary>The only <c>bridge</c> that is active on kaleyra.io, 11 to 15 digits, the country code first; null: any.</summary>
    public string? IoBridge { get; init; }

    /// <summary>Decides which requests <see cref="Platform.Share"/> hits. The same seed and the same order of requests give the same faults.</summary>
    public int Seed { get; init; }

    /// <summary>How long a phone that nobody answers rings, in the script's time, 1 s to 10 min. Default 30 s.</summary>
    public TimeSpan RingTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long after the end of a call its row appears in reports, in the clock's time, 0 to 1 day. Default 0.</summary>
    /// <remarks>On the real platform it takes minutes (observed in production integrations).</remarks>
    public TimeSpan LogDelay { get; init; }

    /// <summary>Hosts beside the loopback addresses to which callbacks may be sent, exact names without port. Empty by default:
    /// a simulator that anyone can ask to fetch any address would be a door into the network it stands in.</summary>
    public IReadOnlyCollection<string> CallbackHosts { get; init; } = [];

    /// <summary>The legacy account's one callback address, for calls whose dial names none; a template like a dial's, under the same rules. Null: such calls are not reported.</summary>
    public string? AccountCallback { get; init; }

    /// <summary>Throws when a value is outside its range.</summary>
    /// <exception cref="ArgumentException">The message is one sentence that a person can act on.</exception>
    internal void Check()
    {
        if (!Address.IsAbsoluteUri || Address.Scheme != Uri.UriSchemeHttp || Address.PathAndQuery != "/")
        {
            throw new ArgumentException($"The address must be like http://127.0.0.1:3003, not {Address.OriginalString}.");
        }

        if (!(Speed is >= 0.1 and <= 1000))
        {
            throw new ArgumentException("The speed must be between 0.1 and 1000.");
        }

        if (RingTimeout < TimeSpan.FromSeconds(1) || RingTimeout > TimeSpan.FromMinutes(10))
        {
            throw new ArgumentException("The ring timeout must be between 1 s and 10 min.");
        }

        if (LogDelay < TimeSpan.Zero || LogDelay > TimeSpan.FromDays(1))
        {
            throw new ArgumentException("The log delay must be between 0 and 1 day.");
        }

        if (IoSid.Length is 0 or > 40 || !IoSid.All(char.IsAsciiLetterOrDigit))
        {
            throw new ArgumentException("The SID must be 1 to 40 letters and digits, like HX0000000000IN.");
        }

        if (IoBridge is { } bridge && !PhoneNumbers.IsWithCountry(bridge))
        {
            throw new ArgumentException("The bridge must be 11 to 15 digits, the country code first, like 918000000000.");
        }

        if (ApiKey is { } key && string.IsNullOrWhiteSpace(key))
        {
            throw new ArgumentException("The key must not be empty; leave it out to accept any key.");
        }
    }
}
