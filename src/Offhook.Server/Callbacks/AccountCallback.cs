using System.Security.Cryptography;
using System.Text;
using Offhook.Gateway.Reconciliation;
using Offhook.Kaleyra.Io;
using Offhook.Kaleyra.Legacy;

namespace Offhook.Server.Callbacks;

/// <summary>
/// The one callback address of an account that cannot have one for each dial. Whoever knows it could say anything about any call, so what it brings is only a hint: the provider's log
/// is read for that call at once, and the log alone is believed.
/// </summary>
internal static class AccountCallback
{
    /// <summary>Ends in the secret, which is no name of a route and is never logged.</summary>
    public const string Path = "/webhooks/kaleyra/callback/{secret}";

    public static void MapAccountCallback(this IEndpointRouteBuilder routes, IReadOnlyList<string> secrets)
    {
        byte[][] known = [.. secrets.Select(Hash)];
        routes.MapMethods(Path, ["GET", "POST"], (string secret, HttpRequest request, CallHints hints, TimeProvider clock) => AnswerAsync(known, secret, request, hints, clock)).AllowAnonymous().WithTags("Callbacks")
            .WithSummary("Kaleyra reports the end of a call to the account's one address (KALEYRA_CALLBACK_SECRET); it makes us read the log").Produces(StatusCodes.Status200OK).ProducesProblem(404).ProducesProblem(413);
    }

    private static async Task<IResult> AnswerAsync(byte[][] known, string secret, HttpRequest request, CallHints hints, TimeProvider clock)
    {
        var given = Hash(secret);
        var matches = false;
        foreach (var hash in known)
        {
            matches |= CryptographicOperations.FixedTimeEquals(given, hash);
        }

        if (!matches)
        {
            return Results.NotFound();
        }

        hints.Take(IdIn(request.QueryString.Value, HttpMethods.IsGet(request.Method) ? null : await BodyAsync(request), clock));
        return Results.Text("OK");
    }

    // Both platforms' names for it are understood: the address belongs to the account, not to a form.
    private static string? IdIn(string? query, string? body, TimeProvider clock) => body is null
        ? KaleyraCallback.Read(query, clock).Id ?? IoCallback.Read(query, clock).Id
        : KaleyraCallback.ReadPost(query, body, clock).Id ?? IoCallback.ReadPost(query, body, clock).Id;

    private static async Task<string> BodyAsync(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body, Encoding.UTF8);
        return await reader.ReadToEndAsync(request.HttpContext.RequestAborted);
    }

    private static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
