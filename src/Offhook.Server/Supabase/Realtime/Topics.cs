namespace Offhook.Server.Supabase.Realtime;

/// <summary>The topics that there are.</summary>
internal static class Topics
{
    /// <summary>What the topics of channels begin with; the rest is the client's own name for the channel.</summary>
    public const string Prefix = "realtime:";

    /// <summary>The topic of the socket itself.</summary>
    public const string Socket = "phoenix";

    /// <summary>Why no channel can have this topic; null when one can.</summary>
    public static string? Fault(string topic) =>
        !topic.StartsWith(Prefix, StringComparison.Ordinal) ? "unmatched topic"
        : topic.Length == Prefix.Length ? "TopicNameRequired: You must provide a topic name"
        : topic.Length > RealtimeLimits.TopicLength ? $"TopicNameTooLong: A topic has at most {RealtimeLimits.TopicLength} characters"
        : null;
}
