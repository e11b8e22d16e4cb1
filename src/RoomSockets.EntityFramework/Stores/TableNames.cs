using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace RoomSockets.EntityFramework;

/// <summary>Quoted names of tables and columns as the host's model has them: schema, prefix and conventions included.</summary>
internal sealed class TableNames(DbContext context)
{
    private readonly ISqlGenerationHelper _quote = context.GetService<ISqlGenerationHelper>();

    public string Table<TEntity>() => _quote.DelimitIdentifier(Find<TEntity>().GetTableName()!, Find<TEntity>().GetSchema());

    public string Column<TEntity>(string property)
    {
        var entity = Find<TEntity>();
        var table = StoreObjectIdentifier.Table(entity.GetTableName()!, entity.GetSchema());
        return _quote.DelimitIdentifier(entity.FindProperty(property)!.GetColumnName(table)!);
    }

    private IEntityType Find<TEntity>() => context.Model.FindEntityType(typeof(TEntity))!;
}
