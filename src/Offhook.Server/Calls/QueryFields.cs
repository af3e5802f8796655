using System.Globalization;
using Offhook.Calls;
using Offhook.Server.Problems;

namespace Offhook.Server.Calls;

/// <summary>The parameters of a query, read strictly: what is unknown, repeated or of another form is named.</summary>
internal sealed class QueryFields
{
    private readonly IQueryCollection _query;
    private readonly Dictionary<string, string[]> _errors = new(StringComparer.Ordinal);

    /// <param name="allowed">The parameters there may be.</param>
    public QueryFields(IQueryCollection query, params string[] allowed)
    {
        _query = query;
        foreach (var (name, values) in query)
        {
            if (!allowed.Contains(name, StringComparer.Ordinal))
            {
                Refuse(name.Length <= 60 ? name : name[..60] + "…", $"There is no such parameter; there are {string.Join(", ", allowed)}.");
            }
            else if (values.Count != 1)
            {
                Refuse(name, "This may be given once.");
            }
        }
    }

    /// <summary>The problem that the query makes; null when it makes none.</summary>
    public IResult? Fault => _errors.Count == 0 ? null : ProblemWriter.Result(Problem.InvalidRequest, errors: _errors);

    /// <summary>A parameter's text; null when absent or empty.</summary>
    public string? Text(string name) => _query.TryGetValue(name, out var values) && values is [{ Length: > 0 } text] ? text : null;

    /// <summary>A whole number within bounds.</summary>
    public int Number(string name, int least, int most, int standard)
    {
        if (Text(name) is not { } text)
        {
            return standard;
        }

        // The parser alone would let trailing NULs pass.
        if (text.All(char.IsAsciiDigit) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
        {
            return number;
        }

        Refuse(name, string.Create(CultureInfo.InvariantCulture, $"A whole number from {least} to {most} is needed."));
        return standard;
    }

    /// <summary>A day, <c>YYYY-MM-DD</c>, between 2015 and 2100.</summary>
    public DateOnly? Day(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is >= 2015 and <= 2100)
        {
            return day;
        }

        Refuse(name, "A day like 2026-02-24 is needed.");
        return null;
    }

    /// <summary>A phone number in any spelling.</summary>
    public PhoneNumber? Phone(string name)
    {
        // A plus in a query means a blank unless it is written %2B; a number begins with neither.
        if (Text(name)?.Trim() is not { } text)
        {
            return null;
        }

        var fault = PhoneNumber.Read(text, out var number);
        if (fault is null)
        {
            return number;
        }

        Refuse(name, fault.Value.Sentence());
        return null;
    }

    /// <summary>A status word.</summary>
    public CallStatus? Status(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (CallStatusWords.Read(text) is { } status)
        {
            return status;
        }

        Refuse(name, $"One of these words is needed: {string.Join(", ", Enum.GetValues<CallStatus>().Select(word => word.Word()))}.");
        return null;
    }

    /// <summary>Adds what is wrong with a parameter.</summary>
    public void Refuse(string name, string sentence) => _errors.TryAdd(name, [sentence]);
}
