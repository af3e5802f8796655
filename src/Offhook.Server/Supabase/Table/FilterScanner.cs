using System.Text;

namespace Offhook.Server.Supabase.Table;

/// <summary>Reads the text of a filter from left to right.</summary>
internal sealed class FilterScanner(string text)
{
    /// <summary>Where the next character is.</summary>
    public int Place { get; private set; }

    /// <summary>Whether everything was read.</summary>
    public bool IsAtEnd => Place == text.Length;

    /// <summary>What is left, for a message.</summary>
    public string Rest => TableFault.Cut(text[Place..]);

    /// <summary>Whether this comes next.</summary>
    public bool Sees(string what) => string.CompareOrdinal(text, Place, what, 0, what.Length) == 0;

    /// <summary>Takes this if it comes next.</summary>
    public bool Takes(string what)
    {
        if (!Sees(what))
        {
            return false;
        }

        Place += what.Length;
        return true;
    }

    /// <summary>Takes blanks.</summary>
    public void SkipBlanks()
    {
        while (Place < text.Length && text[Place] == ' ')
        {
            Place++;
        }
    }

    /// <summary>Takes everything up to one of these, or up to the end.</summary>
    public string Until(ReadOnlySpan<char> ends)
    {
        var length = text.AsSpan(Place).IndexOfAny(ends);
        var taken = length < 0 ? text[Place..] : text.Substring(Place, length);
        Place += taken.Length;
        return taken;
    }

    /// <summary>Takes everything up to this and this too; null, and nothing is taken, when it does not come.</summary>
    public string? UntilAndPast(char end)
    {
        var length = text.AsSpan(Place).IndexOf(end);
        if (length < 0)
        {
            return null;
        }

        var taken = text.Substring(Place, length);
        Place += length + 1;
        return taken;
    }

    /// <summary>A text in double quotes, where <c>\</c> takes the next character as it is, when one comes next and nothing but one of these or the end follows; otherwise everything up to one of these.</summary>
    public string QuotedOrUntil(ReadOnlySpan<char> ends)
    {
        if (!Sees("\""))
        {
            return Until(ends);
        }

        var start = Place++;
        var inner = new StringBuilder();
        while (Place < text.Length && text[Place] != '"')
        {
            if (text[Place] == '\\' && Place + 1 < text.Length)
            {
                Place++;
            }

            _ = inner.Append(text[Place++]);
        }

        if (Takes("\""))
        {
            SkipBlanks();
            if (IsAtEnd || ends.Contains(text[Place]))
            {
                return inner.ToString();
            }
        }

        // The quotation mark was the value's own.
        Place = start;
        return Until(ends);
    }

    /// <summary>A list in parentheses; null when none comes next or it has no end.</summary>
    public List<string>? List()
    {
        if (!Takes("("))
        {
            return null;
        }

        var items = new List<string>();
        if (Takes(")"))
        {
            return items;
        }

        do
        {
            items.Add(QuotedOrUntil(",)"));
        }
        while (Takes(","));
        return Takes(")") ? items : null;
    }
}
