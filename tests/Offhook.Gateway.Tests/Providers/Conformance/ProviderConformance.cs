namespace Offhook.Gateway.Tests.Providers.Conformance;

/// <summary>
/// What every provider must keep, because the rest of the program counts on it: the promises of <see cref="Gateway.Providers.IVoiceProvider"/> and
/// <see cref="Gateway.Providers.ICallbackIntake"/>, and that its traits are true. A new provider writes a <see cref="ProviderRig"/> and a class below this one.
/// </summary>
public abstract partial class ProviderConformance
{
    public static TheoryData<Story> EveryStory { get; } = [.. Enum.GetValues<Story>()];

    /// <summary>The provider and its phones; a new one for each test.</summary>
    private protected abstract Task<ProviderRig> StartAsync();

    // A provider that plays nothing has no outbound calls.
    private static bool CanTell(ProviderRig rig, Story story) => Stories.Of(rig.Provider.Traits).Contains(story);

    private static Ending Expected(ProviderRig rig, Story story) => rig.Says(story) ?? Ending.Of(story);
}
