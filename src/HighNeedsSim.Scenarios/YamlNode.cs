using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace HighNeedsSim.Scenarios;

/// <summary>What a YAML file holds: a text, a list or a map, each with the line it begins on.</summary>
/// <remarks>
/// Built from the parser's events rather than with <c>YamlStream</c>, which follows aliases and gives up at the first
/// duplicate key: here anchors, aliases and tags are refused, depth and size are bounded, and all duplicates are named.
/// </remarks>
internal sealed class YamlNode
{
    private const int Deepest = 12;
    private const int MostNodes = 50_000;

    private YamlNode(int line) => Line = line;

    internal int Line { get; }

    internal string? Text { get; private init; }

    internal bool Quoted { get; private init; }

    internal List<(string Key, int Line, YamlNode Value)>? Entries { get; private init; }

    internal List<YamlNode>? Items { get; private init; }

    internal string Kind => Text is not null ? ProblemList.Quote(Text) : Items is not null ? "a list" : "a group of keys";

    /// <summary>The map that a file holds, or null where it holds none; why not is then among the problems.</summary>
    internal static YamlNode? Parse(TextFile file, ProblemList problems)
    {
        var builder = new Builder(file, problems);
        try
        {
            return builder.Document();
        }
        catch (YamlException e)
        {
            // Also the parser's own trouble with hostile input ends here, as a message about the file.
            var line = (int)Math.Max(1, e.Start.Line);
            problems.Add(file.Path, line,
                $"this is not YAML: {Plain(e)} Check indentation (spaces, no tabs), colons and quotation marks.");
            return null;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or IndexOutOfRangeException or FormatException)
        {
            problems.Add(file.Path, null,
                "this is not YAML that can be read: check indentation (spaces, no tabs), colons and quotation marks.");
            return null;
        }
    }

    private static string Plain(YamlException e)
    {
        var message = e.InnerException?.Message ?? e.Message;
        var end = message.LastIndexOf("): ", StringComparison.Ordinal);
        message = (end >= 0 ? message[(end + 3)..] : message).Trim();
        return message.EndsWith('.') ? message : message + ".";
    }

    private sealed class Builder(TextFile file, ProblemList problems)
    {
        private readonly Parser _parser = new Parser(new StringReader(file.Text));
        private int _nodes;

        internal YamlNode? Document()
        {
            _parser.Consume<StreamStart>();
            if (!_parser.TryConsume<DocumentStart>(out _))
            {
                problems.Add(file.Path, null, "the file holds only comments: fill it in.");
                return null;
            }

            if (Node(0) is not { } root)
            {
                return null;
            }

            _parser.Consume<DocumentEnd>();
            if (_parser.TryConsume<DocumentStart>(out var second))
            {
                problems.Add(file.Path, (int)second.Start.Line,
                    "a second YAML document begins here ('---'): a file holds one. Remove it.");
                return null;
            }

            if (root.Entries is null)
            {
                problems.Add(file.Path, root.Line,
                    $"the file holds {root.Kind}: keys with values ('schema: 1') are wanted.");
                return null;
            }

            return root;
        }

        private YamlNode? Node(int depth)
        {
            var line = (int)(_parser.Current?.Start.Line ?? 1);
            if (depth > Deepest || ++_nodes > MostNodes)
            {
                return Refuse(line, depth > Deepest
                    ? $"the file is nested deeper than {Deepest} levels: no scenario needs that."
                    : $"the file has more than {MostNodes} values: large tables belong in data/*.csv.");
            }

            if (_parser.TryConsume<AnchorAlias>(out _))
            {
                return Refuse(line, "YAML aliases (*name) are not used in scenarios: write the value out.");
            }

            if (_parser.Current is NodeEvent { Anchor.IsEmpty: false })
            {
                return Refuse(line, "YAML anchors (&name) are not used in scenarios: write the value out where it is needed.");
            }

            if (_parser.Current is NodeEvent { Tag.IsEmpty: false })
            {
                return Refuse(line, "YAML tags (!name) are not used in scenarios: remove it.");
            }

            if (_parser.TryConsume<Scalar>(out var scalar))
            {
                return new(line) { Text = scalar.Value, Quoted = scalar.Style is not ScalarStyle.Plain };
            }

            return _parser.TryConsume<SequenceStart>(out _) ? List(line, depth) : Map(line, depth);
        }

        private YamlNode? List(int line, int depth)
        {
            var items = new List<YamlNode>();
            while (!_parser.TryConsume<SequenceEnd>(out _))
            {
                if (Node(depth + 1) is not { } item)
                {
                    return null;
                }

                items.Add(item);
            }

            return new(line) { Items = items };
        }

        private YamlNode? Map(int line, int depth)
        {
            _parser.Consume<MappingStart>();
            var entries = new List<(string Key, int Line, YamlNode Value)>();
            var lines = new Dictionary<string, int>(StringComparer.Ordinal);
            while (!_parser.TryConsume<MappingEnd>(out _))
            {
                if (Node(depth + 1) is not { } key || Node(depth + 1) is not { } value)
                {
                    return null;
                }

                if (key.Text is not { } name)
                {
                    return Refuse(key.Line, "a key must be a word, not a list or a group: check the indentation.");
                }

                if (lines.TryGetValue(name, out var first))
                {
                    problems.Add(file.Path, key.Line,
                        $"{ProblemList.Quote(name)} is given twice (first on line {first}): keep one of them.");
                }
                else
                {
                    lines[name] = key.Line;
                    entries.Add((name, key.Line, value));
                }
            }

            return new(line) { Entries = entries };
        }

        private YamlNode? Refuse(int line, string message)
        {
            problems.Add(file.Path, line, message);
            return null;
        }
    }
}
