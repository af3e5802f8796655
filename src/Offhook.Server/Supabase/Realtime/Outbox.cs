namespace Offhook.Server.Supabase.Realtime;

/// <summary>Answers that were not sent yet. There is an end to what is kept for a client that asks and does not read.</summary>
internal sealed class Outbox
{
    private readonly Queue<byte[]> _frames = [];
    private int _bytes;
    private int _leaving;

    /// <summary>Whether more was put in than is kept.</summary>
    public bool HasOverflowed { get; private set; }

    public void Add(byte[] frame)
    {
        HasOverflowed |= _frames.Count == RealtimeLimits.WaitingFrames || _bytes + _leaving + frame.Length > RealtimeLimits.WaitingBytes;
        if (!HasOverflowed)
        {
            _frames.Enqueue(frame);
            _bytes += frame.Length;
        }
    }

    /// <summary>Moves answers to a batch, as many as it takes.</summary>
    public void MoveTo(FrameBatch batch)
    {
        while (batch.HasRoom && _frames.TryDequeue(out var frame))
        {
            _bytes -= frame.Length;
            batch.Add(frame);
        }
    }

    /// <summary>Says how much is on its way now. Until it is sent it counts like what waits.</summary>
    public void NoteLeaving(int bytes)
    {
        _leaving = bytes;
        HasOverflowed |= _bytes + _leaving > RealtimeLimits.WaitingBytes;
    }
}
