using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Offhook.Storage;

namespace Offhook.Server.Access;

/// <summary>Keeps the framework's data-protection keys in the store, so that sessions and forms survive a restart and span nodes.</summary>
internal sealed class StoredKeyRing(ICallStore store) : IXmlRepository
{
    private const string Prefix = "data-protection/";

    // A key is good at once only when there was none, and a node reads the keys again after a day: of nodes that find none at the same time, one makes it for all.
    // A later one begins two days after it was made, when every node has read it.
    private const string FirstName = "first";

    private volatile bool _foundNone;

    // The framework's interface is synchronous; it asks at the first form and then once a day.
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        var secrets = store.SecretsAsync(Prefix, CancellationToken.None).GetAwaiter().GetResult();
        _foundNone = secrets.Count == 0;
        return [.. secrets.Select(secret => XElement.Parse(Encoding.UTF8.GetString(secret.Value)))];
    }

    public void StoreElement(XElement element, string friendlyName) =>
        store.SecretAsync(Prefix + (_foundNone ? FirstName : friendlyName), () => Encoding.UTF8.GetBytes(element.ToString(SaveOptions.DisableFormatting)), CancellationToken.None).GetAwaiter().GetResult();
}
