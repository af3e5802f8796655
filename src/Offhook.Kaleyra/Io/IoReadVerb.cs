using System.Text.RegularExpressions;
using Offhook.Kaleyra.Wire;

namespace Offhook.Kaleyra.Io;

/// <summary>The verb with which one address is asked: GET until the platform wants POST. The vendor's pages name both for the same question.</summary>
internal sealed class IoReadVerb
{
    private static readonly Regex AboutVerb = new(@"\bmethods?\b", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private volatile bool _isPost;

    /// <summary>Asks, and once more with the other verb when the answer is about the verb. The one that worked is remembered.</summary>
    public async Task<Exchange> AskAsync(Func<HttpMethod, Task<Exchange>> ask)
    {
        var isPost = _isPost;
        var first = await ask(isPost ? HttpMethod.Post : HttpMethod.Get).ConfigureAwait(false);
        if (!IsAboutVerb(first))
        {
            return first;
        }

        var second = await ask(isPost ? HttpMethod.Get : HttpMethod.Post).ConfigureAwait(false);
        if (IsAboutVerb(second))
        {
            return first;
        }

        if (second is Exchange.Answered { Status: < 500 })
        {
            _isPost = !isPost;
        }

        return second;
    }

    // A server that has no such route for this verb may say 404 instead of 405, with its own page or with words about the method.
    private static bool IsAboutVerb(Exchange exchange) => exchange switch
    {
        Exchange.Answered { Status: 405 } => true,
        Exchange.Answered { Status: 404 } answered => WireBody.HoldsHtml(answered.Body) || AboutVerb.IsMatch(answered.Body),
        _ => false,
    };
}
