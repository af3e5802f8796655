using Offhook.Server.Access;

namespace Offhook.Server.Supabase.Realtime;

/// <summary>What becomes of the wish to open a socket.</summary>
internal abstract record Handshake
{
    private Handshake()
    {
    }

    /// <summary>It may be opened.</summary>
    /// <param name="Key">Whom the key stands for.</param>
    internal sealed record Accepted(SocketCredential Credential, Caller Key, Serializer Serializer) : Handshake;

    /// <summary>It may not.</summary>
    /// <param name="Error">Why, in words.</param>
    internal sealed record Refused(int Status, string Error) : Handshake;

    /// <summary>
    /// Looks at a request. An address ends up in logs, so only a key for pages is taken from it, which is no secret; a program sends its key in the header.
    /// A key for pages knows its own pages, every other is good for those that may call us at all.
    /// </summary>
    public static async Task<Handshake> OfAsync(HttpRequest request, CallerRecognition recognition, AccessOptions access, RealtimeLog log, CancellationToken cancellationToken)
    {
        var origins = request.Headers.Origin;
        var isLocal = access.IsKeyless && LocalRequest.IsTrulyLocal(request, access);
        var (credential, recognised) = await LookAsync(request.Query["apikey"].ToString());
        if (!isLocal && recognised is Recognition.Known { Caller: { Role: not CallerRole.Reader } shown })
        {
            log.SecretInAddress(shown.Name);
            return new Refused(StatusCodes.Status401Unauthorized, "Only a publishable key may stand in an address. A program sends its key as Authorization: Bearer; make another one in place of this");
        }

        if (SocketCredential.BearerIn(request) is { Length: > 0 } bearer)
        {
            (credential, recognised) = await LookAsync(bearer);
        }

        if (recognised is not Recognition.Known { Caller: var caller })
        {
            return new Refused(StatusCodes.Status401Unauthorized, access.IsKeyless ? "Only programs and pages on this machine may ask" : "The apikey is missing or not good here");
        }

        if (caller.Role is not CallerRole.Reader && !LocalRequest.ComesFromAllowedPage(request, access))
        {
            return new Refused(StatusCodes.Status401Unauthorized, "Pages of this origin may not ask");
        }

        // A key for pages may read nothing by itself and wait for a person's token; nobody else has a reason to be here without the right to read.
        if (caller.Role is CallerRole.None)
        {
            return new Refused(StatusCodes.Status403Forbidden, "This person may not read calls");
        }

        return SerializerVersions.Named(request.Query["vsn"]) is { } serializer
            ? new Accepted(credential, caller, serializer)
            : new Refused(StatusCodes.Status400BadRequest, "vsn is 1.0.0 or 2.0.0");

        async ValueTask<(SocketCredential, Recognition)> LookAsync(string key)
        {
            var credential = new SocketCredential(recognition, key, origins.Count == 0 ? null : origins.ToString(), isLocal);
            return (credential, await credential.RecogniseAsync(null, cancellationToken));
        }
    }
}
