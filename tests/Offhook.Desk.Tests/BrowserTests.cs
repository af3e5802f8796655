using Xunit;

namespace Offhook.Desk.Tests;

/// <summary>Tests that open browsers run one after the other: each of them needs a processor of its own.</summary>
[CollectionDefinition(Name)]
public sealed class BrowserTests
{
    public const string Name = "browser";
}
