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
VALUES (1, 2);
SELECT changes();



CREATE INDEX "IX_roomsockets_alerts_room_id_id" ON "roomsockets_alerts" ("room_id", "id");


CREATE UNIQUE INDEX "IX_roomsockets_alerts_room_id_key_sender_id" ON "roomsockets_alerts" ("room_id", "key", "sender_id") WHERE "key" IS NOT NULL;


CREATE UNIQUE INDEX "IX_roomsockets_alerts_room_id_offset" ON "roomsockets_alerts" ("room_id", "offset");


CREATE INDEX "IX_roomsockets_alerts_sender_id" ON "roomsockets_alerts" ("sender_id");


CREATE INDEX "IX_roomsockets_room_users_user_id" ON "roomsockets_room_users" ("user_id");


CREATE UNIQUE INDEX "IX_roomsockets_rooms_name" ON "roomsockets_rooms" ("name");


CREATE INDEX "IX_roomsockets_tokens_expires_at" ON "roomsockets_tokens" ("expires_at");


CREATE UNIQUE INDEX "IX_roomsockets_tokens_hash" ON "roomsockets_tokens" ("hash");


CREATE INDEX "IX_roomsockets_tokens_user_id_id" ON "roomsockets_tokens" ("user_id", "id");


CREATE UNIQUE INDEX "IX_roomsockets_users_external_id" ON "roomsockets_users" ("external_id");


CREATE UNIQUE INDEX "IX_roomsockets_users_normalized_name" ON "roomsockets_users" ("normalized_name");


