using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace HighNeedsSim.House.Tests;

/// <summary>What a reviewer should never have to say.</summary>
[Tier("Fact")]
public partial class TidyTests
{
    // Each in two halves, so that this file does not trip over itself.
    private static readonly string[] PackageHosts =
    [
        "nuget" + ".org", "npmjs" + ".org", "npmjs" + ".com", "deb." + "debian.org", "security." + "debian.org",
        "yarnpkg" + ".com", "py" + "pi.org", "crates" + ".io",
    ];

    [Fact]
    public void Nothing_is_left_for_later_in_a_comment() =>
        Offenders.None(LinesThat(Leftover().IsMatch, "an unfinished thing is an issue, not a comment"));

    [Fact]
    public void No_file_names_a_folder_of_one_persons_machine() =>
        Offenders.None(LinesThat(OwnFolder().IsMatch, "say it relative to the repository"));

    [Fact]
    public void No_file_names_a_package_registry()
    {
        bool NamesHost(string line) =>
            PackageHosts.Any(host => line.Contains(host, StringComparison.OrdinalIgnoreCase));

        Offenders.None(LinesThat(NamesHost, "every machine is set up with its own registry: name the package only"));
    }

    [Fact]
    public void Lock_files_hold_no_addresses() =>
        Offenders.None(Repository.Files
            .Where(file => Path.GetFileName(file) is "packages.lock.json" or "package-lock.json")
            .Where(file => Address().IsMatch(Repository.Read(file))));

    [Fact]
    public void Every_file_ends_with_a_new_line() =>
        Offenders.None(Repository.Texts
            .Where(entry => entry.Text.Length > 0 && !entry.Text.EndsWith('\n'))
            .Select(entry => entry.File));

    [Fact]
    public void Every_project_has_a_lock_file() =>
        Offenders.None(Repository.Files
            .Where(file => file.EndsWith(".csproj", StringComparison.Ordinal))
            .Select(file => $"{Path.GetDirectoryName(file)}/packages.lock.json")
            .Where(file => !Repository.Has(file)));

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = Repository.Read("HighNeedsSim.sln").Replace('\\', '/');

        Offenders.None(Repository.Files
            .Where(file => file.EndsWith(".csproj", StringComparison.Ordinal))
            .Where(file => !solution.Contains($"\"{file}\"", StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_package_has_one_exact_version() =>
        Offenders.None(XDocument.Parse(Repository.Read("Directory.Packages.props")).Descendants()
            .Select(package => package.Attribute("Version")?.Value)
            .OfType<string>()
            .Where(version => !ExactVersion().IsMatch(version)));

    [Fact]
    public void Every_script_can_be_run_after_a_clone()
    {
        var plain = Repository.Files
            .Where(file => Repository.Read(file).StartsWith("#!", StringComparison.Ordinal))
            .Where(file => !OperatingSystem.IsWindows()
                && !File.GetUnixFileMode(Path.Combine(Repository.Root, file)).HasFlag(UnixFileMode.UserExecute));

        Offenders.None(plain);
    }

    private static IEnumerable<string> LinesThat(Func<string, bool> offend, string advice) =>
        from entry in Repository.Texts
        from line in entry.Text.Split('\n').Select((text, index) => (Text: text, Number: index + 1))
        where offend(line.Text)
        select $"{entry.File}({line.Number}): {advice}: {line.Text.Trim()}";

    [GeneratedRegex(@"\b(TO" + @"DO|FIX" + @"ME|HA" + @"CK|XX" + @"X|NotImplemented" + @"Exception)\b")]
    private static partial Regex Leftover();

    // A path that starts there, not an address that happens to hold the same word.
    [GeneratedRegex(@"(?<![\w.:/~})-])/(work|tmp|home|Users|root)/[\w.]|\b[A-Za-z]:\\Users\\")]
    private static partial Regex OwnFolder();

    [GeneratedRegex("\"resolved\": \"https?://")]
    private static partial Regex Address();

    [GeneratedRegex(@"^\d+\.\d+\.\d+(\.\d+)?(-[\w.]+)?$")]
    private static partial Regex ExactVersion();
}
