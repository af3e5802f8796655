namespace Offhook.Simulator;

/// <summary>The live events of one call. Each is sent when it happens, one after another, unless a fault has it otherwise. Told of steps under the exchange's lock.</summary>
internal sealed class LiveEvents(TimeProvider clock, CallbackSender sender, ProfileBook profiles, FaultBoard board, CancellationToken closed)
{
    // One call's events are one occasion: what happens to the first happens to the last.
    private readonly IReadOnlyList<Fault> _faults = board.Take(FaultPoint.Event);
    private readonly List<Func<Task>> _held = [];
    private Task _sent = Task.CompletedTask;

    /// <summary>Completes when everything that has happened so far was sent.</summary>
    public Task Sent => _sent;

    /// <summary>Whether the report at the end does not wait for them.</summary>
    public bool AreLate => Has(FaultKind.LateCallback);

    /// <summary>What a live event sends to the first address that was given for it.</summary>
    public static Uri Address(SimulatedCall call, string name, IReadOnlyDictionary<string, string>? overrides)
    {
        var template = call.EventTargets.FirstOrDefault(target => target.Event == name && target.Url is not null)?.Url
            ?? throw new InvalidOperationException($"The dial of {call.Id} gave no address for {name}.");
        var values = IoVariables.AtEvent(call, name, []);
        foreach (var (variable, value) in overrides ?? new Dictionary<string, string>())
        {
            values[variable] = value;
        }

        return IoTemplate.Fill(template, values);
    }

    public void Happened(SimulatedCall call, CallStep step)
    {
        var name = CallEvents.Of(call.Kind, step);
        if (!Has(FaultKind.NoCallback) && !_faults.Any(fault => fault.Kind is FaultKind.DroppedEvent && fault.Event == name))
        {
            var values = IoVariables.AtEvent(call, name, _faults);
            var sends = call.EventTargets.Where(target => target.Event == name).Select(target => (Func<Task>)(() => SendAsync(call, target, values)));
            _held.AddRange(sends.SelectMany(send => Enumerable.Repeat(send, Reporter.Times(_faults))));
        }

        if (step is not CallStep.Ended && (Has(FaultKind.ReversedEvents) || Has(FaultKind.ShuffledEvents)))
        {
            return;
        }

        IReadOnlyList<Func<Task>> now = Has(FaultKind.ShuffledEvents) ? board.Disorder(_held) : Has(FaultKind.ReversedEvents) ? [.. _held.AsEnumerable().Reverse()] : [.. _held];
        _held.Clear();
        var due = Task.WhenAll(_faults.Where(fault => fault.Kind is FaultKind.LateCallback).Select(late => Task.Delay(late.Delay, clock, closed)));
        _sent = SendAfterAsync(_sent, due, now);
    }

    private static async Task SendAfterAsync(Task former, Task due, IReadOnlyList<Func<Task>> sends)
    {
        // Out of the lock under which it happened.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        await former;
        await due;
        foreach (var send in sends)
        {
            await send();
        }
    }

    // A dial that names a profile which is not there is refused, and none is ever taken away.
    private async Task SendAsync(SimulatedCall call, EventTarget target, IReadOnlyDictionary<string, string> values)
    {
        using var request = target.Url is { } template
            ? CallbackSender.Request(IoTemplate.Fill(template, values), _faults)
            : profiles.Find(target.Profile!)!.Request(values);
        await sender.SendAsync(call, target.Event, request, closed);
    }

    private bool Has(FaultKind kind) => _faults.Any(fault => fault.Kind == kind);
}
