using System.Diagnostics;
using System.Text;
using HighNeedsSim.Reports.Office;
using HighNeedsSim.Reports.Tables;

namespace HighNeedsSim.Reports.Tests.Papers;

/// <summary>Another office program than the one that our files are written for opens them, and runs nothing in them.</summary>
public class LibreOfficeTests
{
    [LibreOfficeFact, Tier("Files")]
    public async Task LibreOffice_opens_every_document_and_workbook_and_finds_no_formula_in_what_people_typed()
    {
        var folder = Directory.CreateTempSubdirectory("hns-").FullName;
        try
        {
            string[] names = ["=1+1", "+1+1", "-2+3", "@SUM(1;1)", "\t=1+1", "=cmd|' /C calc'!A0", "St Mary's"];
            var typed = new FigureTable("typed", "Typed", "Caption.", [new("name", "", "Name", FigureUnit.Text)], [.. names.Select(name => (IReadOnlyList<Figure>)[Figure.Of(name)])], []);
            (string Name, byte[] Bytes)[] files =
            [
                .. SmallRun.Files.Concat(SmallChange.Files).Where(file => Path.GetExtension(file.Name) is ".docx" or ".xlsx").Select((file, n) => (FormattableString.Invariant($"{n}-{file.Name}"), file.Bytes)),
                ("typed-csv.csv", [.. Csv.Encoding.GetPreamble(), .. Encoding.UTF8.GetBytes(FigureCsv.Write(typed))]),
                ("typed-xlsx.xlsx", new Workbook("Typed", "", DateTimeOffset.UnixEpoch).Add(typed).Write()),
            ];
            foreach (var (name, bytes) in files)
            {
                await File.WriteAllBytesAsync(Path.Combine(folder, name), bytes);
            }

            await ConvertAsync(folder, "pdf", [.. files.Select(file => file.Name).Where(name => !name.StartsWith("typed", StringComparison.Ordinal))]);
            await ConvertAsync(folder, "fods", ["typed-csv.csv", "typed-xlsx.xlsx"]);
            var csv = await File.ReadAllTextAsync(Path.Combine(folder, "typed-csv.fods"));
            var xlsx = await File.ReadAllTextAsync(Path.Combine(folder, "typed-xlsx.fods"));

            Assert.Equal(6, Directory.GetFiles(folder, "*.pdf").Length);
            Assert.All(Directory.GetFiles(folder, "*.pdf"), pdf => Assert.True(new FileInfo(pdf).Length > 10_000, pdf));
            Assert.All((string[])[csv, xlsx], sheet =>
            {
                Assert.Contains("SUM(1;1)", sheet, StringComparison.Ordinal);
                Assert.DoesNotContain("table:formula", sheet, StringComparison.Ordinal);
            });
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task ConvertAsync(string folder, string form, string[] names)
    {
        var start = new ProcessStartInfo("soffice") { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        string[] words = ["--headless", $"-env:UserInstallation={new Uri(Path.Combine(folder, "profile")).AbsoluteUri}", "--convert-to", form, "--outdir", folder, .. names];
        foreach (var word in words)
        {
            start.ArgumentList.Add(word);
        }

        using var process = Process.Start(start)!;
        var silence = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        await process.WaitForExitAsync(limit.Token);
        await silence;
        Assert.Equal(0, process.ExitCode);
    }
}

/// <summary>A fact about LibreOffice: it is skipped where that is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LibreOfficeFactAttribute : FactAttribute
{
    public LibreOfficeFactAttribute() => Skip = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "soffice")))
        ? null
        : "There is no LibreOffice on the PATH: on Debian, apt-get install libreoffice-calc-nogui libreoffice-writer-nogui.";
}
