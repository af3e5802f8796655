using Microsoft.Extensions.Options;
using Offhook.Kaleyra.Wire;

namespace Offhook.Kaleyra.Io;

/// <summary>Says everything that is wrong with the settings at once, by the name of the setting and without the key.</summary>
internal sealed class KaleyraIoOptionsValidator : IValidateOptions<KaleyraIoOptions>
{
    private const string Example = "https://api.in.kaleyra.io/";
    private const int LongestSid = 64;
    private const int LongestTarget = 2000;

    private static readonly TimeSpan FarthestOffset = TimeSpan.FromHours(14);

    public ValidateOptionsResult Validate(string? name, KaleyraIoOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        if (options.Sid is not { Length: >= 1 and <= LongestSid } || !TolerantText.IsPlain(options.Sid))
        {
            result.AddError($"the account's SID is needed, such as HX0000000000IN: 1 to {LongestSid} of A-Z a-z 0-9 _ -", nameof(options.Sid));
        }

        SettingRules.ValidateKey(result, options.ApiKey, nameof(options.ApiKey));
        if (DialledNumber.Own(options.Bridge) is null)
        {
            result.AddError("the account's number (DID) is needed: a plus, the country code and the number, digits only", nameof(options.Bridge));
        }

        SettingRules.ValidateAddress(result, options.BaseAddress, Example, nameof(options.BaseAddress));
        if (options.BaseAddress is { IsAbsoluteUri: true } address && address.AbsolutePath.TrimEnd('/').EndsWith("/v1", StringComparison.OrdinalIgnoreCase))
        {
            result.AddError($"the address is needed without v1, such as {Example}; v1 and the SID are added", nameof(options.BaseAddress));
        }

        if (options.LogOffset is { } offset && (offset.Duration() > FarthestOffset || offset.Ticks % TimeSpan.TicksPerMinute != 0))
        {
            result.AddError($"{offset} is not an offset of whole minutes from -14:00 to 14:00", nameof(options.LogOffset));
        }

        ValidateTarget(result, options.FlowTarget, nameof(options.FlowTarget));
        SettingRules.ValidateSpan(result, options.ConnectTimeout, 60, nameof(options.ConnectTimeout));
        SettingRules.ValidateSpan(result, options.DialTimeout, 120, nameof(options.DialTimeout));
        SettingRules.ValidateSpan(result, options.ReportTimeout, 300, nameof(options.ReportTimeout));
        return result.Build();
    }

    private static void ValidateTarget(ValidateOptionsResultBuilder result, string? target, string setting)
    {
        if (target is not { Length: <= LongestTarget } || !target.Contains(KaleyraIoOptions.FlowPlaceholder, StringComparison.Ordinal))
        {
            result.AddError($"a text with {KaleyraIoOptions.FlowPlaceholder} in it is needed, at most {LongestTarget} characters", setting);
        }
        else if (IoTarget.Filled(target, "x") is ['{' or '[', ..] json && WireJson.Read(json) is null)
        {
            result.AddError($"it begins like JSON but is none once {KaleyraIoOptions.FlowPlaceholder} is replaced", setting);
        }
    }
}
