using System.CommandLine;
using System.Globalization;
using HighNeedsSim.Reports.Papers;
using HighNeedsSim.Reports.Runs;

namespace HighNeedsSim.Cli;

/// <summary><c>hns sign</c>: somebody answers for a run, in a role of the AQuA Book; from Draft to Assured to Approved.</summary>
internal static class SignCommand
{
    private static readonly string[] Roles = [.. Enum.GetValues<AssuranceRole>().Select(Assurance.NameOf)];

    public static Command Make(Terminal terminal)
    {
        var folder = new Argument<string>("run folder") { Description = "A folder that 'hns run' wrote." };
        var role = new Option<string>("--role") { Description = $"In what role: {string.Join(", ", Roles)}.", HelpName = "ROLE", Required = true };
        var name = new Option<string>("--name") { Description = "Who signs.", HelpName = "NAME", Required = true };
        var note = new Option<string>("--note") { Description = "What was looked at, and what limits were found.", HelpName = "TEXT", Required = true };
        var date = new Option<string>("--date") { Description = "When, as 2026-11-24; today if left out.", HelpName = "DATE" };
        var command = new Command("sign", "Sign for a run: a draft is assured by somebody who did not make it, then approved.") { folder, role, name, note, date };
        command.SetAction(parsed => Sign(
            terminal, parsed.GetRequiredValue(folder), parsed.GetRequiredValue(role), parsed.GetRequiredValue(name), parsed.GetRequiredValue(note), parsed.GetValue(date)));
        return command;
    }

    private static int Sign(Terminal terminal, string folder, string role, string name, string note, string? date)
    {
        var faults = new List<string>();
        if (!Roles.Contains(role))
        {
            faults.Add($"there is no role '{role}': {Nearest.Hint(role, Roles)}");
        }

        var day = DateOnly.FromDateTime(TimeProvider.System.GetLocalNow().Date);
        if (date is not null && !DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day))
        {
            faults.Add($"--date {date} is no date: write it as 2026-11-24.");
        }

        if (faults.Count > 0)
        {
            faults.ForEach(fault => terminal.Error.WriteLine($"hns: {fault}"));
            return ExitCode.Usage;
        }

        var (kept, missing) = RunFolder.Read(folder);
        if (kept is null)
        {
            terminal.Error.WriteLine($"hns: {missing!.Message}");
            return missing.NotFound ? ExitCode.NotFound : ExitCode.Invalid;
        }

        try
        {
            var before = Assurance.Of(folder, kept.Run.Findings.Result.Digest);
            var (signed, fault) = before.Sign(new(Enum.Parse<AssuranceRole>(role, ignoreCase: true), name.Trim(), day, note.Trim()));
            if (signed is null)
            {
                terminal.Error.WriteLine($"hns: {fault}");
                return ExitCode.Usage;
            }

            File.WriteAllBytes(Path.Combine(folder, Assurance.FileName), signed.Write());
            terminal.Out.WriteLine($"{folder}: {signed.State}. Signed by {string.Join("; ", signed.Signatures.Select(s => $"{s.Name} ({Assurance.NameOf(s.Role)})"))}.");
            return ExitCode.Ok;
        }
        catch (InvalidDataException damage)
        {
            terminal.Error.WriteLine($"hns: {damage.Message}");
            return ExitCode.Invalid;
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            terminal.Error.WriteLine($"hns: {folder} may not be written to: ask for the right to write there.");
            return ExitCode.Failure;
        }
    }
}
