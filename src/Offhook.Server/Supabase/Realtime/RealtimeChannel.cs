using System.Buffers;
using System.Buffers.Text;
using Offhook.Server.Access;

namespace Offhook.Server.Supabase.Realtime;

/// <summary>A joined channel of a socket.</summary>
/// <param name="join">The message that opened it.</param>
/// <param name="bindings">What it hears of; none when one of the wished bindings was wrong.</param>
/// <param name="since">The number of the newest change when it was opened. What came before, the client reads for itself.</param>
internal sealed class RealtimeChannel(ClientFrame join, IReadOnlyList<Binding> bindings, long since, FrameWriter frames)
{
    private readonly byte[] _beforeIds = frames.BeforeIds(join.Topic);
    private readonly List<Binding> _taking = [];

    public string Topic { get; } = join.Topic;

    /// <summary>The ref of the join, which later messages of both sides repeat.</summary>
    public string? JoinRef { get; } = join.OwnJoinRef;

    /// <summary>The person's token; null when the key of the socket alone speaks.</summary>
    public string? Token { get; set; }

    /// <summary>Whose rights decide which rows are told.</summary>
    public required Caller Caller { get; set; }

    /// <summary>What it hears of.</summary>
    public IReadOnlyList<Binding> Bindings => bindings;

    /// <summary>Whether nothing is told to it any more.</summary>
    public bool HasEnded { get; set; }

    /// <summary>Whether a message belongs to this join, not to an earlier one on the same topic.</summary>
    public bool IsJoinOf(ClientFrame frame) => frame.JoinRef is null || frame.JoinRef == JoinRef;

    /// <summary>Adds what the change means for this channel: nothing, or one message for each choice of columns.</summary>
    public void Tell(TableChange change, FrameBatch batch)
    {
        if (HasEnded || change.Number <= since || bindings.Count == 0 || !Caller.Audience.Sees(change.Row.Call))
        {
            return;
        }

        _taking.Clear();
        foreach (var binding in bindings)
        {
            if (binding.Takes(change))
            {
                _taking.Add(binding);
            }
        }

        while (_taking.Count > 0)
        {
            var choice = _taking[0].Columns;
            Write(change, choice, batch);
            _taking.RemoveAll(binding => binding.Columns == choice);
        }
    }

    private void Write(TableChange change, ColumnChoice choice, FrameBatch batch)
    {
        var buffer = batch.Buffer;
        buffer.Write(_beforeIds);
        var isFirst = true;
        foreach (var binding in _taking)
        {
            if (binding.Columns != choice)
            {
                continue;
            }

            if (!isFirst)
            {
                buffer.Write(","u8);
            }

            isFirst = false;
            Utf8Formatter.TryFormat(binding.Id, buffer.GetSpan(20), out var written);
            buffer.Advance(written);
        }

        buffer.Write(FrameWriter.BeforeData);
        buffer.Write(change.Data(choice).Span);
        buffer.Write(frames.AfterData);
        batch.EndFrame();
    }
}
