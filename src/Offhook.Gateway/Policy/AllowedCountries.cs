using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using Offhook.Calls;

namespace Offhook.Gateway.Policy;

/// <summary>The countries that may be called, by their ISO 3166 codes; India by default.</summary>
public sealed class AllowedCountries
{
    // ISO code → E.164 country code (ITU-T E.164 list). Countries that share +1 cannot be told apart by it and stand for all of them.
    private static readonly FrozenDictionary<string, string> CallingCodes = Parse("""
        AE 971, AF 93, AL 355, AM 374, AO 244, AR 54, AT 43, AU 61, AZ 994, BA 387, BD 880, BE 32, BF 226, BG 359, BH 973, BI 257, BJ 229, BN 673, BO 591, BR 55, BT 975, BW 267, BY 375,
        CA 1, CD 243, CF 236, CG 242, CH 41, CI 225, CL 56, CM 237, CN 86, CO 57, CR 506, CU 53, CV 238, CY 357, CZ 420, DE 49, DJ 253, DK 45, DZ 213, EC 593, EE 372, EG 20, ER 291, ES 34, ET 251,
        FI 358, FJ 679, FR 33, GA 241, GB 44, GE 995, GH 233, GM 220, GN 224, GR 30, GT 502, GY 592, HK 852, HN 504, HR 385, HT 509, HU 36, ID 62, IE 353, IL 972, IN 91, IQ 964, IR 98, IS 354, IT 39,
        JO 962, JP 81, KE 254, KG 996, KH 855, KR 82, KW 965, KZ 7, LA 856, LB 961, LK 94, LR 231, LS 266, LT 370, LU 352, LV 371, LY 218, MA 212, MD 373, ME 382, MG 261, MK 389, ML 223, MM 95, MN 976,
        MO 853, MR 222, MT 356, MU 230, MV 960, MW 265, MX 52, MY 60, MZ 258, NA 264, NE 227, NG 234, NI 505, NL 31, NO 47, NP 977, NZ 64, OM 968, PA 507, PE 51, PG 675, PH 63, PK 92, PL 48, PS 970,
        PT 351, PY 595, QA 974, RO 40, RS 381, RU 7, RW 250, SA 966, SC 248, SD 249, SE 46, SG 65, SI 386, SK 421, SL 232, SN 221, SO 252, SR 597, SS 211, SV 503, SY 963, SZ 268, TD 235, TG 228, TH 66,
        TJ 992, TM 993, TN 216, TR 90, TW 886, TZ 255, UA 380, UG 256, US 1, UY 598, UZ 998, VE 58, VN 84, YE 967, ZA 27, ZM 260, ZW 263
        """);

    private readonly string[] _prefixes;

    private AllowedCountries(IReadOnlyList<string> codes)
    {
        Codes = codes;
        _prefixes = [.. codes.Select(code => "+" + CallingCodes[code])];
    }

    /// <summary>India alone.</summary>
    public static AllowedCountries India { get; } = new(["IN"]);

    /// <summary>The ISO codes, upper case, as given.</summary>
    public IReadOnlyList<string> Codes { get; }

    /// <summary>Reads a comma-separated list of ISO codes in any case.</summary>
    /// <param name="unknown">The first code that is not known.</param>
    public static bool TryRead(string text, [NotNullWhen(true)] out AllowedCountries? countries, [NotNullWhen(false)] out string? unknown)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] codes = [.. text.ToUpperInvariant().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)];
        unknown = codes.Length == 0 ? "(empty)" : codes.FirstOrDefault(code => !CallingCodes.ContainsKey(code));
        countries = unknown is null ? new AllowedCountries(codes) : null;
        return countries is not null;
    }

    /// <summary>Whether a number lies in one of the countries.</summary>
    public bool Contains(PhoneNumber number) => Array.Exists(_prefixes, prefix => number.E164.StartsWith(prefix, StringComparison.Ordinal));

    private static FrozenDictionary<string, string> Parse(string list) =>
        list.Split([',', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(entry => entry.Split(' '))
            .ToFrozenDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
}
