using System.Globalization;

namespace Offhook.Simulator;

/// <summary>Where calls live: it dials, rings, connects and ends them, by script or by a person's hand. Everything happens under one lock.</summary>
/// <param name="recordings">The host that recordings are named at, for <c>//host/recordings/</c>; asked when a call ends.</param>
/// <param name="changed">Told of every change, under the lock.</param>
/// <param name="stepped">Told of every step on the way of a call, its end the last, under the lock.</param>
internal sealed class Exchange(SimulatorOptions options, Lock gate, Func<string> recordings, Action<SimulatedCall> changed, Action<CallSession, CallStep> stepped) : IDisposable
{
    // A talk that no script and no person ends, so that a forgotten call is not live for ever.
    private static readonly TimeSpan LongestTalk = TimeSpan.FromHours(1);

    private readonly Dictionary<string, CallSession> _sessions = new(StringComparer.Ordinal);
    private readonly List<CallSession> _inOrder = [];
    private readonly List<Ring> _rings = [];

    // Ids go on from the clock, so that a restarted simulator does not give an id a second time.
    private long _sequence = options.Clock.GetUtcNow().ToUnixTimeMilliseconds();

    public IReadOnlyList<Ring> Rings => _rings;

    public IEnumerable<SimulatedCall> Calls => _inOrder.Select(session => session.Call);

    public IEnumerable<SimulatedCall> NewestFirst
    {
        get
        {
            for (var index = _inOrder.Count - 1; index >= 0; index--)
            {
                yield return _inOrder[index].Call;
            }
        }
    }

    public CallSession? Find(string id) => _sessions.GetValueOrDefault(id);

    public CallSession Place(Order order, Script script)
    {
        var now = options.Clock.GetUtcNow();
        var sequence = _sequence++;
        var row = Guid.CreateVersion7(now);
        var session = new CallSession(new SimulatedCall
        {
            Wire = order.Wire,
            Id = (order.Wire, order.Kind) switch
            {
                (Wire.Io, _) => row.ToString(),
                (_, CallKind.ClickToCall) => string.Create(CultureInfo.InvariantCulture, $"c2c_{sequence:D15}"),
                _ => string.Create(CultureInfo.InvariantCulture, $"{sequence}-1"),
            },
            RowId = row,
            UniqId = string.Create(CultureInfo.InvariantCulture, $"58_{now.ToUnixTimeSeconds()}.{sequence % 100_000}"),
            Kind = order.Kind,
            Agent = order.Callers.Count == 0 ? null : new SimulatedLeg(order.Callers),
            Customer = new SimulatedLeg(order.Receivers),
            Callback = order.Callback,
            EventTargets = order.EventTargets,
            Custom = order.Custom,
            Plays = order.Plays,
            FlowId = order.FlowId,
            CallerId = order.CallerId ?? "8000000000",
            Carrier = PhoneNumbers.CarrierOf(order.Receivers[0]),
            Circle = PhoneNumbers.CircleOf(order.Receivers[0]),
            Script = script,
            StartedAt = now,
        });
        _sessions.Add(session.Call.Id, session);
        _inOrder.Add(session);

        var first = order.Kind is CallKind.ClickToCall ? Side.Agent : Side.Customer;
        if (script.Stopped is { } stopped)
        {
            Plan(session, TimeSpan.FromSeconds(1), it => End(it, LastWord.Stopped(it.Call, stopped), LegOutcome.NotAllowed));
            Change(session, session.Call with { State = first is Side.Agent ? CallState.DiallingAgent : CallState.DiallingCustomer });
        }
        else
        {
            Dial(session, first);
        }

        return session;
    }

    public bool Answer(CallSession session, Side side)
    {
        if (session.Call.Leg(side) is not { State: LegState.Ringing })
        {
            return false;
        }

        session.PersonTalks |= side is Side.Customer;
        Answered(session, side);
        return true;
    }

    public bool Decline(CallSession session, Side side)
    {
        if (session.Call.Leg(side) is not { State: LegState.Ringing })
        {
            return false;
        }

        Finish(session, side, LegOutcome.Decline);
        return true;
    }

    public bool HangUp(CallSession session, Side side)
    {
        if (session.Call.Leg(side) is not { State: LegState.InCall })
        {
            return false;
        }

        if (session.Call.State is CallState.Talking)
        {
            TalkEnds(session);
        }
        else
        {
            Finish(session, Side.Customer, LegOutcome.AgentGone);
        }

        return true;
    }

    public void Dispose()
    {
        foreach (var session in _inOrder)
        {
            session.Dispose();
        }
    }

