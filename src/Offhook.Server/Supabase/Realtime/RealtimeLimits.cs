namespace Offhook.Server.Supabase.Realtime;

/// <summary>How much of the service one subscriber may take, and all of them together.</summary>
internal static class RealtimeLimits
{
    /// <summary>Sockets of everybody. Each costs about 30 kB and a file handle.</summary>
    public const int Sockets = 4000;

    /// <summary>Sockets of one credential. All pages with the same publishable key share this.</summary>
    public const int SocketsOfOne = 1000;

    /// <summary>The longest message that is read.</summary>
    public const int MessageBytes = 64 * 1024;

    /// <summary>How deep a message's JSON may go; what clients send goes six deep.</summary>
    public const int JsonDepth = 32;

    /// <summary>Channels of one socket, as many as Supabase gives.</summary>
    public const int Channels = 100;

    /// <summary>Bindings of one channel.</summary>
    public const int Bindings = 100;

    /// <summary>The longest topic: its length is one byte in binary messages.</summary>
    public const int TopicLength = 255;

    /// <summary>Answers that wait because the subscriber does not read.</summary>
    public const int WaitingFrames = 256;

    /// <summary>The bytes of those answers.</summary>
    public const int WaitingBytes = 1024 * 1024;

    /// <summary>Changes that are kept, once for all sockets, for those that read slowly.</summary>
    public const int WaitingChanges = 4096;

    /// <summary>A socket that says nothing for so long is closed. Clients send a heartbeat every 25 s.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(60);

    /// <summary>Keys and tokens are looked at again this often, so that one that was taken back ends soon.</summary>
    public static readonly TimeSpan Recheck = TimeSpan.FromSeconds(30);

    /// <summary>How long the other side of an orderly end is waited for.</summary>
    public static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(2);
}
