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


CREATE TABLE "roomsockets_rooms" (
    "id" INTEGER NOT NULL CONSTRAINT "PK_roomsockets_rooms" PRIMARY KEY AUTOINCREMENT,
    "name" TEXT NOT NULL,
    "creator_id" TEXT NULL,
    "last_offset" INTEGER NOT NULL,
    "epoch" TEXT NOT NULL,
    "created_at" TEXT NOT NULL
);


CREATE TABLE "roomsockets_schema_version" (
    "id" INTEGER NOT NULL CONSTRAINT "PK_roomsockets_schema_version" PRIMARY KEY,
    "version" INTEGER NOT NULL
);


CREATE TABLE "roomsockets_slow_modes" (
    "room" TEXT NOT NULL CONSTRAINT "PK_roomsockets_slow_modes" PRIMARY KEY,
    "seconds" INTEGER NOT NULL
);


CREATE TABLE "roomsockets_users" (
    "id" INTEGER NOT NULL CONSTRAINT "PK_roomsockets_users" PRIMARY KEY AUTOINCREMENT,
    "name" TEXT NOT NULL,
    "normalized_name" TEXT NOT NULL,
    "password_hash" TEXT NULL,
    "external_id" TEXT NULL,
    "created_at" TEXT NOT NULL
);


CREATE TABLE "roomsockets_alerts" (
    "id" INTEGER NOT NULL CONSTRAINT "PK_roomsockets_alerts" PRIMARY KEY AUTOINCREMENT,
    "room_id" INTEGER NOT NULL,
    "offset" INTEGER NOT NULL,
    "content" TEXT NOT NULL,
    "sender_id" INTEGER NULL,
    "key" TEXT NULL,
    "is_json" INTEGER NOT NULL,
    "is_deleted" INTEGER NOT NULL DEFAULT 0,
    "created_at" TEXT NOT NULL,
    CONSTRAINT "FK_roomsockets_alerts_roomsockets_rooms_room_id" FOREIGN KEY ("room_id") REFERENCES "roomsockets_rooms" ("id") ON DELETE CASCADE,
    CONSTRAINT "FK_roomsockets_alerts_roomsockets_users_sender_id" FOREIGN KEY ("sender_id") REFERENCES "roomsockets_users" ("id") ON DELETE SET NULL
);


CREATE TABLE "roomsockets_room_users" (
    "room_id" INTEGER NOT NULL,
    "user_id" INTEGER NOT NULL,
    "joined_at" TEXT NOT NULL,
    CONSTRAINT "PK_roomsockets_room_users" PRIMARY KEY ("room_id", "user_id"),
    CONSTRAINT "FK_roomsockets_room_users_roomsockets_rooms_room_id" FOREIGN KEY ("room_id") REFERENCES "roomsockets_rooms" ("id") ON DELETE CASCADE,
    CONSTRAINT "FK_roomsockets_room_users_roomsockets_users_user_id" FOREIGN KEY ("user_id") REFERENCES "roomsockets_users" ("id") ON DELETE CASCADE
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


CREATE TABLE "roomsockets_tokens" (
    "id" INTEGER NOT NULL CONSTRAINT "PK_roomsockets_tokens" PRIMARY KEY AUTOINCREMENT,
    "user_id" INTEGER NOT NULL,
    "hash" BLOB NOT NULL,
    "created_at" TEXT NOT NULL,
    "expires_at" TEXT NULL,
    "last_used_at" TEXT NOT NULL,
    CONSTRAINT "FK_roomsockets_tokens_roomsockets_users_user_id" FOREIGN KEY ("user_id") REFERENCES "roomsockets_users" ("id") ON DELETE CASCADE
);


INSERT INTO "roomsockets_schema_version" ("id", "version")
VALUES (1, 3);
SELECT changes();



CREATE INDEX "IX_roomsockets_alerts_room_id_id" ON "roomsockets_alerts" ("room_id", "id");


CREATE UNIQUE INDEX "IX_roomsockets_alerts_room_id_key_sender_id" ON "roomsockets_alerts" ("room_id", "key", "sender_id") WHERE "key" IS NOT NULL;


CREATE UNIQUE INDEX "IX_roomsockets_alerts_room_id_offset" ON "roomsockets_alerts" ("room_id", "offset");


CREATE INDEX "IX_roomsockets_alerts_sender_id" ON "roomsockets_alerts" ("sender_id");


CREATE INDEX "IX_roomsockets_audit_records_room_id" ON "roomsockets_audit_records" ("room", "id");


CREATE INDEX "IX_roomsockets_bans_address" ON "roomsockets_bans" ("address");


CREATE INDEX "IX_roomsockets_bans_until" ON "roomsockets_bans" ("until");


CREATE INDEX "IX_roomsockets_bans_user_id" ON "roomsockets_bans" ("user_id");


CREATE INDEX "IX_roomsockets_mutes_until" ON "roomsockets_mutes" ("until");


CREATE INDEX "IX_roomsockets_mutes_user_id" ON "roomsockets_mutes" ("user_id");


CREATE INDEX "IX_roomsockets_room_users_user_id" ON "roomsockets_room_users" ("user_id");


CREATE UNIQUE INDEX "IX_roomsockets_rooms_name" ON "roomsockets_rooms" ("name");


CREATE INDEX "IX_roomsockets_tickets_expires_at" ON "roomsockets_tickets" ("expires_at");


CREATE UNIQUE INDEX "IX_roomsockets_tickets_hash" ON "roomsockets_tickets" ("hash");


CREATE INDEX "IX_roomsockets_tickets_user_id_id" ON "roomsockets_tickets" ("user_id", "id");


CREATE INDEX "IX_roomsockets_tokens_expires_at" ON "roomsockets_tokens" ("expires_at");


CREATE UNIQUE INDEX "IX_roomsockets_tokens_hash" ON "roomsockets_tokens" ("hash");


CREATE INDEX "IX_roomsockets_tokens_user_id_id" ON "roomsockets_tokens" ("user_id", "id");


CREATE UNIQUE INDEX "IX_roomsockets_users_external_id" ON "roomsockets_users" ("external_id");


CREATE UNIQUE INDEX "IX_roomsockets_users_normalized_name" ON "roomsockets_users" ("normalized_name");


