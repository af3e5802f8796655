namespace Offhook.Simulator;

/// <summary>The simulated platform itself: its truth, its faults, and the hands on its phones. Thread-safe; every list is a copy of the moment.</summary>
public sealed class Platform : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Exchange _exchange;
    private readonly FaultBoard _faults;
    private readonly Reporter _reporter;
    private readonly Ledger _ledger = new();
    private readonly Dictionary<string, Script> _scripts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _idsByRow = new(StringComparer.OrdinalIgnoreCase);

    internal Platform(SimulatorOptions options, Func<string> recordings)
    {
        _faults = new FaultBoard(options.Seed);
        _reporter = new Reporter(options, _faults, Profiles, CallbackSent);
        _exchange = new Exchange(options, _gate, recordings, _ledger.CallChanged, _reporter.Stepped);
    }

    /// <summary>Every dial that placed a call, in order, whatever its reply said.</summary>
    public IReadOnlyList<DialRecord> Dials => Copy(_ledger.Dials);

    /// <summary>How many requests with a good key came for each <c>method</c>, refused and spoilt ones included. On kaleyra.io:
    /// <c>click-to-call</c>, <c>outbound</c>, <c>call-logs</c>, <c>recordings</c>, <c>callback-profiles</c>.</summary>
    public IReadOnlyDictionary<string, int> RequestsReceived
    {
        get
        {
            lock (_gate)
            {
                return _ledger.Requests;
            }
        }
    }

    /// <summary>Every call, in the order of their dials.</summary>
    public IReadOnlyList<SimulatedCall> Calls => Copy(_exchange.Calls);

    /// <summary>Every phone that really rang, in order.</summary>
    public IReadOnlyList<Ring> Rings => Copy(_exchange.Rings);

    /// <summary>Every callback and live event whose fate is known, in that order.</summary>
    public IReadOnlyList<CallbackAttempt> Callbacks => Copy(_ledger.Callbacks);

    /// <summary>The callback profiles of the account on kaleyra.io.</summary>
    internal ProfileBook Profiles { get; } = new();

    /// <summary>Completes at the next change of any call.</summary>
    internal Task Changed
    {
        get
        {
            lock (_gate)
            {
                return _ledger.Changed.Task;
            }
        }
    }

    /// <summary>Plans a fault for the next occasion of its kind, once; several wait in line.</summary>
    public void Next(Fault fault) => _faults.Next(Given(fault));

    /// <summary>Lets a fault happen every time from now on.</summary>
    public void Always(Fault fault) => _faults.Always(Given(fault));

    /// <summary>Lets a fault happen to a share (0 to 1) of the occasions, chosen by the seed.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The share is not between 0 and 1.</exception>
    public void Share(double share, Fault fault)
    {
        if (share is not (>= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(share), share, "A share is between 0 and 1.");
        }

        _faults.Share(share, Given(fault));
    }

    /// <summary>Everything is in order again, and chance begins anew from the seed.</summary>
    public void ClearFaults() => _faults.Clear();

    /// <summary>Gives one receiver, in any spelling, a script of its own; it wins over the last two digits.</summary>
    public void Script(string receiver, Script script)
    {
        ArgumentNullException.ThrowIfNull(receiver);
        ArgumentNullException.ThrowIfNull(script);
        lock (_gate)
        {
            _scripts[PhoneNumbers.LastTen(receiver)] = script;
        }
    }

    /// <summary>A person answers a ringing phone. False: that phone does not ring (or there is no such call).</summary>
    public bool Answer(string callId, Side side) => Act(callId, session => _exchange.Answer(session, side));

    /// <summary>A person declines a ringing phone. False: that phone does not ring.</summary>
    public bool Decline(string callId, Side side) => Act(callId, session => _exchange.Decline(session, side));

    /// <summary>A person hangs up. False: that phone is not on the line.</summary>
    public bool HangUp(string callId, Side side) => Act(callId, session => _exchange.HangUp(session, side));

    /// <summary>The first call, of those already known or of a later change, that satisfies. Signalled, not polled.</summary>
    public Task<SimulatedCall> WaitForCallAsync(Func<SimulatedCall, bool> when, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(when);
        lock (_gate)
        {
            return _exchange.Calls.FirstOrDefault(when) is { } call ? Task.FromResult(call) : _ledger.CallAsync(when, cancellationToken);
        }
    }

    /// <summary>The first callback or live event, of those sent or of a later one, that satisfies; it completes once the callback was answered or has failed.</summary>
    public Task<CallbackAttempt> WaitForCallbackAsync(Func<CallbackAttempt, bool> when, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(when);
        lock (_gate)
        {
            return _ledger.CallbackAsync(when, cancellationToken);
        }
    }

    /// <summary>The address with which a call is reported, so that somebody else can send it. While the call lasts its words are empty.</summary>
    /// <param name="overrides">Values by variable name (<c>status2</c>), instead of the call's own.</param>
    /// <exception cref="InvalidOperationException">The dial named no callback.</exception>
    public Uri CallbackAddressOf(SimulatedCall call, IReadOnlyDictionary<string, string>? overrides = null)
    {
        ArgumentNullException.ThrowIfNull(call);
        return EndReport.Address(call, [], overrides);
    }

    /// <summary>The address with which a live event is told to the first address that the dial gave for it, so that somebody else can send it.</summary>
    /// <param name="eventName">Such as <c>from_call_start</c>, whether it has happened or not.</param>
    /// <param name="overrides">Values by variable name, instead of the call's own.</param>
    /// <exception cref="InvalidOperationException">The dial gave no address for this event.</exception>
    public Uri EventAddressOf(SimulatedCall call, string eventName, IReadOnlyDictionary<string, string>? overrides = null)
    {
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(eventName);
        return LiveEvents.Address(call, eventName, overrides);
    }

    /// <summary>Stops all phones and callbacks.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _exchange.Dispose();
        }

        _reporter.Dispose();
    }

    internal IReadOnlyList<Fault> TakeFaults(FaultPoint point, Func<FaultKind, bool>? suits = null) => _faults.Take(point, suits);

    internal SimulatedCall Place(Order order, FaultKind? fault)
    {
        lock (_gate)
        {
            var receiver = order.Receivers[0];
            var script = _scripts.TryGetValue(PhoneNumbers.LastTen(receiver), out var own) ? own : Scenarios.For(receiver);
            var call = _exchange.Place(order, script).Call;
            _idsByRow.Add(call.RowId.ToString(), call.Id);
            _ledger.Dials.Add(new DialRecord(call.Id, call.StartedAt, order.Method, string.Join('-', order.Callers), string.Join('^', order.Receivers), fault));
            return call;
        }
    }

    /// <summary>Completes when the end of a call was reported, or never will be.</summary>
    internal Task ReportedAsync(string callId)
    {
        lock (_gate)
        {
            return _exchange.Find(callId)!.Reported.Task;
        }
    }

    internal void CountRequest(string method)
    {
        lock (_gate)
        {
            _ledger.Count(method);
        }
    }

    /// <summary>By the id given at the dial or the row's own.</summary>
    internal SimulatedCall? FindByAnyId(string id)
    {
        lock (_gate)
        {
            return _exchange.Find(_idsByRow.GetValueOrDefault(id, id))?.Call;
        }
    }

    internal IReadOnlyList<SimulatedCall> Select(Func<SimulatedCall, bool> which)
    {
        lock (_gate)
        {
            return [.. _exchange.Calls.Where(which)];
        }
    }

    /// <summary>The newest calls, at most so many; those that live stand first.</summary>
    internal IReadOnlyList<SimulatedCall> Newest(int most)
    {
        lock (_gate)
        {
            return [.. _exchange.NewestFirst.Take(most * 4).OrderBy(call => call.State is CallState.Ended).Take(most)];
        }
    }

    private static Fault Given(Fault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        return fault;
    }

    private T[] Copy<T>(IEnumerable<T> from)
    {
        lock (_gate)
        {
            return [.. from];
        }
    }

    private bool Act(string callId, Func<CallSession, bool> act)
    {
        ArgumentNullException.ThrowIfNull(callId);
        lock (_gate)
        {
            return _exchange.Find(callId) is { } session && act(session);
        }
    }

    private void CallbackSent(CallbackAttempt attempt)
    {
        lock (_gate)
        {
            _ledger.CallbackSent(attempt);
        }
    }
}
