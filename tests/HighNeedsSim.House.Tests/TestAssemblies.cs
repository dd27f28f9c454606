using System.Reflection;
using System.Runtime.Loader;

namespace HighNeedsSim.House.Tests;

/// <summary>Every test of the house, found in the assemblies where they were built.</summary>
internal static class TestAssemblies
{
    private static readonly string Here = typeof(TestAssemblies).Assembly.GetName().Name!;

    public static IReadOnlyList<Assembly> All { get; } =
        [.. Projects().Select(project => project == Here ? typeof(TestAssemblies).Assembly : Load(project))];

    public static IReadOnlyList<MethodInfo> Tests { get; } =
    [
        .. from assembly in All
           from type in assembly.GetTypes()
           where !type.IsAbstract
           from method in type.GetMethods()
           where method.CustomAttributes.Any(attribute => IsFact(attribute.AttributeType))
           select method,
    ];

    public static string NameOf(MethodInfo test) => $"{test.ReflectedType!.FullName}.{test.Name}";

    private static IEnumerable<string> Projects() =>
        from project in Directory.GetDirectories(Path.Combine(Repository.Root, "tests"))
        where File.Exists(Path.Combine(project, Path.GetFileName(project) + ".csproj"))
        where project.EndsWith(".Tests", StringComparison.Ordinal)
        orderby project
        select Path.GetFileName(project);

    private static Assembly Load(string project)
    {
        // …/tests/HighNeedsSim.House.Tests/bin/Release/net10.0/ says how and where the others were built too.
        var built = AppContext.BaseDirectory.Replace(Here, project, StringComparison.Ordinal);
        return new Neighbour(Path.Combine(built, project + ".dll")).Assembly;
    }

    // By name, because each test project brings its own copy of xunit.
    private static bool IsFact(Type? type) =>
        type is not null && (type.FullName == typeof(FactAttribute).FullName || IsFact(type.BaseType));

    /// <summary>A test assembly beside this one, with its own dependencies.</summary>
    private sealed class Neighbour : AssemblyLoadContext
    {
        private readonly AssemblyDependencyResolver resolver;

        public Neighbour(string file)
        {
            resolver = new(file);
            Assembly = LoadFromAssemblyPath(file);
        }

        public Assembly Assembly { get; }

        protected override Assembly? Load(AssemblyName assemblyName) =>
            resolver.ResolveAssemblyToPath(assemblyName) is { } path ? LoadFromAssemblyPath(path) : null;
    }
}
