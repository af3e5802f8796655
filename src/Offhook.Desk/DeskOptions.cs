namespace Offhook.Desk;

/// <summary>What the desk is told by the host.</summary>
public sealed record DeskOptions
{
    /// <summary>Where the simulator's two phones are; null outside demo mode. When set, every page says that no real phone rings.</summary>
    public Uri? PhonesPage { get; init; }
}
