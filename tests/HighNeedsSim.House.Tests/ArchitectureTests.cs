using System.Xml.Linq;

namespace HighNeedsSim.House.Tests;

/// <summary>Dependencies point one way, so that the same numbers come out without a cluster, a server or a file.</summary>
[Tier("Fact")]
public class ArchitectureTests
{
    // The first three are how the world gets in; the others are how a result would come to depend on the machine or the hour.
    private static readonly string[] KeptFromTheModel =
    [
        "System.IO.File", "System.IO.Directory", "System.IO.Stream", "System.IO.Path", "System.IO.Compression",
        "System.IO.Pipes", "System.IO.MemoryMappedFiles", "System.Console", "System.Net.", "System.Diagnostics.Process",
        "System.Diagnostics.Stopwatch", "System.Random", "System.TimeProvider", "System.Threading.Timer",
        "System.Threading.Tasks.Parallel", "System.Linq.ParallelEnumerable", "MathNet.Numerics.Random",
    ];

    private static readonly string[] CallsKeptFromTheModel =
    [
        "System.DateTime.get_Now", "System.DateTime.get_UtcNow", "System.DateTime.get_Today",
        "System.DateTimeOffset.get_Now", "System.DateTimeOffset.get_UtcNow", "System.Guid.NewGuid",
        "System.Guid.CreateVersion7", "System.Environment.GetEnvironmentVariable", "System.Environment.get_ProcessorCount",
    ];

    public static TheoryData<string> AllParts => [.. Parts.MaySee.Keys];

    [Fact]
    public void Every_folder_of_src_is_a_part_with_its_place_in_the_order()
    {
        var folders = Directory.GetDirectories(Path.Combine(Repository.Root, "src")).Select(Path.GetFileName);

        Assert.Equal(Parts.MaySee.Keys.Order(), folders.Order());
    }

    [Theory, MemberData(nameof(AllParts))]
    public void A_part_uses_only_the_parts_below_it(string part)
    {
        string[] ours = [.. Parts.MaySee.Keys.Select(Parts.AssemblyOf)];
        var allowed = Parts.MaySee[part].Select(Parts.AssemblyOf);

        var used = Metadata.AssembliesOf(Parts.FileOf(part)).Where(name => ours.Contains(name));

        Offenders.None(used.Except(allowed));
    }

    // The compiler leaves a reference out while nothing uses it, so the project files are held to the same order.
    [Theory, MemberData(nameof(AllParts))]
    public void A_project_file_names_only_the_parts_below_it(string part)
    {
        var named = ItemsOf(part, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path));

        Offenders.None(named.Except(Parts.MaySee[part]));
    }

    [Fact]
    public void The_model_is_built_on_the_framework_the_serializer_attributes_and_the_numerics_alone()
    {
        var framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        string[] allowed = ["Orleans.Serialization.Abstractions", "MathNet.Numerics"];

        var others = Metadata.AssembliesOf(Parts.FileOf(Parts.Model))
            .Where(name => !File.Exists(Path.Combine(framework, name + ".dll")));

        Offenders.None(others.Except(allowed));
        Offenders.None(ItemsOf(Parts.Model, "PackageReference")
            .Except(["Microsoft.Orleans.Serialization.Abstractions", "MathNet.Numerics"]));
    }

    [Fact]
    public void The_model_reads_no_file_asks_no_clock_and_talks_to_nobody()
    {
        var model = Parts.FileOf(Parts.Model);

        Offenders.None(Metadata.TypesOf(model)
            .Where(type => KeptFromTheModel.Any(kept => type.StartsWith(kept, StringComparison.Ordinal))));
        Offenders.None(Metadata.MembersOf(model).Intersect(CallsKeptFromTheModel));
    }

    [Theory]
    [InlineData(Parts.Scenarios)]
    [InlineData(Parts.Reports)]
    public void Reading_and_reporting_need_no_cluster_runtime(string part)
    {
        var orleans = Metadata.AssembliesOf(Parts.FileOf(part))
            .Where(name => name.StartsWith("Orleans.", StringComparison.Ordinal));

        Offenders.None(orleans.Except(["Orleans.Serialization.Abstractions"]));
    }

    private static IEnumerable<string> ItemsOf(string part, string kind) =>
        XDocument.Parse(Repository.Read($"src/{part}/{part}.csproj")).Descendants(kind)
            .Select(item => item.Attribute("Include")!.Value.Replace('\\', '/'));
}