    private void Dial(CallSession session, Side side)
    {
        var call = session.Call;
        var now = options.Clock.GetUtcNow();
        var leg = call.Leg(side)!;
        var part = PartOf(call, side);
        Plan(session, part.After ?? options.RingTimeout, it =>
        {
            if (part.Outcome is LegOutcome.Answer)
            {
                Answered(it, side);
            }
            else
            {
                Finish(it, side, part.Outcome);
            }
        });
        Change(session, With(call, side, leg with { State = part.Rings ? LegState.Ringing : LegState.Dialled, DialledAt = now }) with
        {
            State = side is Side.Agent ? CallState.DiallingAgent : CallState.DiallingCustomer,
        });
        if (part.Rings && !leg.IsIvr)
        {
            _rings.AddRange(leg.Numbers.Select(number => new Ring(number, side, call.Id, now)));
        }

        stepped(session, side is Side.Agent ? CallStep.AgentDialled : CallStep.CustomerDialled);
    }

    private static LegScript PartOf(SimulatedCall call, Side side)
    {
        if (call.Kind is CallKind.Outbound)
        {
            return Ending.OneLeg(call.Script);
        }

        if (side is Side.Agent)
        {
            return call.Script.Agent;
        }

        if (call.Customer.IsIvr)
        {
            return new LegScript(LegOutcome.Answer, TimeSpan.Zero);
        }

        // Nobody can call himself: the agent's phone rings and the second leg dies without a word (observed in a production integration).
        return call.Agent!.Numbers.Select(PhoneNumbers.LastTen).Intersect(call.Customer.Numbers.Select(PhoneNumbers.LastTen)).Any()
            ? new LegScript(LegOutcome.Fail, TimeSpan.FromSeconds(1))
            : call.Script.Customer;
    }

    private void Answered(CallSession session, Side side)
    {
        var call = session.Call;
        var now = options.Clock.GetUtcNow();
        var answered = With(call, side, call.Leg(side)! with { State = LegState.InCall, AnsweredAt = now });
        if (side is Side.Agent)
        {
            session.Call = answered;
            stepped(session, CallStep.AgentAnswered);
            Dial(session, Side.Customer);
            return;
        }

        Plan(session, (session.PersonTalks ? null : call.Script.Talk) ?? LongestTalk, TalkEnds);
        Change(session, answered with { State = CallState.Talking, TalkingSince = now });
        stepped(session, CallStep.CustomerAnswered);
    }

    private void TalkEnds(CallSession session) => Finish(session, Side.Customer, LegOutcome.Answer);

    private void Finish(CallSession session, Side side, LegOutcome outcome) => End(session, LastWord.Of(session.Call, side, outcome), outcome);

    private void End(CallSession session, LastWord last, LegOutcome outcome)
    {
        session.Cancel();
        var call = session.Call;
        var now = options.Clock.GetUtcNow();
        var recorded = call.TalkingSince is not null && call.Kind is CallKind.ClickToCall;
        Change(session, call with
        {
            State = CallState.Ended,
            EndedAt = now,
            Agent = call.Agent is null ? null : Closed(call.Agent, outcome, now),
            Customer = Closed(call.Customer, outcome, now),
            Words = last.Words,
            ObdStatus = last.Obd,
            RecordPath = recorded && call.Wire is Wire.Legacy ? $"//{recordings()}/recordings/?id={call.RowId:N}" : "",
            RecordingId = recorded && call.Wire is Wire.Io ? Convert.ToBase64String(call.RowId.ToByteArray(bigEndian: true)) : "",
        });
        stepped(session, CallStep.Ended);
    }

    /// <summary>A leg at the end of the call: one that was on the line hung up, one that was dialled ended as the call did, one that never was stays idle.</summary>
    private static SimulatedLeg Closed(SimulatedLeg leg, LegOutcome outcome, DateTimeOffset now) => leg.State switch
    {
        LegState.Idle => leg,
        LegState.InCall => leg with { State = LegState.Ended, EndedAt = now, Ending = Ending.InWords(LegOutcome.Answer) },
        _ => leg with { State = LegState.Ended, EndedAt = now, Ending = Ending.InWords(outcome) },
    };

    private static SimulatedCall With(SimulatedCall call, Side side, SimulatedLeg leg) =>
        side is Side.Agent ? call with { Agent = leg } : call with { Customer = leg };

    /// <summary>Plans come before changes: who moves the clock on hearing of a change moves what was planned with it.</summary>
    private void Plan(CallSession session, TimeSpan after, Action<CallSession> next) => session.Plan(options.Clock, after / options.Speed, gate, next);

    private void Change(CallSession session, SimulatedCall call)
    {
        session.Call = call;
        changed(call);
    }
}
