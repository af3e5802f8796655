namespace Offhook.Simulator;

/// <summary>A reply that is ready to go.</summary>
internal sealed record Written(string Type, string Text, int Status = 200)
{
    public const string PlainText = "text/plain; charset=utf-8";
    public const string JsonType = "application/json";
}
