using System.Text;

namespace HighNeedsSim.Scenarios;

/// <summary>The scenarios that people made on one server: copies that they changed, and uploads. They never mix with those that came with it.</summary>
/// <param name="given">The folder of the scenarios that came with the server: never written to.</param>
/// <param name="own">The folder of those made here.</param>
public sealed class OwnScenarios(string given, string own)
{
    private const int LongestId = 60;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>The folder of the scenarios made here.</summary>
    public string Folder { get; } = own;

    /// <summary>Makes the folder, and puts beside its scenarios the national rules and the registry of mitigations that came with the server.</summary>
    public void Prepare()
    {
        Directory.CreateDirectory(Folder);
        using (Turn())
        {
            var national = Path.Combine(given, ScenarioPackage.National);
            if (Directory.Exists(national))
            {
                foreach (var file in Directory.EnumerateFiles(national, "*", SearchOption.AllDirectories))
                {
                    var to = Path.Combine(Folder, ScenarioPackage.National, Path.GetRelativePath(national, file));
                    Directory.CreateDirectory(Path.GetDirectoryName(to)!);
                    File.Copy(file, to, overwrite: true);
                }
            }

            var registry = Path.Combine(given, ScenarioPackage.Registry);
            if (File.Exists(registry))
            {
                File.Copy(registry, Path.Combine(Folder, ScenarioPackage.Registry), overwrite: true);
            }
        }
    }

    /// <summary>Why a new scenario cannot be called so; null when it can.</summary>
    public string? Refusal(string id) =>
        !Numbers.IsSlug(id) || id.Length > LongestId || id == ScenarioPackage.National
            ? $"Name must be small letters, digits and hyphens, like kent-more-reviews, and at most {LongestId} of them"
        : Directory.Exists(Path.Combine(given, id)) || Directory.Exists(Path.Combine(Folder, id))
            ? $"There is a scenario '{id}' already: use another name"
        : null;

    /// <summary>Copies a scenario under a new name and title.</summary>
    /// <returns>Why it could not be copied; null when it was.</returns>
    public string? Copy(ScenarioPackage from, string id, string title)
    {
        var yaml = ScenarioText.Set(Text(from), "id", id) is { } named ? ScenarioText.Set(named, "title", title) : null;
        if (yaml is null)
        {
            return "The scenario's files cannot be copied, because scenario.yaml has no id or title";
        }

        using (Turn())
        {
            if (Refusal(id) is { } refusal)
            {
                return refusal;
            }

            Save(id, Own(from).Select(file => file.Key == ScenarioReader.FileName ? KeyValuePair.Create(file.Key, Encoding.UTF8.GetBytes(yaml)) : file));
            return null;
        }
    }

    /// <summary>Takes the files of a scenario under a name, in place of those that it may have.</summary>
    /// <param name="id">Its name.</param>
    /// <param name="files">By path in its folder.</param>
    /// <param name="expected">The hash of what is to be replaced; null when nothing may be there yet.</param>
    /// <returns>Whether it was taken, or somebody changed it meanwhile, and every problem of the files.</returns>
    public (SaveOutcome Outcome, IReadOnlyList<Problem> Problems) Put(string id, IReadOnlyDictionary<string, byte[]> files, string? expected)
    {
        using (Turn())
        {
            if (HashOf(id) != expected)
            {
                return (SaveOutcome.Stale, []);
            }

            if (ProblemsOf(id, files) is { Count: > 0 } problems)
            {
                return (SaveOutcome.Invalid, problems);
            }

            Save(id, files);
            return (SaveOutcome.Saved, []);
        }
    }

    /// <summary>Changes the text of a scenario's <c>scenario.yaml</c>, if the scenario is still sound afterwards.</summary>
    /// <param name="id">Its name.</param>
    /// <param name="expected">The hash of what was read.</param>
    /// <param name="change">From the old text to the new one; null where the text has no such place.</param>
    /// <returns>Whether it was changed, or somebody changed it meanwhile, and every problem that the change would make.</returns>
    public (SaveOutcome Outcome, IReadOnlyList<Problem> Problems) Change(string id, string expected, Func<string, string?> change)
    {
        var (files, outcome, problems) = Changed(id, expected, change);
        return files is null ? (outcome, problems) : Put(id, files, expected);
    }

