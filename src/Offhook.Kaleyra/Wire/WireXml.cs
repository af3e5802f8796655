using System.Text;
using System.Xml;

namespace Offhook.Kaleyra.Wire;

/// <summary>Reads XML into <see cref="WireValue"/> by local names; attributes are left out, document types refused, at most 16 levels deep.</summary>
/// <remarks>The provider documents the element names Status, Message and Data but neither their case nor the root, so both are ignored.</remarks>
internal static class WireXml
{
    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        IgnoreWhitespace = true,
    };

    /// <summary>The root element as a value, or null when the text is not XML.</summary>
    public static WireValue? Read(string text)
    {
        try
        {
            using var reader = XmlReader.Create(new StringReader(text), Settings);
            reader.MoveToContent();
            var root = reader.NodeType == XmlNodeType.Element ? ReadElement(reader, 1) : null;
            while (reader.Read())
            {
                // What follows the root must be XML too, or the whole is a page that begins with a tag.
            }

            return root;
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private static WireValue ReadElement(XmlReader reader, int depth)
    {
        if (depth > WireJson.Depth)
        {
            throw new XmlException("Deeper than any answer of the provider.");
        }

        var text = new StringBuilder();
        var members = new List<KeyValuePair<string, WireValue>>();
        var isEmpty = reader.IsEmptyElement;
        while (!isEmpty && reader.Read() && reader.NodeType != XmlNodeType.EndElement)
        {
            if (reader.NodeType == XmlNodeType.Element)
            {
                var name = reader.LocalName;
                members.Add(new(name, ReadElement(reader, depth + 1)));
            }
            else
            {
                text.Append(reader.Value);
            }
        }

        return members.Count == 0
            ? new WireValue(WireJson.Quoted(text.ToString())) { Text = text.ToString() }
            : new WireValue($"{{{string.Join(',', members.Select(member => $"{WireJson.Quoted(member.Key)}:{member.Value.Raw}"))}}}") { Members = members };
    }
}
