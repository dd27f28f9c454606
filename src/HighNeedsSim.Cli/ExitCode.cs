namespace HighNeedsSim.Cli;

/// <summary>What a command's end means to the script that called it. Told in <c>--help</c> and in docs/command-line.md.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Ok = 0;

    /// <summary>Something failed that the caller's words did not cause.</summary>
    public const int Failure = 1;

    /// <summary>The command, an option or its value is not possible.</summary>
    public const int Usage = 2;

    /// <summary>The scenario or its data are not sound.</summary>
    public const int Invalid = 3;

    /// <summary>There is no such scenario.</summary>
    public const int NotFound = 4;

    /// <summary>A check did not hold: a run could not be reproduced.</summary>
    public const int CheckFailed = 5;

    /// <summary>Stopped by Ctrl+C.</summary>
    public const int Interrupted = 130;

    /// <summary>All of them, for people.</summary>
    public const string Explained = """
        Exit codes:
          0    done
          1    failed
          2    the command, an option or its value is not possible
          3    the scenario or its data are not sound
          4    there is no such scenario
          5    a check failed: a run could not be reproduced
          130  interrupted
        """;
}
