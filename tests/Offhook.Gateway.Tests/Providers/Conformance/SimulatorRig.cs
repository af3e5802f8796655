using System.Runtime.CompilerServices;
using Offhook.Calls;
using Offhook.Gateway.Providers;
using Offhook.Simulator;
using CallKind = Offhook.Simulator.CallKind;

namespace Offhook.Gateway.Tests.Providers.Conformance;

/// <summary>What the rigs of Kaleyra's two platforms share: the simulator plays both.</summary>
internal abstract class SimulatorRig : ProviderRig
{
    /// <summary>Nobody listens there.</summary>
    protected static readonly Uri Nowhere = new("http://127.0.0.1:9/");

    // Longer than any story.
    private static readonly TimeSpan LongestStory = TimeSpan.FromMinutes(5);

    private readonly SimulatorHost _simulator;
    private readonly List<HttpClient> _clients = [];
    private bool _saysLess;

    protected SimulatorRig(Ground ground, SimulatorHost simulator)
        : base(ground)
    {
        (_simulator, Wires) = (simulator, new WireClock(ground.Clock));
    }

    public override string Key => "A0000000000000000000000000000fake";

    public override IReadOnlyList<CallbackForm> Forms { get; } = Enum.GetValues<CallbackForm>();

    public override int Rings => Platform.Rings.Count;

    public override int Requests => Platform.RequestsReceived.Values.Sum();

    protected Platform Platform => _simulator.Platform;

    protected SimulatorHost Simulator => _simulator;

    protected WireClock Wires { get; }

    public override void Prepare(Story story, PhoneNumber customer) => Platform.Script(customer.E164, ScriptOf(story));

    public override IVoiceProvider Failing(DialFailure failure)
    {
        switch (failure)
        {
            case DialFailure.Unreachable:
                return Unreachable;
            case DialFailure.LateReply:
                Platform.Next(Fault.HeldReply(LongestStory));
                return Impatient;
            case DialFailure.Silence:
                Platform.Next(Fault.Silence(LongestStory));
                return Impatient;
            default:
                Platform.Next(FaultOf(failure));
                return Provider;
        }
    }

    public override IVoiceProvider FailingQuestions(DialFailure failure)
    {
        if (failure is DialFailure.Unreachable)
        {
            return Unreachable;
        }

        Platform.Always(FaultOf(failure).OnReports());
        return Provider;
    }

    public override void LeaveIdOut() => Platform.Next(Fault.WithoutId());

    public override void SendAs(CallbackForm form)
    {
        if (form is not CallbackForm.Query)
        {
            Spoil(form is CallbackForm.Form ? Fault.FormPost() : Fault.JsonPost());
        }
    }

    public override void SayLessAfterwards()
    {
        Platform.Next(Fault.WeakerAfterwards());
        _saysLess = true;
    }

    public override async Task<IReadOnlyList<CallbackRequest>> ReachAsync(Guid reference, Moment moment)
    {
        for (var passed = TimeSpan.Zero; !HasCome(CallOf(reference), moment); passed += TimeSpan.FromSeconds(1))
        {
            Assert.True(passed < LongestStory, $"the call of {reference} did not come to {moment}");
            Ground.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        var call = CallOf(reference);
        if (LastWordAt(call, moment) is { } isIt)
        {
            using var patience = new CancellationTokenSource(Testing.Waiting.Patience, TimeProvider.System);
            await Platform.WaitForCallbackAsync(sent => sent.CallId == call.Id && isIt(sent) && (!_saysLess || sent.Address.Query.Contains("billsec=0", StringComparison.Ordinal)), patience.Token);
        }

        return [.. Platform.Callbacks.Where(sent => sent.CallId == call.Id).Select(Request)];
    }

    public override async ValueTask DisposeAsync()
    {
        _clients.ForEach(client => client.Dispose());
        await _simulator.DisposeAsync();
        await base.DisposeAsync();
    }

    protected static Task<SimulatorHost> StartSimulatorAsync(Ground ground) =>
        SimulatorHost.StartAsync(new SimulatorOptions { Address = new("http://127.0.0.1:0"), Clock = ground.Clock }, Given.Cancel);

    /// <summary>The provider with time-outs of 1 s.</summary>
    protected abstract IVoiceProvider Impatient { get; }

    /// <summary>The provider at an address where nobody listens.</summary>
    protected abstract IVoiceProvider Unreachable { get; }

    /// <summary>Makes a fault happen to everything that is called back for the next call.</summary>
    protected abstract void Spoil(Fault fault);

    /// <summary>What is sent last of all that a moment brings; null when nothing is.</summary>
    protected abstract Func<CallbackAttempt, bool>? LastWordAt(SimulatedCall call, Moment moment);

    protected abstract CallbackPath PathOf(CallbackAttempt sent);

    protected HttpClient Client(SocketsHttpHandler handler)
    {
        var client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        _clients.Add(client);
        return client;
    }

    private SimulatedCall CallOf(Guid reference) =>
        Platform.Calls.Single(call => call.Callback?.Contains(CallReference.Compact(reference), StringComparison.Ordinal) == true);

    private CallbackRequest Request(CallbackAttempt sent) =>
        new(PathOf(sent), sent.Address.Query, sent.Body, sent.Event is null or "call_end");

    private static bool HasCome(SimulatedCall call, Moment moment) => moment switch
    {
        Moment.Ringing => true,
        Moment.CustomerRinging => call.Kind is CallKind.Outbound || call.State is not CallState.DiallingAgent,
        Moment.Talking => call.State is CallState.Talking or CallState.Ended,
        _ => call.State is CallState.Ended,
    };

    private static Script ScriptOf(Story story) => story switch
    {
        Story.Talked or Story.Heard => new Script(),
        Story.AgentNoAnswer => new Script { Agent = new(LegOutcome.NoAnswer) },
        Story.AgentDeclined => new Script { Agent = new(LegOutcome.Decline, TimeSpan.FromSeconds(4)) },
        Story.AgentHungUp => new Script { Customer = new(LegOutcome.AgentGone, TimeSpan.FromSeconds(6)) },
        Story.CustomerBusy => new Script { Customer = new(LegOutcome.Busy, TimeSpan.FromSeconds(2)) },
        Story.CustomerNoAnswer or Story.NotHeard => new Script { Customer = new(LegOutcome.NoAnswer) },
        Story.CustomerDeclined => new Script { Customer = new(LegOutcome.Decline, TimeSpan.FromSeconds(4)) },
        _ => throw new SwitchExpressionException(story),
    };

    private static Fault FaultOf(DialFailure failure) => failure switch
    {
        DialFailure.Refused => Fault.BusinessFailure(),
        DialFailure.KeyRefused => Fault.WrongKey(),
        DialFailure.AddressRefused => Fault.AddressRefused(),
        DialFailure.NoCredit => Fault.NoCredit(),
        DialFailure.SlowDown => Fault.TooManyRequests(Pause),
        DialFailure.ServerError => Fault.ServerError(),
        DialFailure.ServerErrorThatPlaces => Fault.ServerError().ThatPlaces(),
        DialFailure.HtmlPage => Fault.HtmlPage(),
        DialFailure.CutAfterPlacing => Fault.CutAfterPlacing(),
        DialFailure.CutBeforePlacing => Fault.CutBeforePlacing(),
        _ => throw new SwitchExpressionException(failure),
    };
}
