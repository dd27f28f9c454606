using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace HighNeedsSim.House.Tests;

/// <summary>What a built assembly mentions, read from its tables without loading it.</summary>
internal static class Metadata
{
    public static IReadOnlyList<string> AssembliesOf(string file) =>
        Read(file, reader => reader.AssemblyReferences
            .Select(handle => reader.GetString(reader.GetAssemblyReference(handle).Name)));

    /// <summary>Types of other assemblies, with their namespace.</summary>
    public static IReadOnlyList<string> TypesOf(string file) =>
        Read(file, reader => reader.TypeReferences.Select(handle => NameOf(reader, handle)));

    /// <summary>Methods and fields of types of other assemblies: <c>System.DateTime.get_Now</c>.</summary>
    public static IReadOnlyList<string> MembersOf(string file) =>
        Read(file, reader => reader.MemberReferences
            .Select(reader.GetMemberReference)
            .Where(member => member.Parent.Kind == HandleKind.TypeReference)
            .Select(member => $"{NameOf(reader, (TypeReferenceHandle)member.Parent)}.{reader.GetString(member.Name)}"));

    private static string NameOf(MetadataReader reader, TypeReferenceHandle handle)
    {
        var type = reader.GetTypeReference(handle);
        return $"{reader.GetString(type.Namespace)}.{reader.GetString(type.Name)}";
    }

    private static List<string> Read(string file, Func<MetadataReader, IEnumerable<string>> names)
    {
        using var assembly = new PEReader(File.OpenRead(file));
        return [.. names(assembly.GetMetadataReader()).Distinct().Order(StringComparer.Ordinal)];
    }
}
