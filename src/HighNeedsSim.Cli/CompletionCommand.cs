using System.CommandLine;

namespace HighNeedsSim.Cli;

/// <summary><c>hns completion</c>: a script for the shell, which asks hns itself what may follow.</summary>
internal static class CompletionCommand
{
    private static readonly Dictionary<string, string> Scripts = new()
    {
        ["bash"] = """
            # hns: source this, or put it into /etc/bash_completion.d/hns
            _hns() {
              local IFS=$'\n'
              COMPREPLY=($(compgen -W "$("${COMP_WORDS[0]}" "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
            }
            complete -o default -F _hns hns
            """,
        ["zsh"] = """
            # hns: source this from .zshrc
            _hns() {
              local -a found
              found=("${(@f)$(${words[1]} "[suggest:$CURSOR]" "$BUFFER" 2>/dev/null)}")
              compadd -- $found
              _files
            }
            compdef _hns hns
            """,
        ["pwsh"] = """
            # hns: add this to $PROFILE
            Register-ArgumentCompleter -Native -CommandName hns -ScriptBlock {
              param($word, $line, $position)
              & hns "[suggest:$position]" "$line" | Where-Object { $_ -like "$word*" } |
                ForEach-Object { [System.Management.Automation.CompletionResult]::new($_) }
            }
            """,
    };

    public static Command Make(Terminal terminal)
    {
        var shell = new Argument<string>("shell") { Description = "bash, zsh or pwsh." };
        shell.CompletionSources.Add([.. Scripts.Keys]);
        var command = new Command("completion", "Print a script that teaches a shell to complete hns.") { shell };
        command.SetAction(parsed => Print(terminal, parsed.GetRequiredValue(shell)));
        return command;
    }

    private static int Print(Terminal terminal, string shell)
    {
        if (!Scripts.TryGetValue(shell, out var script))
        {
            terminal.Error.WriteLine($"hns: there is no script for '{shell}': {Nearest.Hint(shell, [.. Scripts.Keys])}");
            return ExitCode.Usage;
        }

        terminal.Out.WriteLine(script);
        return ExitCode.Ok;
    }
}
