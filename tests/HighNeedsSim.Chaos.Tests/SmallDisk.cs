using System.Diagnostics;
using System.Globalization;

namespace HighNeedsSim.Chaos.Tests;

/// <summary>A file system of some megabytes in memory, which only one process sees and those that join it, and which goes with them.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hns-disk-");
    private readonly Process _holder;

    /// <summary>Makes it.</summary>
    /// <param name="megabytes">How large it is.</param>
    /// <exception cref="InvalidOperationException">This machine gives nobody one.</exception>
    public SmallDisk(int megabytes)
    {
        // Only root may mount without being somebody else first; and whoever is root of a world of its own knows no other user there.
        string[] apart = IsRoot ? ["--mount"] : ["--user", "--map-root-user", "--mount"];
        var mount = string.Create(CultureInfo.InvariantCulture, $"mount -t tmpfs -o size={megabytes}m none \"$0\" && echo mounted && exec sleep infinity");
        try
        {
            _holder = Process.Start(new ProcessStartInfo("unshare", [.. apart, "sh", "-c", mount, Folder])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            _folder.Delete();
            throw new InvalidOperationException("There is no 'unshare' (util-linux) on this machine.", missing);
        }

        if (_holder.StandardOutput.ReadLine() != "mounted")
        {
            Dispose();
            throw new InvalidOperationException("This machine lets nobody mount a small disk of their own (user namespaces).");
        }
    }

    /// <summary>Where it is mounted.</summary>
    public string Folder => _folder.FullName;

    /// <summary>The words before a program that join those who see the disk, and then become the program.</summary>
    public IReadOnlyList<string> Within => [.. Joined, "sh", "-c", "cd \"$0\" && exec \"$@\"", RepositoryRoot.Folder];

    /// <summary>Whether this user may mount without further ado, so that other users' programs can use the disk too.</summary>
    public static bool IsRoot => Environment.UserName == "root";

    private string[] Joined =>
    [
        "nsenter", "--target", _holder.Id.ToString(CultureInfo.InvariantCulture), "--mount",
        .. IsRoot ? Array.Empty<string>() : ["--user", "--preserve-credentials"],
    ];

    private string Ballast => string.Create(CultureInfo.InvariantCulture, $"/proc/{_holder.Id}/root{Folder}/ballast");

    /// <summary>Takes up every byte that is left.</summary>
    public void Fill()
    {
        using var ballast = File.Create(Ballast, bufferSize: 1);
        try
        {
            while (true)
            {
                ballast.Write(new byte[4096]);
            }
        }
        catch (IOException)
        {
            // No space left on device.
        }
    }

    /// <summary>Gives it back.</summary>
    public void Empty() => File.Delete(Ballast);

    /// <summary>From now on nobody can write, as when a disk has been found to be failing.</summary>
    public void Freeze()
    {
        using var mount = Process.Start(Joined[0], [.. Joined[1..], "mount", "-o", "remount,ro", Folder]);
        mount.WaitForExit();
        if (mount.ExitCode != 0)
        {
            throw new InvalidOperationException($"{Folder} could not be made read-only: somebody still writes.");
        }
    }

    public void Dispose()
    {
        _holder.Kill();
        _holder.WaitForExit();
        _holder.Dispose();
        _folder.Delete();
    }
}

/// <summary>A fact about a disk of its own: skipped where this machine gives nobody one.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SmallDiskFactAttribute : FactAttribute
{
    /// <param name="forPostgres">Whether PostgreSQL is to use it, which refuses to be root.</param>
    public SmallDiskFactAttribute(bool forPostgres = false)
    {
        if (forPostgres && !SmallDisk.IsRoot)
        {
            Skip = "Only root can give PostgreSQL a small disk.";
            return;
        }

        try
        {
            using var disk = new SmallDisk(megabytes: 1);
        }
        catch (InvalidOperationException none)
        {
            Skip = none.Message;
        }
    }
}
