using System.Text.Json.Nodes;

namespace Offhook.Simulator;

/// <summary>Understands <c>callback</c>: JSON text that names, for each live event, callback profiles and addresses (documented by the vendor).</summary>
internal sealed class EventTargetReader(SimulatorOptions options, ProfileBook profiles)
{
    // Assumed: ten in all. The vendor does not say whether it means ten of each event.
    private const int Most = 10;

    public IReadOnlyList<EventTarget> Read(string callback, CallKind kind)
    {
        // An address alone is what integrations send in vain.
        if (!JsonText.TryParse(callback, out var json) || json is not JsonObject { Count: > 0 } events)
        {
            throw RefusalException.Invalid("callback", "JSON text that names events is needed, not an address");
        }

        var targets = new List<EventTarget>();
        foreach (var (given, value) in events)
        {
            var name = CallEvents.Of(kind).FirstOrDefault(known => known.Equals(given, StringComparison.OrdinalIgnoreCase))
                ?? throw RefusalException.Invalid("callback", $"{given} is no event of this call, which has {string.Join(", ", CallEvents.Of(kind))}");
            if (targets.Exists(target => target.Event == name) || value is not JsonObject { Count: > 0 } lists)
            {
                throw RefusalException.Invalid("callback", $"{name} needs, once, an object with callback_profile or url");
            }

            targets.AddRange(lists.SelectMany(list => Of(name, list.Key, list.Value)));
        }

        return targets.Count <= Most ? targets : throw RefusalException.Invalid("callback", $"at most {Most} profiles and addresses");
    }

    private IEnumerable<EventTarget> Of(string name, string list, JsonNode? value)
    {
        if (value is not JsonArray { Count: > 0 } items || items.Any(item => JsonText.Of(item) is null))
        {
            throw RefusalException.Invalid("callback", $"{list} of {name} needs a list of texts");
        }

        var texts = items.Select(item => item!.GetValue<string>());
        return list.ToLowerInvariant() switch
        {
            "url" => texts.Select(url => new EventTarget(name, CallbackHosts.Admitted("callback", url, options.CallbackHosts), null)),
            "callback_profile" => texts.Select(id => profiles.Find(id) is { } profile
                ? new EventTarget(name, null, profile.Id)
                : throw RefusalException.Invalid("callback", $"there is no callback profile {id}")),
            _ => throw RefusalException.Invalid("callback", $"{name} knows callback_profile and url, not {list}"),
        };
    }
}
