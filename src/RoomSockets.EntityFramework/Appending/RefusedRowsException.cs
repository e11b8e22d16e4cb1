namespace RoomSockets.EntityFramework;

/// <summary>The database refused rows: a value that does not fit, or a row that they refer to and that is gone.</summary>
internal sealed class RefusedRowsException(Exception cause) : Exception(cause.Message, cause);
