namespace Offhook.Kaleyra.Legacy;

/// <summary>What the client needs to know of one account at Kaleyra's legacy voice API.</summary>
/// <remarks>A wrong setting stops the start: <see cref="KaleyraLegacyClient"/> and the host's options validation both refuse it in words.</remarks>
public sealed record KaleyraLegacyOptions
{
    /// <summary>The account's API key: visible ASCII characters without white space. Secret: it is sent over https only and never printed. No default.</summary>
    public string ApiKey { get; set; } = "";

    /// <summary>Where click-to-call and all logs are asked. https, or http on this machine only. A missing slash at the end is added.</summary>
    /// <remarks>The default is documented by the vendor; accounts on older host names exist, so it can be changed.</remarks>
    public Uri BaseAddress { get; set; } = new("https://api-voice.kaleyra.com/v1/");

    /// <summary>Where the outbound dialler (sounds and IVRs, "OBD") is asked; the same rules as <see cref="BaseAddress"/>.</summary>
    public Uri ObdBaseAddress { get; set; } = new("https://obd.kaleyra.com/api/v1/");

    /// <summary>Where the key travels; a header by default. Both are documented by the vendor. It never travels in an address, which proxies log.</summary>
    public KeyPlacement KeyPlacement { get; set; } = KeyPlacement.Header;

    /// <summary>How Indian numbers are written to the provider; ten digits by default, as the vendor documents.</summary>
    public NumberFormat NumberFormat { get; set; } = NumberFormat.National;

    /// <summary>How an IVR is named to the outbound dialler; <c>ivr:1234</c> by default.</summary>
    public PlaySpelling PlaySpelling { get; set; } = PlaySpelling.Prefix;

    /// <summary>How long connecting may take, name resolution and TLS included: 1 s to 60 s, 5 s by default. A dial that ends here was not sent.</summary>
    /// <remarks>Kept by the handler of <see cref="KaleyraLegacyClient.CreateHandler"/>, on the machine's clock.</remarks>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a whole dial request may take: 1 s to 120 s, 15 s by default. A dial that ends here may have rung a phone.</summary>
    public TimeSpan DialTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long reading one page of a log may take: 1 s to 300 s, 30 s by default.</summary>
    public TimeSpan ReportTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The addresses and choices; the key only as present or missing.</summary>
    public override string ToString() =>
        $"{nameof(KaleyraLegacyOptions)} {{ ApiKey = {(string.IsNullOrWhiteSpace(ApiKey) ? "missing" : "***")}, BaseAddress = {BaseAddress}, ObdBaseAddress = {ObdBaseAddress}, "
        + $"KeyPlacement = {KeyPlacement}, NumberFormat = {NumberFormat}, PlaySpelling = {PlaySpelling} }}";
}

/// <summary>Where the API key travels in a request.</summary>
public enum KeyPlacement
{
    /// <summary>The header <c>x-api-key</c>.</summary>
    Header,

    /// <summary>The form field <c>api_key</c>.</summary>
    Body,
}

/// <summary>How Indian numbers are written to the provider. A number of another country is sent with its country code and without a plus in both.</summary>
public enum NumberFormat
{
    /// <summary>Ten digits without a country code, as the vendor documents.</summary>
    National,

    /// <summary><c>91</c> and ten digits; observed to be accepted in production integrations.</summary>
    E164WithoutPlus,
}

/// <summary>How an IVR is named in <c>play</c>. Both spellings occur in the vendor's pages and in integrations.</summary>
public enum PlaySpelling
{
    /// <summary><c>ivr:1234</c>.</summary>
    Prefix,

    /// <summary><c>1234.ivr</c>.</summary>
    Suffix,
}
