namespace HighNeedsSim.Scenarios.Tests;

[Tier("Files")]
public class PackageTests
{
    [Fact]
    public void A_package_survives_the_way_to_bytes_and_back()
    {
        var package = Small();

        var back = ScenarioPackage.FromBytes(package.ToBytes());

        Assert.Equal(package.ScenarioId, back.ScenarioId);
        Assert.Equal(package.Hash, back.Hash);
        Assert.Equal(package.Files, back.Files);
        Assert.Equal(package.ToBytes(), back.ToBytes());
        Assert.NotNull(ScenarioReader.Read(back).Scenario);
    }

    [Fact]
    public void The_hash_depends_on_neither_where_the_folder_lies_nor_the_order_in_which_files_were_made()
    {
        using var copy = new ScenarioCopy();
        foreach (var file in Directory.GetFiles(copy.Folder, "*", SearchOption.AllDirectories).OrderDescending(StringComparer.Ordinal))
        {
            var bytes = File.ReadAllBytes(file);
            File.Delete(file);
            File.WriteAllBytes(file, bytes);
        }

        var there = ScenarioPackage.FromFolder(copy.Folder + Path.DirectorySeparatorChar).Package!;

        Assert.Equal(Small().Hash, there.Hash);
        Assert.Equal(Small().Files, there.Files);
    }

    [Fact]
    public void One_changed_byte_changes_the_hash()
    {
        using var copy = new ScenarioCopy();
        copy.Replace("kent-small/scenario.yaml", "title: Thanet", "title: thanet");

        Assert.NotEqual(Small().Hash, ScenarioPackage.FromFolder(copy.Folder).Package!.Hash);
    }

    [Fact]
    public void The_package_holds_the_registry_and_the_national_rules_in_ordinal_order()
    {
        var paths = Small().Files.Select(f => f.Path).ToArray();

        Assert.Contains("mitigations.yaml", paths);
        Assert.Contains("national/element-2.yaml", paths);
        Assert.Equal(paths.Order(StringComparer.Ordinal), paths);
        Assert.DoesNotContain(paths, p => p.StartsWith("kent-2023-safety-valve", StringComparison.Ordinal));
    }

    [Fact]
    public void Damaged_bytes_are_no_package()
    {
        var bytes = Small().ToBytes();

        Assert.Throws<InvalidDataException>(() => ScenarioPackage.FromBytes(bytes[..^1]));
        Assert.Throws<InvalidDataException>(() => ScenarioPackage.FromBytes([.. bytes, 0]));
        Assert.Throws<InvalidDataException>(() => ScenarioPackage.FromBytes([1, 2, 3]));
    }

    [Fact]
    public void What_a_file_manager_leaves_behind_is_passed_over()
    {
        using var copy = new ScenarioCopy();
        copy.Write("kent-small/.DS_Store", [0, 1, 2]);

        Assert.Equal(Small().Hash, ScenarioPackage.FromFolder(copy.Folder).Package!.Hash);
    }

    [Fact]
    public void A_folder_that_is_not_there_is_a_problem_that_names_its_neighbours()
    {
        var (package, problems) = ScenarioPackage.FromFolder(Repository.Scenario("kent-smal"));

        Assert.Null(package);
        Assert.Contains("kent-small", Assert.Single(problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_in_the_place_of_the_folder_is_a_problem()
    {
        var (package, problems) = ScenarioPackage.FromFolder(Path.Combine(Repository.Scenarios, "mitigations.yaml"));

        Assert.Null(package);
        Assert.Contains("give the scenario's folder", Assert.Single(problems).Message, StringComparison.Ordinal);
    }

    private static ScenarioPackage Small() => ScenarioPackage.FromFolder(Repository.Scenario(ScenarioCopy.Id)).Package!;
}
