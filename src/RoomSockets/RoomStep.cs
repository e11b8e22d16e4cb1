namespace RoomSockets;

/// <summary>The rest of the way: the next middleware, and in the end the room handler. Calling it goes on; not calling it ends the matter there.</summary>
/// <typeparam name="TContext">What it is about.</typeparam>
/// <param name="context">The context that the middleware was given.</param>
public delegate ValueTask RoomStep<in TContext>(TContext context);
