//! Lists of programs that nobody sent a file of yet: spreadsheets, databases, chats, logs, mail, languages.

use super::{A, B, filled, kept, malformed};
use fanscope::tables;

/// Each text has the same two followers, and nothing in it is called malformed.
#[track_caller]
fn assert_two_in_each(texts: &[&str]) {
    let mut wrong = vec![];
    for text in texts {
        let text = filled(text);
        let found = tables::read(&text);
        if kept(&found) != [A, B] || !malformed(&found).is_empty() {
            wrong.push(format!(
                "{text}\n    kept {:?}, malformed {:?}",
                kept(&found),
                malformed(&found)
            ));
        }
        assert_eq!(tables::read_bytes(text.as_bytes()), Ok(found), "as bytes: {text}");
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), texts.len(), wrong.join("\n----\n"));
}

#[test]
fn tables_of_pages_and_of_old_spreadsheets_are_read() {
    assert_two_in_each(&[
        "<table><tr><th>openid</th><th>unionid</th></tr><tr><td>{A}</td><td>{U}</td></tr><tr><td>{B}</td><td>{V}</td></tr></table>",
        "<table>\n<tr>\n<th>unionid</th>\n<th>openid</th>\n</tr>\n<tr>\n<td>{U}</td>\n<td>{A}</td>\n</tr>\n<tr>\n<td>{V}</td>\n<td>{B}</td>\n</tr>\n</table>",
        "<html><head><style>td{color:red}</style></head><body><table border=1><thead><tr><td class=\"h\"><b>昵称</b></td><td>UnionID</td><td>OpenID</td></tr></thead><tbody><tr><td>王</td><td>{U}</td><td style='mso-number-format:\"\\@\"'>{A}</td></tr><tr><td></td><td>{V}</td><td>{B}</td></tr></tbody></table></body></html>",
        "<?xml version=\"1.0\"?>\n<Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"><Worksheet ss:Name=\"Sheet1\"><Table><Row><Cell><Data ss:Type=\"String\">unionid</Data></Cell><Cell><Data ss:Type=\"String\">openid</Data></Cell></Row><Row><Cell><Data ss:Type=\"String\">{U}</Data></Cell><Cell><Data ss:Type=\"String\">{A}</Data></Cell></Row><Row><Cell><Data ss:Type=\"String\">{V}</Data></Cell><Cell><Data ss:Type=\"String\">{B}</Data></Cell></Row></Table></Worksheet></Workbook>",
        "<?xml version=\"1.0\"?>\n<RECORDS>\n\t<RECORD>\n\t\t<openid>{A}</openid>\n\t\t<unionid>{U}</unionid>\n\t</RECORD>\n\t<RECORD>\n\t\t<openid>{B}</openid>\n\t\t<unionid>{V}</unionid>\n\t</RECORD>\n</RECORDS>",
        "<resultset statement=\"select * from t\">\n  <row>\n\t<field name=\"openid\">{A}</field>\n\t<field name=\"unionid\">{U}</field>\n  </row>\n  <row>\n\t<field name=\"openid\">{B}</field>\n\t<field name=\"unionid\">{V}</field>\n  </row>\n</resultset>",
        "<row id=\"1\" openid=\"{A}\" unionid=\"{U}\"/><row id=\"2\" openid=\"{B}\" unionid=\"{V}\"/>",
    ]);
}

