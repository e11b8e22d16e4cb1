using Microsoft.AspNetCore.Http;

namespace RoomSockets;

/// <summary>As much is in force as is kept in memory: the moderator is told so.</summary>
internal static class RestrictionLimit
{
    public static async ValueTask<T> TellAsync<T>(Func<ValueTask<T>> change)
    {
        try
        {
            return await change();
        }
        catch (TooManyRestrictionsException error)
        {
            throw new ApiException(StatusCodes.Status409Conflict, "too_many_restrictions", error.Message);
        }
    }
}
