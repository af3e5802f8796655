using System.Reflection;
using System.Runtime.CompilerServices;
using Offhook.Kaleyra.Legacy;

namespace Offhook.Kaleyra.Tests.Surface;

/// <summary>The public surface is a promise. <c>PublicApi.txt</c> holds it; run with <c>OFFHOOK_WRITE_PUBLIC_API=1</c> to write it anew, and read the difference.</summary>
public sealed class PublicApiTests
{
    private const BindingFlags Own = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly NullabilityInfoContext Nullability = new();

    [Fact]
    public async Task The_public_surface_is_the_one_that_was_promised()
    {
        var surface = string.Join('\n', Lines()) + "\n";
        var path = Path.Combine(Folder(), "..", "PublicApi.txt");
        if (Environment.GetEnvironmentVariable("OFFHOOK_WRITE_PUBLIC_API") is "1")
        {
            await File.WriteAllTextAsync(path, surface, TestContext.Current.CancellationToken);
        }

        var promised = (await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken)).ReplaceLineEndings("\n");

        Assert.Equal(promised, surface);
    }

    private static IEnumerable<string> Lines()
    {
        foreach (var type in typeof(KaleyraLegacyClient).Assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            yield return $"{Kind(type)} {type.FullName}{(type.BaseType is { } parent && parent != typeof(object) && !type.IsValueType ? $" : {Name(parent)}" : "")}";
            foreach (var line in Members(type).Order(StringComparer.Ordinal))
            {
                yield return $"  {line}";
            }
        }
    }

    private static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum)
        {
            return Enum.GetNames(type).Select(name => $"{name} = {Convert.ToInt32(Enum.Parse(type, name), System.Globalization.CultureInfo.InvariantCulture)}");
        }

        var constructors = type.GetConstructors(Own).Select(it => $"new({Parameters(it)})");
        var constants = type.GetFields(Own).Select(it => $"{(it.IsLiteral ? $"const {Name(it.FieldType)} {it.Name} = {it.GetRawConstantValue()}" : $"field {Name(it.FieldType)} {it.Name}")}");
        var properties = type.GetProperties(Own).Select(it => $"{Name(it.PropertyType)}{Null(Nullability.Create(it))} {it.Name} {{ {Accessors(it)} }}");
        var methods = type.GetMethods(Own)
            .Where(it => !it.IsSpecialName && !it.IsDefined(typeof(CompilerGeneratedAttribute)) && it.Name is not ("<Clone>$" or "GetHashCode"))
            .Select(it => $"{(it.IsStatic ? "static " : "")}{Name(it.ReturnType)} {it.Name}({Parameters(it)})");
        return [.. constructors, .. constants, .. properties, .. methods];
    }

    private static string Accessors(PropertyInfo property) => property.SetMethod switch
    {
        { IsPublic: true } set when set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) => "get; init;",
        { IsPublic: true } => "get; set;",
        _ => "get;",
    };

    private static string Parameters(MethodBase method) =>
        string.Join(", ", method.GetParameters().Select(it => $"{Name(it.ParameterType)}{Null(Nullability.Create(it))} {it.Name}{(it.HasDefaultValue ? $" = {it.DefaultValue ?? "default"}" : "")}"));

    private static string Kind(Type type) => type switch
    {
        { IsEnum: true } => "enum",
        { IsValueType: true } => "struct",
        { IsAbstract: true, IsSealed: true } => "static class",
        { IsAbstract: true } => "abstract class",
        { IsSealed: true } => "sealed class",
        _ => "class",
    };

    private static string Null(NullabilityInfo info) => info is { ReadState: NullabilityState.Nullable, Type.IsValueType: false } ? "?" : "";

    private static string Name(Type type) => type switch
    {
        _ when Nullable.GetUnderlyingType(type) is { } value => $"{Name(value)}?",
        { IsGenericType: true } => $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>",
        { IsNested: true } => $"{Name(type.DeclaringType!)}.{type.Name}",
        _ => type.Name,
    };

    private static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
