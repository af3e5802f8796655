using Offhook.Calls;

namespace Offhook.Storage.Postgres;

/// <summary>What stands in the way of intents: in the database, and among the intents of the same batch.</summary>
internal sealed class BeginObstacles(bool keepsCallId)
{
    private readonly Dictionary<Guid, CallState> _states = [];
    private readonly Dictionary<PhoneNumber, CallRow> _begun = [];

    /// <summary>References that have a row.</summary>
    public HashSet<Guid> Known { get; } = [];

    /// <summary>Keys that were claimed before and have not expired.</summary>
    public Dictionary<(string Scope, string Key), KeyRecord> Keys { get; } = [];

    /// <summary>The newest open call of an intent's agent, in the time that its guard looks at.</summary>
    public Dictionary<Intent, CallRow> Running { get; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>The call of a reference, with the orphans that came before it.</summary>
    public CallState StateOf(Guid reference)
    {
        if (!_states.TryGetValue(reference, out var state))
        {
            _states.Add(reference, state = new CallState(reference, keepsCallId));
        }

        return state;
    }

    public void Began(Intent intent, CallRow row)
    {
        if (intent.Key is { } claim)
        {
            Keys[(claim.Scope, claim.Key)] = new KeyRecord(claim.BodyHash, row.Call.Reference, null);
        }

        if (row.Call is { Agent: { } agent, IsSettled: false })
        {
            _begun[agent] = row;
        }
    }

    public CallRow? RunningFor(Intent intent, TimeSpan clockSkew)
    {
        if (intent.AgentBusySince is not { } since || intent.Report.Wish?.Agent is not { } agent)
        {
            return null;
        }

        return _begun.TryGetValue(agent, out var row) && row.Call.ReceivedAt > since && row.Call.ReceivedAt <= intent.Report.At + clockSkew
            ? row
            : Running.GetValueOrDefault(intent);
    }
}
