namespace HighNeedsSim.Scenarios;

/// <summary>A file that one process at a time may hold, in a folder that several share. A process that dies lets go of it.</summary>
public static class FileClaim
{
    // EWOULDBLOCK of Linux and of macOS, and Windows' sharing violation: .NET hands on what the system said.
    private static readonly int Taken = OperatingSystem.IsWindows() ? unchecked((int)0x8007_0020) : OperatingSystem.IsMacOS() ? 35 : 11;

    /// <summary>Takes it, until what is returned is disposed of; null while another process has it.</summary>
    /// <param name="file">The file, which is made where it is not there.</param>
    /// <exception cref="IOException">The folder cannot be written: its disk is full or read-only.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be written by this user.</exception>
    public static FileStream? Take(string file)
    {
        try
        {
            return new(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException failure) when (failure.HResult == Taken)
        {
            return null;
        }
    }
}
