namespace Offhook.Testing;

/// <summary>Says of a project of tests that their calls are placed with kaleyra.io. Otherwise they are placed with the legacy API.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class RunsOnKaleyraIoAttribute : Attribute;
