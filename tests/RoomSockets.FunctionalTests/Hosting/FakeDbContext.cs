namespace Microsoft.EntityFrameworkCore;

/// <summary>Stands for Entity Framework's, which the core knows by name only.</summary>
internal abstract class DbContext;
