using Offhook.Kaleyra.Wire;

namespace Offhook.Kaleyra.Legacy;

/// <summary>A call to one phone in which a sound or an IVR is played.</summary>
/// <param name="Customer">One number, by the rules of <see cref="ClickToCall"/>. One number per request, so that one id means one call.</param>
/// <param name="Play">A sound, <c>123.sound</c>, or an IVR, <c>ivr:1234</c> or <c>1234.ivr</c>; an IVR is sent in the spelling of <see cref="KaleyraLegacyOptions.PlaySpelling"/>.</param>
/// <param name="CallbackTemplate">Address that the provider opens when the call ended, see <see cref="Legacy.CallbackTemplate"/>; null for no callback.</param>
/// <exception cref="ArgumentException">The number, what is played, the template or the campaign has another form.</exception>
public sealed record VoiceCall(string Customer, string Play, string? CallbackTemplate)
{
    /// <summary>The customer's number as given.</summary>
    public string Customer { get; init => field = DialledNumber.Checked(value, nameof(Customer)); } = DialledNumber.Checked(Customer, nameof(Customer));

    /// <summary>The sound (<c>123.sound</c>) or the IVR (<c>ivr:1234</c>, <c>1234.ivr</c>) as given.</summary>
    public string Play { get; init => field = DialTexts.Play(value, nameof(Play)); } = DialTexts.Play(Play, nameof(Play));

    /// <summary>Address that the provider opens when the call ended, with its <c>{variables}</c>; null for no callback.</summary>
    public string? CallbackTemplate { get; init => field = CallbackAddress.Checked(value, nameof(CallbackTemplate)); } = CallbackAddress.Checked(CallbackTemplate, nameof(CallbackTemplate));

    /// <summary>A campaign's name, 1 to 100 visible characters; null (the default) sends none. No vendor page documents it, so it is sent only when asked for.</summary>
    public string? Campaign { get; init => field = DialTexts.Campaign(value, nameof(Campaign)); }

    /// <summary>The number by its last four digits, and what is played.</summary>
    public override string ToString() => $"{nameof(VoiceCall)} {{ Customer = {DialledNumber.Masked(Customer)}, Play = {Play} }}";
}
