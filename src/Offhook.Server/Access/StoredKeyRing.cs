using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Offhook.Storage;

namespace Offhook.Server.Access;

/// <summary>Keeps the framework's data-protection keys in the store, so that sessions and forms survive a restart and, later, span nodes.</summary>
internal sealed class StoredKeyRing(ICallStore store) : IXmlRepository
{
    private const string Prefix = "data-protection/";

    // The framework's interface is synchronous; it asks at the first form and then once a day.
    public IReadOnlyCollection<XElement> GetAllElements() =>
        [.. store.SecretsAsync(Prefix, CancellationToken.None).GetAwaiter().GetResult().Select(secret => XElement.Parse(Encoding.UTF8.GetString(secret.Value)))];

    public void StoreElement(XElement element, string friendlyName) =>
        store.SecretAsync(Prefix + friendlyName, () => Encoding.UTF8.GetBytes(element.ToString(SaveOptions.DisableFormatting)), CancellationToken.None).GetAwaiter().GetResult();
}
