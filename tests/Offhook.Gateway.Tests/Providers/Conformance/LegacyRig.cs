using Offhook.Calls;
using Offhook.Gateway.Providers;
using Offhook.Gateway.Providers.KaleyraLegacy;
using Offhook.Kaleyra.Legacy;
using Offhook.Simulator;

namespace Offhook.Gateway.Tests.Providers.Conformance;

/// <summary>Kaleyra's legacy platform.</summary>
internal sealed class LegacyRig : SimulatorRig
{
    private LegacyRig(Ground ground, SimulatorHost simulator)
        : base(ground, simulator)
    {
        var account = new KaleyraLegacyOptions { ApiKey = Key, BaseAddress = simulator.VoiceAddress, ObdBaseAddress = simulator.ObdAddress };
        Provider = Made(account);
        Impatient = Made(account with { DialTimeout = TimeSpan.FromSeconds(1) });
        Unreachable = Made(account with { BaseAddress = Nowhere, ObdBaseAddress = Nowhere });
        Intake = new LegacyCallbacks(ground.Proof, ground.Inbox, ground.Store, ground.Clock);
    }

    public override IVoiceProvider Provider { get; }

    public override ICallbackIntake Intake { get; }

    public override string Name => "kaleyra-legacy";

    protected override IVoiceProvider Impatient { get; }

    protected override IVoiceProvider Unreachable { get; }

    public static async Task<ProviderRig> StartAsync()
    {
        var ground = await Ground.LayAsync();
        return new LegacyRig(ground, await StartSimulatorAsync(ground));
    }

    // A declined phone and one that the agent rang off have the same word.
    public override Ending? Says(Story story) => story switch
    {
        Story.AgentDeclined => new(CallStatus.Cancelled, Reason.Of(Calls.Side.Agent, Leg.Cancelled), Leg.Cancelled, Leg.Unknown),
        Story.AgentHungUp or Story.CustomerDeclined => new(CallStatus.Cancelled, Reason.Of(Calls.Side.Customer, Leg.Cancelled), Leg.Answered, Leg.Cancelled),
        _ => null,
    };

    protected override void Spoil(Fault fault) => Platform.Next(fault);

    // One report, at the end.
    protected override Func<CallbackAttempt, bool>? LastWordAt(SimulatedCall call, Moment moment) => moment is Moment.Over ? _ => true : null;

    protected override CallbackPath PathOf(CallbackAttempt sent) => Intake.Paths[0];

    private LegacyProvider Made(KaleyraLegacyOptions account) =>
        new(new KaleyraLegacyClient(Client(KaleyraLegacyClient.CreateHandler(account)), account, Wires), Ground.Store, Ground.Options, Ground.Clock);
}
