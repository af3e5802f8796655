using System.Buffers;

namespace Offhook.Server.Supabase.Realtime;

/// <summary>Messages on their way to one socket, written into one buffer that is used again and again.</summary>
internal sealed class FrameBatch
{
    // What is more waits for its turn, so that the rights are asked when it leaves.
    private const int Room = 16 * 1024;

    // A buffer that one large answer stretched is not kept.
    private const int KeptBytes = 64 * 1024;

    private readonly List<int> _ends = [];

    /// <summary>Where the next message is written.</summary>
    public ArrayBufferWriter<byte> Buffer { get; private set; } = new();

    public int Count => _ends.Count;

    public bool HasRoom => Buffer.WrittenCount < Room;

    public ReadOnlyMemory<byte> this[int index] => Buffer.WrittenMemory[(index == 0 ? 0 : _ends[index - 1]).._ends[index]];

    /// <summary>Ends the message that was written last.</summary>
    public void EndFrame() => _ends.Add(Buffer.WrittenCount);

    public void Add(ReadOnlySpan<byte> frame)
    {
        Buffer.Write(frame);
        EndFrame();
    }

    public void Clear()
    {
        _ends.Clear();
        if (Buffer.Capacity > KeptBytes)
        {
            Buffer = new ArrayBufferWriter<byte>();
        }

        Buffer.ResetWrittenCount();
    }
}
