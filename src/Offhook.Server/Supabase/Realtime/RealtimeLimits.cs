namespace Offhook.Server.Supabase.Realtime;

/// <summary>How much of the service one subscriber may take, and all of them together.</summary>
internal static class RealtimeLimits
{
    /// <summary>Sockets of everybody. A quiet one with a channel costs about 35 kB (measured with 900) and a file handle, one that does not read up to <see cref="WaitingBytes"/> more.</summary>
    public const int Sockets = 4000;

    /// <summary>Sockets of one key. All pages with the same publishable key share this.</summary>
    public const int SocketsOfOne = 1000;

    /// <summary>Sockets on which one person has channels.</summary>
    public const int SocketsOfPerson = 20;

    /// <summary>The longest message that is read.</summary>
    public const int MessageBytes = 64 * 1024;

    /// <summary>How deep a message's JSON may go; what clients send goes six deep.</summary>
    public const int JsonDepth = 32;

    /// <summary>Channels of one socket, as many as Supabase gives.</summary>
    public const int Channels = 100;

    /// <summary>Bindings of one channel.</summary>
    public const int Bindings = 100;

    /// <summary>Bindings of all channels of one socket.</summary>
    public const int SocketBindings = 200;

    /// <summary>Conditions in the filters of all those bindings.</summary>
    public const int SocketConditions = 500;

    /// <summary>Characters of all those filters.</summary>
    public const int SocketFilterCharacters = 32 * 1024;

    /// <summary>Different choices of columns among all those bindings.</summary>
    public const int SocketChoices = 8;

    /// <summary>The longest topic: its length is one byte in binary messages.</summary>
    public const int TopicLength = 255;

    /// <summary>Answers that wait because the subscriber does not read.</summary>
    public const int WaitingFrames = 256;

    /// <summary>The bytes of those answers and of what is on its way, changes too.</summary>
    public const int WaitingBytes = 1024 * 1024;

    /// <summary>Changes that are kept, once for all sockets, for those that read slowly.</summary>
    public const int WaitingChanges = 4096;

    /// <summary>A socket that says nothing for so long is closed. Clients send a heartbeat every 25 s.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(60);

    /// <summary>A socket on which nobody may read anything is closed after this long: a page's key is no secret, and its places are for those who may. Clients come back by themselves.</summary>
    public static readonly TimeSpan Unread = TimeSpan.FromSeconds(30);

    /// <summary>Keys and tokens are looked at again this often, so that one that was taken back ends soon.</summary>
    public static readonly TimeSpan Recheck = TimeSpan.FromSeconds(30);

    /// <summary>How long the other side of an orderly end is waited for.</summary>
    public static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(2);
}
