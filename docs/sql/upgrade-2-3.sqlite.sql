-- Version 2 to 3: alerts can be deleted; bans, mutes, slow modes and what moderators did are kept, and one-time tickets. Who created a room is known since version 1.
BEGIN;
ALTER TABLE "roomsockets_alerts" ADD COLUMN "is_deleted" INTEGER NOT NULL DEFAULT 0;
CREATE TABLE "roomsockets_audit_records" (
    "id" INTEGER NOT NULL CONSTRAINT "PK_roomsockets_audit_records" PRIMARY KEY AUTOINCREMENT,
    "at" TEXT NOT NULL,
    "actor" TEXT NULL,
    "action" TEXT NOT NULL,
    "subject" TEXT NULL,
    "room" TEXT NULL,
    "detail" TEXT NULL
);
CREATE TABLE "roomsockets_bans" (
    "id" INTEGER NOT NULL CONSTRAINT "PK_roomsockets_bans" PRIMARY KEY AUTOINCREMENT,
    "user_id" TEXT NULL,
    "address" TEXT NULL,
    "room" TEXT NULL,
    "until" TEXT NULL,
    "reason" TEXT NULL,
    "actor" TEXT NULL,
    "created_at" TEXT NOT NULL
);
CREATE TABLE "roomsockets_mutes" (
    "id" INTEGER NOT NULL CONSTRAINT "PK_roomsockets_mutes" PRIMARY KEY AUTOINCREMENT,
    "user_id" TEXT NOT NULL,
    "room" TEXT NULL,
    "until" TEXT NULL,
    "reason" TEXT NULL,
    "actor" TEXT NULL,
    "created_at" TEXT NOT NULL
);
CREATE TABLE "roomsockets_slow_modes" (
    "room" TEXT NOT NULL CONSTRAINT "PK_roomsockets_slow_modes" PRIMARY KEY,
    "seconds" INTEGER NOT NULL
);
CREATE TABLE "roomsockets_tickets" (
    "id" INTEGER NOT NULL CONSTRAINT "PK_roomsockets_tickets" PRIMARY KEY AUTOINCREMENT,
    "user_id" INTEGER NOT NULL,
    "hash" BLOB NOT NULL,
    "content" BLOB NOT NULL,
    "created_at" TEXT NOT NULL,
    "expires_at" TEXT NOT NULL,
    CONSTRAINT "FK_roomsockets_tickets_roomsockets_users_user_id" FOREIGN KEY ("user_id") REFERENCES "roomsockets_users" ("id") ON DELETE CASCADE
);
CREATE INDEX "IX_roomsockets_audit_records_room_id" ON "roomsockets_audit_records" ("room", "id");
CREATE INDEX "IX_roomsockets_bans_address" ON "roomsockets_bans" ("address");
CREATE INDEX "IX_roomsockets_bans_until" ON "roomsockets_bans" ("until");
CREATE INDEX "IX_roomsockets_bans_user_id" ON "roomsockets_bans" ("user_id");
CREATE INDEX "IX_roomsockets_mutes_until" ON "roomsockets_mutes" ("until");
CREATE INDEX "IX_roomsockets_mutes_user_id" ON "roomsockets_mutes" ("user_id");
CREATE INDEX "IX_roomsockets_tickets_expires_at" ON "roomsockets_tickets" ("expires_at");
CREATE UNIQUE INDEX "IX_roomsockets_tickets_hash" ON "roomsockets_tickets" ("hash");
CREATE INDEX "IX_roomsockets_tickets_user_id_id" ON "roomsockets_tickets" ("user_id", "id");
UPDATE "roomsockets_schema_version" SET "version" = 3 WHERE "id" = 1;
COMMIT;
