// Block.Outstanding counts for the whole process, so a leak test must be alone while it runs.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