#[test]
fn what_databases_print_is_read() {
    assert_two_in_each(&[
        "*************************** 1. row ***************************\n     id: 1\n openid: {A}\nunionid: {U}\n*************************** 2. row ***************************\n     id: 2\n openid: {B}\nunionid: {V}\n2 rows in set (0.00 sec)",
        "-[ RECORD 1 ]-----\nopenid  | {A}\nunionid | {U}\n-[ RECORD 2 ]-----\nopenid  | {B}\nunionid | {V}",
        "-[ RECORD 1 ]-----\nunionid | {U}\nopenid  | {A}\nname    | x\n-[ RECORD 2 ]-----\nunionid | {V}\nopenid  | {B}\nname    | y",
        "\u{2502} openid \u{2502} unionid \u{2502}\n\u{2502} {A} \u{2502} {U} \u{2502}\n\u{2502} {B} \u{2502} {V} \u{2502}",
        "┌────────┬─────────┐\n│ unionid │ openid │\n├────────┼─────────┤\n│ {U} │ {A} │\n│ {V} │ {B} │\n└────────┴─────────┘",
        "openid                        unionid\n----------------------------  ----------------------------\n{A}  {U}\n{B}  {V}\n\n(2 rows affected)",
        "                         openid                       unionid\n0  {A}  {U}\n1  {B}  {V}",
        "unionid                        openid\n{U}   {A}\n{V}   {B}",
        "openid|unionid\n{A}|{U}\n{B}|{V}",
        "\"id\"\t\"openid\"\t\"unionid\"\n\"1\"\t\"{A}\"\t\"{U}\"\n\"2\"\t\"{B}\"\t\"{V}\"",
        "INSERT INTO dbo.Fans (Id, OpenId, UnionId) VALUES (1, N'{A}', N'{U}');\nINSERT INTO dbo.Fans (Id, OpenId, UnionId) VALUES (2, N'{B}', N'{V}');",
        "INSERT INTO [dbo].[Fans] ([Id], [OpenId], [UnionId]) VALUES (1, N'{A}', N'{U}')\nGO\nINSERT INTO [dbo].[Fans] ([Id], [OpenId], [UnionId]) VALUES (2, N'{B}', N'{V}')\nGO\n",
        "insert into FANS (UNIONID, OPENID) values ('{U}', '{A}');\ninsert into FANS (UNIONID, OPENID)\nvalues ('{V}', '{B}');\ncommit;",
        "INSERT INTO \"public\".\"fans\" VALUES ('1', '{A}');\nINSERT INTO \"public\".\"fans\" VALUES ('2', '{B}');",
        "CREATE TABLE IF NOT EXISTS `fans` (\n  `id` int,\n  `unionid` varchar(64) COMMENT 'x;y',\n  `openid` varchar(64)\n) ENGINE=InnoDB;\nLOCK TABLES `fans` WRITE;\n/*!40000 ALTER TABLE `fans` DISABLE KEYS */;\nINSERT INTO `fans` VALUES (1,'{U}','{A}'),(2,'{V}','{B}');\n/*!40000 ALTER TABLE `fans` ENABLE KEYS */;\nUNLOCK TABLES;",
        "UPDATE fans SET openid = '{A}', unionid = '{U}' WHERE id = 1;\nUPDATE fans SET name='x', unionid='{V}' WHERE openid='{B}';",
        "SELECT * FROM fans WHERE openid IN ('{A}', '{B}') AND unionid NOT IN ('{U}','{V}');",
        "{ \"_id\" : ObjectId(\"5f1a2b3c4d5e6f7a8b9c0d1e\"), \"openid\" : \"{A}\", \"unionid\" : \"{U}\" }\n{ \"_id\" : ObjectId(\"5f1a2b3c4d5e6f7a8b9c0d1f\"), \"openid\" : \"{B}\", \"unionid\" : \"{V}\" }",
        "1) \"{A}\"\n2) \"{B}\"",
        "1) \"openid\"\n2) \"{A}\"\n3) \"unionid\"\n4) \"{U}\"\n1) \"openid\"\n2) \"{B}\"\n3) \"unionid\"\n4) \"{V}\"",
        "1) \"wx:openid:{A}\"\n2) \"wx:openid:{B}\"",
        "粉丝列表导出\n序号,昵称,openid,unionid\n1,王,{A},{U}\n2,李,{B},{V}",
        "导出时间：2026-11-22 10:00\n\n昵称\tUnionID\tOpenID\t备注\n王\t{U}\t{A}\t\n李\t{V}\t{B}\t",
        "unionid,openid,openid2\n{U},{A},\n{V},{B},",
    ]);
}

