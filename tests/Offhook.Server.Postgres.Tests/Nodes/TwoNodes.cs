using Offhook.Testing;

namespace Offhook.Server.Postgres.Tests.Nodes;

/// <summary>Two nodes that were started at once on an empty database.</summary>
public sealed class TwoNodes : SharedFixture
{
    internal NodeGroup Group { get; private set; } = null!; // Set before the first test.

    internal Node One => Group.Nodes[0];

    internal Node Other => Group.Nodes[1];

    protected override async ValueTask BeginAsync() => Group = await NodeGroup.OpenAsync(2);

    protected override ValueTask EndAsync() => Group.DisposeAsync();
}
