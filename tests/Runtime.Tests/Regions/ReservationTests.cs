using MemoryRegions.Tests.Support;
using Xunit;

namespace MemoryRegions.Tests.Regions;

public sealed class ReservationTests : MachineTest
{
    [Fact]
    public void Reservation_hides_what_is_behind_and_answers_nothing()
    {
        Root.AddSubregion(0, Ram("r", 0x3000));
        Root.AddSubregion(0x1000, new ReservationRegion(Owner, "res", 0x1000), 1);
        Assert.Equal("0-fff r+0 Ram, 1000-1fff res+0 Io, 2000-2fff r+2000 Ram", Show());
        Assert.Equal(0u, Memory.LoadUInt32LittleEndian(0x1000, out MemoryTransactionResult result));
        Assert.Equal(MemoryTransactionResult.DecodeError, result);
        Assert.Equal(MemoryTransactionResult.DecodeError, Memory.StoreUInt8(0x1000, 1));
        byte[] buffer = new byte[0x10];
        Assert.Equal(MemoryTransactionResult.Ok, Memory.Write(0xff0, buffer));
        Assert.Equal(MemoryTransactionResult.DecodeError, Memory.Write(0xff8, buffer));
    }

    [Fact]
    public void References_to_a_reservation_keep_its_owner()
    {
        var reservation = new ReservationRegion(Owner, "res", 0x1000);
        reservation.Ref();
        Assert.Equal(2, Owner.ReferenceCount);
        reservation.Unref();
        Root.AddSubregion(0, reservation);
        Owner.Unref();
        Assert.False(Owner.IsFinalized);
        Root.DelSubregion(reservation);
        Assert.True(Owner.IsFinalized);
    }

    [Fact]
    public void Mapping_of_a_reservation_is_bounced()
    {
        Root.AddSubregion(0, new ReservationRegion(Owner, "res", 0x1000));
        using MemoryMapping mapping = Memory.Map(0, 0x10, MapAccess.Read);
        Assert.False(mapping.IsDirect);
        Assert.Equal(new byte[0x10], mapping.Span.ToArray());
    }
}
