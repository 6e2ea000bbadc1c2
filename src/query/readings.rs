//! Second readings of characters that have two in names and everyday words.
//!
//! The `pinyin` crate knows all readings of all characters, rare ones too: with its `heteronym` a third of
//! the common characters become ambiguous and searching by initials becomes noise. So the first reading
//! is the crate's, and these stand beside it.

use std::{collections::HashMap, sync::LazyLock};

/// A character and all readings that are sought for it, without tones. `v` is ü.
const READINGS: &str = "\
重 zhong chong|长 chang zhang|乐 le yue|单 dan shan|曾 zeng ceng|解 jie xie|仇 chou qiu|朴 pu piao\
|查 cha zha|盖 gai ge|区 qu ou|尉 wei yu|覃 qin tan|翟 zhai di|召 zhao shao|种 zhong chong|缪 miao mou\
|宓 mi fu|员 yuan yun|贾 jia gu|折 zhe she|郗 xi chi|黑 hei he|洗 xi xian|率 lv shuai|行 xing hang\
|还 huan hai|都 du dou|了 le liao|朝 chao zhao|藏 cang zang|大 da dai|弹 dan tan|调 diao tiao|度 du duo\
|恶 e wu|佛 fo fu|给 gei ji|会 hui kuai|和 he huo|夹 jia ga|降 jiang xiang|角 jiao jue|觉 jue jiao|卡 ka qia\
|壳 ke qiao|落 luo la|绿 lv lu|露 lu lou|没 mei mo|模 mo mu|娜 na nuo|粘 nian zhan|迫 po pai|曝 bao pu\
|强 qiang jiang|亲 qin qing|塞 sai se|色 se shai|厦 sha xia|杉 shan sha|什 shi shen|盛 sheng cheng|石 shi dan\
|识 shi zhi|似 si shi|宿 su xiu|汤 tang shang|提 ti di|拓 tuo ta|万 wan mo|吓 xia he|校 xiao jiao|血 xue xie\
|叶 ye xie|艾 ai yi|遗 yi wei|殷 yin yan|俞 yu shu|约 yue yao|钥 yao yue|扎 zha za|轧 zha ya|着 zhe zhao zhuo\
|祭 ji zhai|著 zhu zhuo|传 chuan zhuan|幢 chuang zhuang|琢 zhuo zuo|仔 zi zai|阿 a e|柏 bai bo|薄 bo bao\
|伯 bo bai|卜 bu bo|参 can shen|差 cha chai|车 che ju|称 cheng chen|澄 cheng deng|匙 chi shi|臭 chou xiu\
|畜 chu xu|伺 ci si|得 de dei|地 di de|冯 feng ping|奇 qi ji|茄 qie jia|圈 quan juan|隽 juan jun|龟 gui jun\
|桧 gui hui|氏 shi zhi|可 ke|六 liu lu|乜 mie nie|那 na nuo|呢 ne ni|瘦 shou|熟 shu shou|说 shuo shui\
|属 shu zhu|系 xi ji|省 sheng xing|沈 shen chen|削 xiao xue|颤 chan zhan|炮 pao bao|泊 bo po|秘 mi bi|亡 wang wu";

static TABLE: LazyLock<HashMap<char, Vec<&'static str>>> = LazyLock::new(|| {
    let lines = READINGS.split('|').filter_map(|line| {
        let mut parts = line.split(' ');
        let mut character = parts.next()?.chars();
        Some((character.next()?, parts.collect()))
    });
    lines.collect()
});

/// All readings of a character that has more than one.
#[must_use]
pub fn several(character: char) -> Option<&'static [&'static str]> {
    TABLE.get(&character).map(Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use super::*;
    use pinyin::ToPinyin;

    #[test]
    fn every_line_has_readings_and_the_common_one_is_among_them() {
        assert_eq!(TABLE.len(), READINGS.split('|').count(), "a character stands twice");
        for (character, readings) in TABLE.iter() {
            assert!(!readings.is_empty(), "{character}");
            let common = character.to_pinyin().expect("a Chinese character").plain();
            let common = common.replace('ü', "v");
            assert!(readings.contains(&common.as_str()), "{character} is read {common}");
        }
    }
}
