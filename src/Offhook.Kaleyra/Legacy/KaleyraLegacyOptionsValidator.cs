using Microsoft.Extensions.Options;
using Offhook.Kaleyra.Wire;

namespace Offhook.Kaleyra.Legacy;

/// <summary>Says everything that is wrong with the settings at once, by the name of the setting and without the key.</summary>
internal sealed class KaleyraLegacyOptionsValidator : IValidateOptions<KaleyraLegacyOptions>
{
    private const string Example = "https://api-voice.kaleyra.com/v1/";

    public ValidateOptionsResult Validate(string? name, KaleyraLegacyOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        SettingRules.ValidateKey(result, options.ApiKey, nameof(options.ApiKey));
        SettingRules.ValidateAddress(result, options.BaseAddress, Example, nameof(options.BaseAddress));
        SettingRules.ValidateAddress(result, options.ObdBaseAddress, Example, nameof(options.ObdBaseAddress));
        SettingRules.ValidateSpan(result, options.ConnectTimeout, 60, nameof(options.ConnectTimeout));
        SettingRules.ValidateSpan(result, options.DialTimeout, 120, nameof(options.DialTimeout));
        SettingRules.ValidateSpan(result, options.ReportTimeout, 300, nameof(options.ReportTimeout));
        ValidateChoice(result, options.KeyPlacement, nameof(options.KeyPlacement));
        ValidateChoice(result, options.NumberFormat, nameof(options.NumberFormat));
        ValidateChoice(result, options.PlaySpelling, nameof(options.PlaySpelling));
        return result.Build();
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
