using HighNeedsSim.Model.Sen;
using HighNeedsSim.Model.Units;
using HighNeedsSim.Model.World;

namespace HighNeedsSim.Model.Funding;

/// <summary>Where money of the high needs account comes from, stands and goes.</summary>
internal enum Account
{
    /// <summary>The Department for Education, as payer of the block and of Safety Valve money.</summary>
    Department,

    /// <summary>The schools block of the same grant.</summary>
    SchoolsBlock,

    /// <summary>The council's general fund.</summary>
    GeneralFund,

    /// <summary>Other payers.</summary>
    OtherPayers,

    /// <summary>What was spent before the first year: the other side of the opening deficit.</summary>
    EarlierYears,

    /// <summary>The high needs block of the year.</summary>
    HighNeedsBlock,

    /// <summary>The DSG reserve; a deficit is a balance below nothing.</summary>
    DsgReserve,

    /// <summary>The first section 251 line; the others follow in their order.</summary>
    FirstLine,
}

/// <summary>The accounts of one replicate, kept by double entry: what one account gives another receives.</summary>
internal sealed class Ledger
{
    private readonly long[] _balances = new long[(int)Account.FirstLine + Section251Lines.Count];

    /// <summary>The account of a section 251 line.</summary>
    internal static Account Of(Section251Line line) => Account.FirstLine + (int)line;

    /// <summary>Saves or restores the balances.</summary>
    internal void Carry(Carrier carrier) => carrier.Values(_balances);

    /// <summary>The line that an account is of; null for the other accounts.</summary>
    internal static Section251Line? LineOf(Account account) => account < Account.FirstLine ? null : (Section251Line)(account - Account.FirstLine);

    /// <summary>What a reader calls an account.</summary>
    internal static string NameOf(Account account) => account switch
    {
        Account.Department => "Department for Education",
        Account.SchoolsBlock => "Schools block",
        Account.GeneralFund => "General fund",
        Account.OtherPayers => "Other payers",
        Account.EarlierYears => "Earlier years",
        Account.HighNeedsBlock => "High needs block",
        Account.DsgReserve => "DSG reserve",
        _ => $"{((Section251Line)(account - Account.FirstLine)).Code()} {((Section251Line)(account - Account.FirstLine)).Label()}",
    };

    /// <summary>What stands on an account.</summary>
    internal Money Balance(Account account) => new(_balances[(int)account]);

    /// <summary>The sum of all accounts: always nothing.</summary>
    internal Money Sum => new(_balances.Sum());

    /// <summary>Moves an amount.</summary>
    internal void Post(Account from, Account to, Money amount)
    {
        _balances[(int)from] -= amount.Pence;
        _balances[(int)to] += amount.Pence;
    }
}
