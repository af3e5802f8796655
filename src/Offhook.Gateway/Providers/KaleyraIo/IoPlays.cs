namespace Offhook.Gateway.Providers.KaleyraIo;

/// <summary>What an account at kaleyra.io can play.</summary>
/// <param name="Flows">Whether it is known how a dial names a flow.</param>
public sealed record IoPlays(bool Flows)
{
    /// <summary>A text always; a flow where it can be named.</summary>
    public IReadOnlyList<PlayForm> Forms => Flows ? [PlayForm.Speech, PlayForm.Flow] : [PlayForm.Speech];
}
