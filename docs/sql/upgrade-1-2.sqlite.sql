-- Version 1 to 2: an alert knows whether it was sent as JSON.
BEGIN;
ALTER TABLE "roomsockets_alerts" ADD COLUMN "is_json" INTEGER NOT NULL DEFAULT 0;
UPDATE "roomsockets_schema_version" SET "version" = 2 WHERE "id" = 1;
COMMIT;
