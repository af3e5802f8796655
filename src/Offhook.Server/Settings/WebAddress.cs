namespace Offhook.Server.Settings;

/// <summary>Addresses in settings.</summary>
internal static class WebAddress
{
    /// <summary>Reads one that keys and tokens may travel to.</summary>
    public static Uri? Read(string name, string text, List<string> faults)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps))
        {
            faults.Add($"{name}: an address that begins with https:// is needed");
        }
        else if (address.UserInfo.Length > 0 || address.Query.Length > 0 || address.Fragment.Length > 0)
        {
            faults.Add($"{name}: an address without user name, ? and # is needed");
        }
        else if (address.Scheme == Uri.UriSchemeHttp && !address.IsLoopback)
        {
            faults.Add($"{name}: keys and tokens only travel over https; http is for this machine itself (localhost)");
        }
        else
        {
            return address;
        }

        return null;
    }
}
