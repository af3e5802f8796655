namespace Offhook.Kaleyra.Wire;

/// <summary>The fields of a request in the order in which they are sent.</summary>
internal static class FormFields
{
    public static void AddWhenSet(this List<KeyValuePair<string, string>> form, string name, string? value)
    {
        if (value is not null)
        {
            form.Add(new(name, value));
        }
    }
}
