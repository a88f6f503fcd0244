using System;
using System.Collections.Immutable;
using MemoryRegions.Agreement.Model;

namespace MemoryRegions.Agreement.Generation;

/// <summary>Makes methods with contracts that are true, and makes one of them untrue.</summary>
internal static class ContractGenerator
{
    /// <summary>Those that have a rule of their own more often.</summary>
    private static readonly ContractForm[] s_forms = [.. Enum.GetValues<ContractForm>(), ContractForm.ForeignMember, ContractForm.ForeignParameter];

    public static ImmutableArray<ContractMember> Create(Random random)
    {
        var members = ImmutableArray.CreateBuilder<ContractMember>();
        for (int count = random.Next(1, 5); count > 0; count--)
        {
            // A few are wrong to begin with.
            members.Add(new ContractMember(s_forms[random.Next(s_forms.Length)], (ResourceKind)random.Next(3), IsRight: random.Next(10) > 0));
        }

        return members.ToImmutable();
    }

    public static ImmutableArray<ContractMember> Edit(ImmutableArray<ContractMember> members, Random random)
    {
        int edited = random.Next(members.Length);
        return members.SetItem(edited, members[edited] with { IsRight = !members[edited].IsRight });
    }
}
