using Offhook.Calls;
using Offhook.Gateway.Providers;
using Offhook.Gateway.Providers.KaleyraIo;
using Offhook.Kaleyra.Io;
using Offhook.Simulator;
using CallKind = Offhook.Simulator.CallKind;

namespace Offhook.Gateway.Tests.Providers.Conformance;

/// <summary>kaleyra.io.</summary>
internal sealed class IoRig : SimulatorRig
{
    private IoRig(Ground ground, SimulatorHost simulator)
        : base(ground, simulator)
    {
        var account = new KaleyraIoOptions { Sid = "HX0000000000IN", ApiKey = Key, Bridge = "918000000000", BaseAddress = simulator.IoAddress };
        Provider = Made(account);
        Impatient = Made(account with { DialTimeout = TimeSpan.FromSeconds(1) });
        Unreachable = Made(account with { BaseAddress = Nowhere });
        Intake = new IoCallbacks(ground.Proof, ground.Inbox, ground.Store, ground.Clock);
    }

    public override IVoiceProvider Provider { get; }

    public override ICallbackIntake Intake { get; }

    public override string Name => "kaleyra-io";

    protected override IVoiceProvider Impatient { get; }

    protected override IVoiceProvider Unreachable { get; }

    public static async Task<ProviderRig> StartAsync()
    {
        var ground = await Ground.LayAsync();
        return new IoRig(ground, await StartSimulatorAsync(ground));
    }

    // One word for the whole call: whose phone it was, the steps before tell where they can.
    public override Ending? Says(Story story) => story switch
    {
        Story.AgentDeclined => new(CallStatus.Missed, Reason.Of(Calls.Side.Unsaid, Leg.Rejected), Leg.Unknown, Leg.Unknown),
        Story.AgentHungUp => new(CallStatus.Cancelled, Reason.Of(Calls.Side.Unsaid, Leg.Cancelled), Leg.Answered, Leg.Unknown),
        _ => null,
    };

    protected override void Spoil(Fault fault)
    {
        Platform.Next(fault);
        Platform.Next(fault.OnEvents());
    }

    protected override Func<CallbackAttempt, bool>? LastWordAt(SimulatedCall call, Moment moment)
    {
        var last = (moment, call.Kind) switch
        {
            (Moment.Ringing, CallKind.ClickToCall) => "from_call_start",
            (Moment.CustomerRinging, CallKind.ClickToCall) => "to_call_start",
            (Moment.Talking, CallKind.ClickToCall) => "to_call_answer",
            (Moment.Talking, _) => "call_answer",
            (Moment.Over, _) => null,
            _ => "call_start",
        };
        return sent => sent.Event == last;
    }

    protected override CallbackPath PathOf(CallbackAttempt sent) => sent.Event is null ? IoProvider.EndReports : IoProvider.Events;

    private IoProvider Made(KaleyraIoOptions account) =>
        new(new KaleyraIoClient(Client(KaleyraIoClient.CreateHandler(account)), account, Wires), new IoPlays(Flows: true), Ground.Store, Ground.Options, Ground.Clock);
}