#[test]
fn what_programs_print_is_read() {
    assert_two_in_each(&[
        "Array\n(\n    [0] => Array\n        (\n            [openid] => {A}\n            [unionid] => {U}\n        )\n    [1] => Array\n        (\n            [openid] => {B}\n            [unionid] => {V}\n        )\n)",
        "[User(openid=u'{A}', unionid=u'{U}'), User(openid=u'{B}', unionid=u'{V}')]",
        "User{id=1, openId='{A}', unionId='{U}'}\nUser{id=2, openId='{B}', unionId='{V}'}",
        "WxMpUser(subscribe=true, openId={A}, nickname=, unionId={U}, remark=)\nWxMpUser(subscribe=true, openId={B}, nickname=, unionId={V}, remark=)",
        "&{OpenID:{A} UnionID:{U}} {OpenID:{B} UnionID:{V}}",
        "main.User{OpenID:\"{A}\", UnionID:\"{U}\"}\nmain.User{OpenID:\"{B}\", UnionID:\"{V}\"}",
        "map[openid:{A} unionid:{U}]\nmap[openid:{B} unionid:{V}]",
        "#<User id: 1, openid: \"{A}\", unionid: \"{U}\">\n{:openid=>\"{B}\", :unionid=>\"{V}\"}",
        "openid: \"{A}\"\nunionid: \"{U}\"\nuser {\n  openid: \"{B}\"\n  unionid: \"{V}\"\n}",
        "OrderedDict([('openid', '{A}'), ('unionid', '{U}')])\nOrderedDict([('openid', '{B}'), ('unionid', '{V}')])",
        "[('{A}',), ('{B}',)]",
        "['{A}', '{B}']",
        "{\"msg\":\"{\\\\\\\"openid\\\\\\\":\\\\\\\"{A}\\\\\\\",\\\\\\\"unionid\\\\\\\":\\\\\\\"{U}\\\\\\\"}\"}\n{\"openid\":\"{B}\"}",
        "{\"openid\": \"{A}\", \"unionid\": null}\n{\"unionid\": null, \"openid\": \"{B}\"}",
        "{\"{A}\": {\"unionid\": \"{U}\"}, \"{B}\": {\"unionid\": \"{V}\"}}",
        "openid:\n  - {A}\n  - {B}\nunionid:\n  - {U}\n  - {V}",
        "[[users]]\nopenid = \"{A}\"\nunionid = \"{U}\"\n[[users]]\nopenid = \"{B}\"\nunionid = \"{V}\"",
        "OPENID={A}\nUNIONID={U}\nexport WX_OPENID=\"{B}\"",
        "const openids = [\n  `{A}`, // 王\n  `{B}`, /* 李 */\n];",
        "{\"openid_list\":[\"{A}\",\"{B}\"],\"unionid_list\":[\"{U}\",\"{V}\"]}",
        "{\"user_list\":[{\"openid\":\"{A}\",\"lang\":\"zh_CN\"},{\"openid\":\"{B}\",\"lang\":\"zh_CN\"}]}",
        "{\"tagid_list\":[128],\"subscribe_scene\":\"ADD_SCENE_QR_CODE\",\"headimgurl\":\"http://thirdwx.qlogo.cn/mmopen/oEWOCref3Hbvu0LrMD35yEFDjLmX/132\",\"openid\":\"{A}\"}\n{\"openid\":\"{B}\"}",
    ]);
}

