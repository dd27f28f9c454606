using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;

namespace HighNeedsSim.Cli;

/// <summary>The commands, and what happens when somebody asks for one that is not there.</summary>
internal static class CommandTree
{
    private const string Examples = """
        Examples:
          hns run scenarios/kent-2023-safety-valve
          hns run scenarios/kent-small --replicates 100 --json > run.json
          hns check scenarios/kent-small
          hns fit scenarios/kent-2023-safety-valve
        """;

    /// <summary>All commands.</summary>
    public static RootCommand Make(Terminal terminal)
    {
        var root = new RootCommand("What a local authority's high needs block will cost, and what could change it.")
        {
            RunCommand.Make(terminal),
            CheckCommand.Make(terminal),
            FitCommand.Make(terminal),
            BackTestCommand.Make(terminal),
            SensitivityCommand.Make(terminal),
            ExplainCommand.Make(terminal),
            SeekCommand.Make(terminal),
            ScenariosCommand.Make(terminal),
            ImportCommand.Make(terminal),
            ReportCommand.Make(terminal),
            CompareCommand.Make(terminal),
            SignCommand.Make(terminal),
            ReproduceCommand.Make(terminal),
            ReplayCommand.Make(terminal),
            StoreCommands.Doctor(terminal),
            StoreCommands.Backup(terminal),
            StoreCommands.Retain(terminal),
            LedgerCommand.Make(terminal),
            RunsCommand.Make(terminal),
            CompletionCommand.Make(terminal),
        };
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithMore((HelpAction)help.Action!, $"{Examples}\n\n{ExitCode.Explained}");
        return root;
    }

    /// <summary>Does what the words ask for.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> InvokeAsync(Terminal terminal, IReadOnlyList<string> words, CancellationToken cancel)
    {
        var root = Make(terminal);
        if (words.Count == 0)
        {
            await root.Parse("--help").InvokeAsync(Invocation(terminal.Error, terminal.Error), cancel);
            return ExitCode.Usage;
        }

        var parsed = root.Parse(words, new() { ResponseFileTokenReplacer = null });
        if (parsed.Action is ParseErrorAction)
        {
            foreach (var fault in Faults(parsed, words))
            {
                await terminal.Error.WriteLineAsync($"hns: {fault}");
            }

            await terminal.Error.WriteLineAsync($"Try '{Path(parsed.CommandResult.Command)} --help'.");
            return ExitCode.Usage;
        }

        return await parsed.InvokeAsync(Invocation(terminal.Out, terminal.Error), cancel);
    }

    private static InvocationConfiguration Invocation(TextWriter output, TextWriter error) => new()
    {
        Output = output,
        Error = error,
        // A stack trace helps nobody who did not write it, and Ctrl+C has its own exit code: Program sees to both.
        EnableDefaultExceptionHandler = false,
        ProcessTerminationTimeout = null,
    };

    // Every fault at once; those of words nobody knows with what may have been meant.
    private static IEnumerable<string> Faults(ParseResult parsed, IReadOnlyList<string> words)
    {
        var command = parsed.CommandResult.Command;
        var unknown = parsed.UnmatchedTokens;
        if (unknown.Count > 0 && command.Subcommands.Count > 0 && !unknown[0].StartsWith('-'))
        {
            // What follows a command that is not there cannot be judged.
            yield return $"there is no command '{unknown[0]}': {Nearest.Hint(unknown[0], [.. command.Subcommands.Select(c => c.Name)])}";
            yield break;
        }

        foreach (var word in unknown)
        {
            if (word.StartsWith('-'))
            {
                yield return $"there is no option {word} of '{Path(command)}': "
                    + Nearest.Hint(word, [.. command.Options.Concat(Recursive(command)).Select(option => option.Name).Distinct()]);
            }
            else if (!unknown.Contains(Before(word, words)))
            {
                yield return $"'{word}' is one word too many: '{Path(command)}' takes {Arguments(command)}.";
            }
        }

        foreach (var error in parsed.Errors.Where(e => !unknown.Any(word => e.Message.Contains($"'{word}'", StringComparison.Ordinal))))
        {
            // The library does not say which argument it misses.
            yield return error.SymbolResult is ArgumentResult { Parent: CommandResult, Tokens.Count: 0 } missing
                ? $"'{Path(command)}' needs <{missing.Argument.Name}>."
                : error.Message.TrimEnd('.') + ".";
        }
    }

    // The value of an option that is not there is no fault of its own.
    private static string Before(string word, IReadOnlyList<string> words)
    {
        var at = words.ToList().IndexOf(word);
        return at > 0 && words[at - 1].StartsWith('-') ? words[at - 1] : "";
    }

    private static string Arguments(Command command) =>
        command.Arguments.Count == 0 ? "none" : string.Join(" ", command.Arguments.Select(argument => $"<{argument.Name}>"));

    private static IEnumerable<Option> Recursive(Command command) =>
        command.Parents.OfType<Command>().SelectMany(parent => parent.Options.Where(option => option.Recursive).Concat(Recursive(parent)));

    private static string Path(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? $"{Path(parent)} {command.Name}" : "hns";

    /// <summary>The library's help, followed by what it does not know of.</summary>
    private sealed class HelpWithMore(HelpAction help, string more) : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => help.ClearsParseErrors;

        public override int Invoke(ParseResult parseResult)
        {
            var code = help.Invoke(parseResult);
            parseResult.InvocationConfiguration.Output.WriteLine(more);
            return code;
        }
    }
}
