using HighNeedsSim.Model.Units;

namespace HighNeedsSim.Model.Population;

/// <summary>
/// The ids of children, 32 bits. An opening plan's id is its position in the opening stock; a child who comes later is named
/// by district, month and slot, never by order of arrival, so the same child has the same id in every variant and replicate.
/// </summary>
internal static class ChildIds
{
    /// <summary>Slots of a district and month, requests and moves together.</summary>
    private const int AllSlots = 1 << SlotBits;

    // Fifteen bits for the slot leave eight for the month: 21 years before months repeat, of which a run with its warm-up has twelve at most.
    private const int SlotBits = 15;

    /// <summary>Slots for moves in.</summary>
    internal const int MoveInSlots = 1 << 12;

    /// <summary>Slots for requests.</summary>
    internal const int RequestSlots = AllSlots - MoveInSlots;

    internal static uint OfRequest(int district, Month month, int slot) => Of(district, month, slot);

    internal static uint OfMoveIn(int district, Month month, int slot) => Of(district, month, RequestSlots + slot);

    // One bit for "came later", eight for the district, eight for the month, fifteen for the slot.
    private static uint Of(int district, Month month, int slot) =>
        (1u << 31) | ((uint)district << 23) | ((uint)(month.Index & 255) << SlotBits) | (uint)slot;
}
