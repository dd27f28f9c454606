using System.Globalization;
using HighNeedsSim.Scenarios.Tests.Hostile;

// ./run fuzz [--seconds N] [--seed S] [--door NAME] [--cases 1]
var (seconds, seed, doors, one) = (60, 1UL, Door.All, false);
for (var i = 0; i < args.Length; i += 2)
{
    var value = i + 1 < args.Length ? args[i + 1] : "";
    var isNumber = ulong.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
    switch (args[i])
    {
        case "--seconds" when isNumber && number is > 0 and < 1_000_000:
            seconds = (int)number;
            break;
        case "--seed" when isNumber:
            seed = number;
            break;
        case "--door" when Door.All.FirstOrDefault(door => door.Name == value) is { } door:
            doors = [door];
            break;
        case "--cases" when value == "1":
            one = true;
            break;
        default:
            await Console.Error.WriteLineAsync($"Usage: ./run fuzz [--seconds N] [--seed S] [--door NAME] [--cases 1]; NAME is one of {string.Join(", ", Door.All.Select(d => d.Name))}.");
            return 2;
    }
}

if (one)
{
    var wrong = doors.Select(door => door.Try(seed)).OfType<string>().ToList();
    wrong.ForEach(Console.Error.WriteLine);
    return wrong.Count == 0 ? 0 : 5;
}

return Campaign.Run(doors, seconds, seed) ? 0 : 5;
