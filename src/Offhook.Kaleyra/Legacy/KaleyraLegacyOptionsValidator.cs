using Microsoft.Extensions.Options;

namespace Offhook.Kaleyra.Legacy;

/// <summary>Says everything that is wrong with the settings at once, by the name of the setting and without the key.</summary>
internal sealed class KaleyraLegacyOptionsValidator : IValidateOptions<KaleyraLegacyOptions>
{
    private const int LongestKey = 512;

    public ValidateOptionsResult Validate(string? name, KaleyraLegacyOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        if (string.IsNullOrWhiteSpace(options.ApiKey))
        {
            result.AddError("the account's API key is needed", nameof(options.ApiKey));
        }
        else if (options.ApiKey.Length > LongestKey || options.ApiKey.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            result.AddError($"the API key may hold only visible ASCII characters, at most {LongestKey}; is a quote, a space or a line end pasted with it?", nameof(options.ApiKey));
        }

        ValidateAddress(result, options.BaseAddress, nameof(options.BaseAddress));
        ValidateAddress(result, options.ObdBaseAddress, nameof(options.ObdBaseAddress));
        ValidateSpan(result, options.ConnectTimeout, 60, nameof(options.ConnectTimeout));
        ValidateSpan(result, options.DialTimeout, 120, nameof(options.DialTimeout));
        ValidateSpan(result, options.ReportTimeout, 300, nameof(options.ReportTimeout));
        ValidateChoice(result, options.KeyPlacement, nameof(options.KeyPlacement));
        ValidateChoice(result, options.NumberFormat, nameof(options.NumberFormat));
        ValidateChoice(result, options.PlaySpelling, nameof(options.PlaySpelling));
        return result.Build();
    }

    private static void ValidateAddress(ValidateOptionsResultBuilder result, Uri? address, string setting)
    {
        if (address is not { IsAbsoluteUri: true } || (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp))
        {
            result.AddError("an absolute web address is needed, such as https://api-voice.kaleyra.com/v1/", setting);
        }
        else if (address.Scheme != Uri.UriSchemeHttps && !address.IsLoopback)
        {
            result.AddError("the API key may only travel over https", setting);
        }
        else if (address.UserInfo.Length > 0 || address.Query.Length > 0 || address.Fragment.Length > 0)
        {
            result.AddError("the address may have no user name, no query (?) and no fragment (#)", setting);
        }
    }

    private static void ValidateSpan(ValidateOptionsResultBuilder result, TimeSpan span, int mostSeconds, string setting)
    {
        if (span < TimeSpan.FromSeconds(1) || span > TimeSpan.FromSeconds(mostSeconds))
        {
            result.AddError($"{span} is outside 1 s to {mostSeconds} s", setting);
        }
    }

    private static void ValidateChoice<T>(ValidateOptionsResultBuilder result, T choice, string setting)
        where T : struct, Enum
    {
        if (!Enum.IsDefined(choice))
        {
            result.AddError($"{choice} is none of {string.Join(", ", Enum.GetNames<T>())}", setting);
        }
    }
}
