namespace Offhook.Simulator;

/// <summary>Tells those who asked for it what happens in calls: live events on the way, a report at the end.</summary>
internal sealed class Reporter : IDisposable
{
    private readonly SimulatorOptions _options;
    private readonly FaultBoard _faults;
    private readonly ProfileBook _profiles;
    private readonly CallbackSender _sender;
    private readonly CancellationTokenSource _closing = new();
    private readonly CancellationToken _closed;

    public Reporter(SimulatorOptions options, FaultBoard faults, ProfileBook profiles, Action<CallbackAttempt> sent)
    {
        (_options, _faults, _profiles, _sender) = (options, faults, profiles, new CallbackSender(options, sent));
        _closed = _closing.Token;
    }

    /// <summary>A call took a step. Called under the exchange's lock, in the order of the steps.</summary>
    public void Stepped(CallSession session, CallStep step)
    {
        if (session.Call is { EventTargets.Count: > 0, Script.Reported: true })
        {
            session.Events ??= new LiveEvents(_options.Clock, _sender, _profiles, _faults, _closed);
            session.Events.Happened(session.Call, step);
        }

        if (step is CallStep.Ended)
        {
            _ = EndAsync(session);
        }
    }

    public void Dispose()
    {
        _closing.Cancel();
        _sender.Dispose();
        _closing.Dispose();
    }

    private async Task EndAsync(CallSession session)
    {
        // Out of the lock under which the call ended.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            var (call, events) = (session.Call, session.Events);
            if (events is { AreLate: false })
            {
                await events.Sent;
            }

            // Where there is nobody to report to, a fault planned for the next report goes on waiting. The legacy platform's faults always went with the call.
            if (call.Script.Reported && (call.Wire is Wire.Legacy || call.Callback is not null))
            {
                await ReportAsync(call, _faults.Take(FaultPoint.Callback, kind => FaultTable.Suits(kind, call.Wire)));
            }

            await (events?.Sent ?? Task.CompletedTask);
            session.Reported.TrySetResult();
        }
        catch (Exception stopped) when (_closed.IsCancellationRequested && stopped is OperationCanceledException or ObjectDisposedException)
        {
            session.Reported.TrySetCanceled(CancellationToken.None);
        }
    }

    /// <summary>Reports the end of a call as the faults have it.</summary>
    private async Task ReportAsync(SimulatedCall call, IReadOnlyList<Fault> spoils)
    {
        if (call.Callback is null || spoils.Any(fault => fault.Kind is FaultKind.NoCallback))
        {
            return;
        }

        foreach (var late in spoils.Where(fault => fault.Kind is FaultKind.LateCallback))
        {
            await Task.Delay(late.Delay, _options.Clock, _closed);
        }

        for (var time = 0; time < Times(spoils); time++)
        {
            await SendAsync(EndReport.Address(call, spoils));
        }

        if (spoils.Any(fault => fault.Kind is FaultKind.WeakerAfterwards))
        {
            await SendAsync(EndReport.Weaker(call, spoils));
        }

        async Task SendAsync(Uri address)
        {
            using var request = CallbackSender.Request(address, spoils);
            await _sender.SendAsync(call, null, request, _closed);
        }
    }

    /// <summary>How often one and the same thing is sent.</summary>
    public static int Times(IReadOnlyList<Fault> spoils) =>
        spoils.Where(fault => fault.Kind is FaultKind.RepeatedCallback).Select(fault => fault.Count).Append(1).Max();
}