#[test]
fn logs_chats_and_mail_are_read() {
    assert_two_in_each(&[
        "127.0.0.1 - - [22/Nov/2026:10:00:00 +0800] \"GET /u?openid={A}&unionid={U} HTTP/1.1\" 200 5 \"https://x/?openid={B}\" \"Mozilla/5.0 MicroMessenger/8.0\"",
        "2026-11-22 10:00:00.123 [INFO] [traceId=4bf92f3577b34da6a3ce929d0e0e4736] c.w.m.WxController - openid={A},unionid={U}\n2026-11-22 10:00:00.124 [WARN] openid:{B}|unionid:{V}",
        "time=\"2026-11-22T10:00:00+08:00\" level=info msg=\"sent\" openid={A} unionid={U}\ntime=x openid={B} unionid={V}",
        "王芳 2026-11-22 10:00:00\n{A}\n\n李雷 2026-11-22 10:01:00\n{B}",
        "王芳：{A}、{B}",
        "{A}，{B}",
        "{A}、{B}",
        "{A}|{B}",
        "{A}/{B}",
        "{A};{B}",
        "{A}\u{3000}{B}",
        "{A}\u{a0}{B}",
        "{A} {B}",
        "{A}\t{B}",
        "{A},{B},",
        "1.{A}\n2.{B}",
        "1、{A}\n2、{B}",
        "1) {A}\n2) {B}",
        "- {A}\n* {B}",
        "① {A}\n② {B}",
        "（1）{A}\n【2】{B}",
        "1\u{a0}{A}\n2\u{3000}{B}",
        "openid={A}.\n\"{B}\".",
        "Content-Transfer-Encoding: quoted-printable\n\nopenid=3D{A} unionid=3D{U}=20\nopenid=3D{B}=\n",
        "{A}=20\n{B}=20\n",
        "=E7=94=A8=E6=88=B7=20{A}=0A\n=20{B}",
        "&quot;{A}&quot;,&nbsp;&lt;{B}&gt;",
        "用户标识（OpenID）：{A}\n用户标识（OpenID）：{B}",
        "OpenID（公众号）\tUnionID\n{A}\t{U}\n{B}\t{V}",
        "OpenID(服务号),昵称\n{A},王\n{B},李",
        "微信OpenID*,昵称\n{A},王\n{B},李",
        "mp.weixin.qq.com/x#openid/{A}\nweixin://x?u={B}",
        "wx:user:{A}:token\nuser:{B}",
        "\"{A}\"\n\"{B}\"\n",
        "{A}.0\n{B}.0\n",
        "openid,n\n{A}.0,1.0\n{B}.0,2.0\n",
        "openid\n=\"{A}\"&\"\"\n=T(\"{B}\")\n",
        "openid,unionid\n\"=\"\"{A}\"\"\",\"=\"\"{U}\"\"\"\n\"=\"\"{B}\"\"\",\"=\"\"{V}\"\"\"",
        "openid\n\u{feff}{A}\n{B}\u{feff}\n",
        "{A}\0\n\0{B}\n",
        "openid,name\n{A}\0,x\n{B},\0\n",
        "name,openid\n\"小\\\"明\",{A}\n\"C:\\\\\",{B}",
        "name;openid,unionid\n王;{A},{U}\n李;{B},{V}",
        "openid unionid\n{A} {U}\n{B} {V}",
        "openid：{A}；unionid：{U}\nopenid：{B}；unionid：{V}",
        "openid\u{3000}unionid\n{A}\u{3000}{U}\n{B}\u{3000}{V}",
        "openid，unionid\n{A}，{U}\n{B}，{V}",
        "ｏｐｅｎｉｄ，昵称\n{A}，王\n{B}，李",
        "openid,unionid\r\n\"{A}\",\"{U}\r\n\"\r\n\"{B}\r\n\",{V}\r\n",
        "{A}<br>{B}<br/>",
        "PS C:\\> Get-Content x\nopenid  : {A}\nunionid : {U}\n\nopenid  : {B}\nunionid : {V}",
        "#TYPE System.Management.Automation.PSCustomObject\n\"openid\",\"unionid\"\n\"{A}\",\"{U}\"\n\"{B}\",\"{V}\"",
        "openid             unionid\n------             -------\n{A} {U}\n{B} {V}",
    ]);
}

#[test]
fn a_column_in_small_letters_is_taken_at_its_word() {
    let small = A.to_lowercase();
    let found = tables::read(&format!("openid\n{small}\n"));
    assert_eq!(kept(&found), [small.as_str()]);
}

#[test]
fn an_id_alone_on_its_line_is_what_stands_round_it_says() {
    for text in [
        "name,unionid,openid\nx,\"\n{U}\n\",{A}\ny,\"{V}\",{B}\n",
        "openid,note\n{A},\"see\n{U}\nand\n{V}\"\n{B},x\n",
        "<table>\n<tr>\n<th>\nunionid\n</th>\n<th>\nopenid\n</th>\n</tr>\n<tr>\n<td>\n{U}\n</td>\n<td>\n{A}\n</td>\n</tr>\n<tr><td>{V}</td><td>{B}</td></tr>\n</table>",
        "COPY public.t (unionid) FROM stdin;\n{U}\n{V}\n\\.\n{A}\n{B}\n",
        "<table>\n<tr><th>unionid</th><th>openid</th></tr>\n<tr><td\nclass=\"u\">{U}</td><td\n>{A}</td></tr>\n<tr><td>{V}</td><td>\n{B}\n",
        "Insert into the list:\n{A}\n{B}\n",
        "COPY public.t (openid) FROM stdin;\n{A}\n{B}\n\\.\n",
        "unionid:\n{U}\nopenid:\n{A}\nunionid =>\n{V}\nopenid =>\n{B}\n",
        "INSERT INTO t (unionid, openid) VALUES ('\n{U}\n', '{A}');\n{B}\n",
        "\"unionid\": [\n{U}\n{V}\n]\n{A}\n{B}\n",
    ] {
        let text = filled(text);
        let found = tables::read(&text);
        assert_eq!((kept(&found), malformed(&found)), (vec![A, B], vec![]), "{text}");
    }
}

#[test]
fn a_record_of_several_lines_is_told_by_its_first_whatever_stands_in_it() {
    let found = tables::read(&filled("name,openid\n\"a\n{U}\nb\",oABC\n"));
    assert_eq!((kept(&found), malformed(&found)), (vec![], vec![(2, "oABC")]));
}
