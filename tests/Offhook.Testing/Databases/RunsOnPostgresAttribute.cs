using System.Reflection;
using Xunit.v3;

namespace Offhook.Testing;

/// <summary>Says of a project of tests that they run on PostgreSQL. Where it is not installed they are skipped.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class RunsOnPostgresAttribute : BeforeAfterTestAttribute
{
    /// <inheritdoc/>
    public override void Before(MethodInfo methodUnderTest, IXunitTest test) => PostgresCluster.NeedInstalled();
}
