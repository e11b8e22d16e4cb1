namespace RoomSockets;

/// <summary>Something that the host has added, for the application or as metadata of an endpoint. One instance comes into being for each of these objects.</summary>
/// <param name="Create">Makes it from the application's services.</param>
/// <param name="Name">What it is called where it cannot be made.</param>
/// <param name="IsOwned">Whether it is disposed with the application; what came as an instance is its maker's.</param>
internal sealed record Registered<T>(Func<IServiceProvider, T> Create, string Name, bool IsOwned) where T : class
{
    // Two of the same type are two: what counts is who was added, and not what it looks like.
    public bool Equals(Registered<T>? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}
