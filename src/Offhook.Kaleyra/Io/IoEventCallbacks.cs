using Offhook.Kaleyra.Wire;

namespace Offhook.Kaleyra.Io;

/// <summary>Who is told of which step of a call: addresses and callback profiles by the event's name. Immutable; each <c>With…</c> gives a new one.</summary>
/// <remarks>
/// Documented by the vendor as JSON text in <c>callback</c>: event name to <c>url</c> and <c>callback_profile</c>, each a list. A bare address is no such text and
/// cannot be made here. Names of a click-to-call's events: observed in integrations; of an outbound call's: documented.
/// </remarks>
public sealed class IoEventCallbacks
{
    /// <summary>How many addresses and profiles one call may have. Assumed: the documented ten count over all events together.</summary>
    public const int Most = 10;

    /// <summary>Click-to-call: the agent's phone is dialled.</summary>
    public const string FromCallStart = "from_call_start";

    /// <summary>Click-to-call: the agent answered.</summary>
    public const string FromCallAnswer = "from_call_answer";

    /// <summary>Click-to-call: the customer's phone is dialled.</summary>
    public const string ToCallStart = "to_call_start";

    /// <summary>Click-to-call: the customer answered.</summary>
    public const string ToCallAnswer = "to_call_answer";

    /// <summary>Outbound call: the phone is dialled.</summary>
    public const string CallStart = "call_start";

    /// <summary>Outbound call: the phone was answered.</summary>
    public const string CallAnswer = "call_answer";

    /// <summary>Both kinds: the call is over. It does not mean that anybody answered.</summary>
    public const string CallEnd = "call_end";

    private const int LongestName = 64;

    private readonly IReadOnlyList<(string Event, string? Address, string? Profile)> _targets;

    private IoEventCallbacks(IReadOnlyList<(string Event, string? Address, string? Profile)> targets) => _targets = targets;

    /// <summary>Nobody is told of anything.</summary>
    public static IoEventCallbacks None { get; } = new([]);

    /// <summary>Every event of a click-to-call, in the order in which they happen. A step that did not happen has none.</summary>
    public static IReadOnlyList<string> OfClickToCall { get; } = [FromCallStart, FromCallAnswer, ToCallStart, ToCallAnswer, CallEnd];

    /// <summary>Every event of an outbound call, in the order in which they happen. A step that did not happen has none.</summary>
    public static IReadOnlyList<string> OfOutbound { get; } = [CallStart, CallAnswer, CallEnd];

    /// <summary>How many addresses and profiles there are, over all events.</summary>
    public int Count => _targets.Count;

    /// <summary>The addresses, in the order in which they were added.</summary>
    internal IEnumerable<string> Addresses => _targets.Select(target => target.Address).OfType<string>();

    /// <summary>Adds an address to an event.</summary>
    /// <param name="eventName">The event's name, such as <see cref="CallEnd"/>: 1 to 64 of <c>A-Z a-z 0-9 _ -</c>.</param>
    /// <param name="address">An http or https address without white space, at most 2,000 characters; may hold <c>{{variables}}</c>.</param>
    /// <exception cref="ArgumentException">The name or the address has another form, or there would be more than <see cref="Most"/>.</exception>
    public IoEventCallbacks WithAddress(string eventName, string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return With(eventName, CallbackAddress.Checked(address, nameof(address)), null);
    }

    /// <summary>Adds a callback profile to an event.</summary>
    /// <param name="eventName">As in <see cref="WithAddress"/>.</param>
    /// <param name="profileId">The profile's id: 1 to 64 of <c>A-Z a-z 0-9 _ -</c>.</param>
    /// <exception cref="ArgumentException">The name or the id has another form, or there would be more than <see cref="Most"/>.</exception>
    public IoEventCallbacks WithProfile(string eventName, string profileId) => With(eventName, null, Plain(profileId, nameof(profileId)));

    /// <summary>The JSON text that is sent as <c>callback</c>, before it is escaped for the form.</summary>
    public string ToJson() => OutgoingJson.Write(json =>
    {
        json.WriteStartObject();
        foreach (var targets in _targets.GroupBy(target => target.Event))
        {
            json.WriteStartObject(targets.Key);
            if (targets.Any(target => target.Profile is not null))
            {
                json.WriteStrings("callback_profile", targets.Select(target => target.Profile).OfType<string>());
            }

            if (targets.Any(target => target.Address is not null))
            {
                json.WriteStrings("url", targets.Select(target => target.Address).OfType<string>());
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    });

    /// <summary>The names of the events; no address, which holds a token.</summary>
    public override string ToString() => $"{nameof(IoEventCallbacks)} {{ {string.Join(", ", _targets.Select(target => target.Event).Distinct())} }}";

    // Documented: names are compared without case.
    private IoEventCallbacks With(string eventName, string? address, string? profile) => Count < Most
        ? new([.. _targets, (Plain(eventName, nameof(eventName)).ToLowerInvariant(), address, profile)])
        : throw new ArgumentException($"A call has at most {Most} addresses and profiles in all.");

    private static string Plain(string? text, string name) => text is { Length: >= 1 and <= LongestName } && TolerantText.IsPlain(text)
        ? text
        : throw new ArgumentException($"1 to {LongestName} characters of A-Z a-z 0-9 _ - are taken.", name);
}
