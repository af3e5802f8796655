namespace Offhook.Kaleyra.Wire;

/// <summary>What became of one HTTP request.</summary>
internal abstract record Exchange
{
    private Exchange()
    {
    }

    /// <summary>A status line came back.</summary>
    /// <param name="Status">HTTP status, 100 to 999.</param>
    /// <param name="Body">What could be read of the body.</param>
    /// <param name="Fault">Why the body is not whole, in words; null when it is.</param>
    /// <param name="RetryAfter">From the header, in seconds or as a date; at most a day.</param>
    /// <param name="Location">From the header, as written; never followed.</param>
    public sealed record Answered(int Status, string Body, string? Fault, TimeSpan? RetryAfter, string? Location = null) : Exchange;

    /// <summary>No connection was made, or none was used: nothing of the request's body left.</summary>
    public sealed record NotSent(string Why) : Exchange;

    /// <summary>At least part of the request left, and no status line came back.</summary>
    public sealed record Silent(string Why) : Exchange;
}