    /// <summary>What <see cref="Change"/> would say, and nothing is changed.</summary>
    public (SaveOutcome Outcome, IReadOnlyList<Problem> Problems) WouldChange(string id, string expected, Func<string, string?> change)
    {
        var (files, outcome, problems) = Changed(id, expected, change);
        if (files is null)
        {
            return (outcome, problems);
        }

        using (Turn())
        {
            problems = ProblemsOf(id, files);
        }

        return (problems.Count > 0 ? SaveOutcome.Invalid : SaveOutcome.Saved, problems);
    }

    /// <summary>Takes a scenario away, if it is still what was read.</summary>
    public SaveOutcome Remove(string id, string expected)
    {
        using (Turn())
        {
            if (HashOf(id) != expected)
            {
                return SaveOutcome.Stale;
            }

            Directory.Delete(Path.Combine(Folder, id), recursive: true);
            return SaveOutcome.Saved;
        }
    }

    /// <summary>The text of a scenario's <c>scenario.yaml</c>.</summary>
    public static string Text(ScenarioPackage package) =>
        package.Contents.TryGetValue($"{package.ScenarioId}/{ScenarioReader.FileName}", out var bytes) ? Encoding.UTF8.GetString(bytes) : "";

    // One at a time, in all processes that share the folder.
    private FileStream Turn()
    {
        FileStream? turn = null;
        SpinWait.SpinUntil(() => (turn = FileClaim.Take(Path.Combine(Folder, ".turn"))) is not null, Patience);
        return turn ?? throw new IOException($"Another process has kept {Folder} to itself for {Patience.TotalSeconds:0} seconds.");
    }

    // The files with the change in them; or why there are none.
    private (Dictionary<string, byte[]>? Files, SaveOutcome Outcome, IReadOnlyList<Problem> Problems) Changed(string id, string expected, Func<string, string?> change)
    {
        if (ScenarioPackage.FromFolder(Path.Combine(Folder, id)).Package is not { } package || package.Hash != expected)
        {
            return (null, SaveOutcome.Stale, []);
        }

        if (change(Text(package)) is not { } yaml)
        {
            return (null, SaveOutcome.Invalid, [new(ScenarioReader.FileName, null, "there is no such value to change.")]);
        }

        var files = Own(package).ToDictionary(file => file.Key, file => file.Value, StringComparer.Ordinal);
        files[ScenarioReader.FileName] = Encoding.UTF8.GetBytes(yaml);
        return (files, SaveOutcome.Saved, []);
    }

    private IReadOnlyList<Problem> ProblemsOf(string id, IReadOnlyDictionary<string, byte[]> files) => ScenarioReader.Read(
        new(id, files.Select(file => KeyValuePair.Create($"{id}/{file.Key}", file.Value)).Concat(Shared()))).Problems;

    private string? HashOf(string id) =>
        Directory.Exists(Path.Combine(Folder, id)) ? ScenarioPackage.FromFolder(Path.Combine(Folder, id)).Package?.Hash ?? "" : null;

    private IEnumerable<KeyValuePair<string, byte[]>> Shared()
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Folder, ScenarioPackage.National), "*", SearchOption.AllDirectories))
        {
            yield return new(Path.GetRelativePath(Folder, file).Replace('\\', '/'), File.ReadAllBytes(file));
        }

        yield return new(ScenarioPackage.Registry, File.ReadAllBytes(Path.Combine(Folder, ScenarioPackage.Registry)));
    }

    private static IEnumerable<KeyValuePair<string, byte[]>> Own(ScenarioPackage package) => package.Contents
        .Where(file => file.Key.StartsWith(package.ScenarioId + "/", StringComparison.Ordinal))
        .Select(file => KeyValuePair.Create(file.Key[(package.ScenarioId.Length + 1)..], file.Value));

    // Beside its place first, so that nobody ever reads half a scenario.
    private void Save(string id, IEnumerable<KeyValuePair<string, byte[]>> files)
    {
        var unfinished = Path.Combine(Folder, $".{id}.part");
        if (Directory.Exists(unfinished))
        {
            Directory.Delete(unfinished, recursive: true);
        }

        foreach (var (path, bytes) in files)
        {
            var to = Path.Combine(unfinished, path);
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.WriteAllBytes(to, bytes);
        }

        var place = Path.Combine(Folder, id);
        if (Directory.Exists(place))
        {
            Directory.Delete(place, recursive: true);
        }

        Directory.Move(unfinished, place);
    }
}

/// <summary>What became of a change.</summary>
public enum SaveOutcome
{
    /// <summary>It is kept.</summary>
    Saved,

    /// <summary>The scenario is not what was read any more, or there is one already.</summary>
    Stale,

    /// <summary>The scenario would have problems: nothing was changed.</summary>
    Invalid,
}
