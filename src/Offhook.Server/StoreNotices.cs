using System.Collections.Concurrent;

namespace Offhook.Server;

/// <summary>Carries what the store has to say to the log, which comes into being after it.</summary>
internal sealed partial class StoreNotices
{
    private readonly ConcurrentQueue<string> _waiting = new();
    private volatile ILogger? _log;

    /// <summary>Takes a sentence.</summary>
    public void Tell(string sentence)
    {
        _waiting.Enqueue(sentence);
        Write();
    }

    /// <summary>From now on sentences go to a log, those first that came before.</summary>
    public void WriteTo(ILogger log)
    {
        _log = log;
        Write();
    }

    private void Write()
    {
        if (_log is { } log)
        {
            while (_waiting.TryDequeue(out var sentence))
            {
                Notice(log, sentence);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Sentence}")]
    private static partial void Notice(ILogger logger, string sentence);
}
