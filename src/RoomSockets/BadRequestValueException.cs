namespace RoomSockets;

/// <summary>A route or query value that is absent or has the wrong type. In the handshake it is answered with 400 <c>bad_value</c>.</summary>
public sealed class BadRequestValueException : Exception
{
    internal BadRequestValueException(string place, string name, string? value, Type type)
        : base(value is null
            ? $"The {place} value '{name}' is missing; a value of type {type.Name} is expected."
            : $"The {place} value '{name}' is '{(value.Length <= 64 ? value : value[..64] + "…")}', which is no {type.Name}.") => Name = name;

    /// <summary>The name of the value.</summary>
    public string Name { get; }
}
