-- A directory as version 1 wrote it.
CREATE TABLE account (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, name TEXT NOT NULL);
CREATE TABLE follower (
id INTEGER PRIMARY KEY,
account INTEGER NOT NULL REFERENCES account (id),
openid TEXT NOT NULL,
place INTEGER,
source TEXT, lang TEXT, body TEXT, seen_at INTEGER,
follows INTEGER, followed_at INTEGER, unionid TEXT, nickname TEXT, remark TEXT, tags TEXT,
country TEXT, province TEXT, city TEXT, scene TEXT, qr_scene TEXT, qr_scene_str TEXT, avatar TEXT,
UNIQUE (account, openid)
);
CREATE INDEX follower_by_unionid ON follower (unionid) WHERE unionid IS NOT NULL;
CREATE INDEX follower_by_place ON follower (account, place) WHERE place IS NOT NULL;
CREATE TABLE known (
follower INTEGER NOT NULL REFERENCES follower (id),
field TEXT NOT NULL, source TEXT NOT NULL, value TEXT NOT NULL, at INTEGER NOT NULL,
PRIMARY KEY (follower, field, source)
) WITHOUT ROWID;
CREATE TABLE history (
id INTEGER PRIMARY KEY,
follower INTEGER NOT NULL REFERENCES follower (id),
what TEXT NOT NULL, before TEXT, after TEXT, seen_before INTEGER, seen_at INTEGER NOT NULL
);
CREATE INDEX history_by_follower ON history (follower);
CREATE TABLE tag (
account INTEGER NOT NULL REFERENCES account (id), id INTEGER NOT NULL, name TEXT NOT NULL,
PRIMARY KEY (account, id)
) WITHOUT ROWID;
INSERT INTO account VALUES (1, 'wx_shop', '');
INSERT INTO follower (id, account, openid, place, source, lang, body, seen_at, follows, nickname)
VALUES (1, 1, 'oKept_0000000000000000000000', 0, 'batch', 'zh_CN', '{"subscribe":1}', 100, 1, '王芳'),
       (2, 1, 'oKept_0000000000000000000001', 1, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO history VALUES (1, 1, 'remark', 'old', 'new', 50, 100);
INSERT INTO tag VALUES (1, 100, 'VIP');
PRAGMA application_id = 1717661299;
PRAGMA user_version = 1;
