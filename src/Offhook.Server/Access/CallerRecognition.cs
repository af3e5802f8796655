using Offhook.Calls;
using Offhook.Server.Access.Keys;
using Offhook.Server.Access.People;
using Offhook.Storage;

namespace Offhook.Server.Access;

/// <summary>Knows the bearer of a credential, wherever it came: a header, a cookie, a socket's join.</summary>
/// <param name="people">Null where no Supabase project is set.</param>
internal sealed class CallerRecognition(AdminKeyHolder holder, AccessKeyRing keys, PersonTokens? people = null)
{
    /// <summary>What is said of a credential that nothing here knows.</summary>
    public const string UnknownCode = "InvalidKey";

    /// <summary>A key, or a person's token.</summary>
    /// <param name="origin">The page that sent it, as the browser says; null when no browser did. Some keys are good for some pages only.</param>
    /// <exception cref="StoreUnavailableException">The named keys cannot be read.</exception>
    public async ValueTask<Recognition> RecogniseAsync(string credential, string? origin, CancellationToken cancellationToken)
    {
        if (holder.Key is { } admin && admin.Is(credential))
        {
            return new Recognition.Known(new Caller("admin-key", CallerRole.Administrator, CallAudience.Everyone.Instance));
        }

        return await keys.RecogniseAsync(credential, origin, cancellationToken)
            ?? (people is not null && SignedToken.IsForm(credential) ? await people.RecogniseAsync(credential, cancellationToken) : new Recognition.Refused(UnknownCode, "The key is not known"));
    }
}
