namespace HighNeedsSim;

/// <summary>Text in the repository that the code writes: a whole file, or a block of a document between two comments.</summary>
/// <remarks>
/// A test only compares. With HNS_REGENERATE=1 it writes first: on purpose, never in CI, and the diff is read before the commit.
/// </remarks>
internal static class Written
{
    private const string Regenerate = "HNS_REGENERATE";

    // Two tests may keep blocks of the same document.
    private static readonly Lock OneAtATime = new();

    /// <summary>The file holds the text.</summary>
    /// <param name="file">Below the root of the repository.</param>
    /// <param name="text">What the code prints now.</param>
    internal static void InFile(string file, string text)
    {
        lock (OneAtATime)
        {
            if (IsAsked())
            {
                File.WriteAllText(At(file), text);
            }

            Compare(file, File.ReadAllText(At(file)), text);
        }
    }

    /// <summary>The document holds the text between <c>&lt;!-- name: … --&gt;</c> and <c>&lt;!-- end of name --&gt;</c>.</summary>
    /// <param name="file">Below the root of the repository.</param>
    /// <param name="name">Of the block.</param>
    /// <param name="text">What the code prints now.</param>
    internal static void InBlock(string file, string name, string text)
    {
        text = "\n\n" + text + "\n";
        lock (OneAtATime)
        {
            var document = File.ReadAllText(At(file));
            var begin = document.IndexOf($"<!-- {name}: ", StringComparison.Ordinal);
            var from = begin < 0 ? -1 : document.IndexOf("-->", begin, StringComparison.Ordinal) + "-->".Length;
            var to = document.IndexOf($"<!-- end of {name} -->", StringComparison.Ordinal);
            Assert.True(begin >= 0 && to >= from, $"{file} has no block '{name}': put its two comments back.");
            if (IsAsked())
            {
                File.WriteAllText(At(file), document[..from] + text + document[to..]);
                return;
            }

            Compare($"{file}, block '{name}'", document[from..to], text);
        }
    }

    private static bool IsAsked()
    {
        var asked = Environment.GetEnvironmentVariable(Regenerate) == "1";
        Assert.False(asked && Environment.GetEnvironmentVariable("CI") is not null, $"{Regenerate}=1 writes files anew: never in CI.");
        return asked;
    }

    private static void Compare(string where, string kept, string printed)
    {
        if (kept == printed)
        {
            return;
        }

        var (before, now) = (kept.Split('\n'), printed.Split('\n'));
        Assert.Fail(
            $"{where} is not what the code prints:\n"
            + string.Concat(before.Except(now).Select(line => $"  kept:    {line}\n"))
            + string.Concat(now.Except(before).Select(line => $"  printed: {line}\n"))
            + $"If the change is on purpose, run this test once with {Regenerate}=1 and read the diff before you commit it.");
    }

    private static string At(string file)
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at.FullName, "HighNeedsSim.sln")))
        {
            at = at.Parent ?? throw new InvalidOperationException("The tests run outside the repository: HighNeedsSim.sln is in no folder above them.");
        }

        return Path.Combine(at.FullName, file);
    }
}
