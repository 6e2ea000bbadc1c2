//! The names that people are made of, for women and for men.

#[derive(Debug)]
pub struct Names {
    pub given: [&'static str; 24],
    /// What people call themselves when it is not their name.
    pub nicknames: [&'static str; 20],
    pub english: [&'static str; 12],
    /// What an operator calls them by their surname.
    pub titles: [&'static str; 3],
}

pub const SURNAMES: [&str; 40] = [
    "王", "李", "张", "刘", "陈", "杨", "黄", "赵", "吴", "周", "徐", "孙", "马", "朱", "胡", "郭",
    "何", "林", "高", "罗", "郑", "梁", "谢", "宋", "唐", "许", "韩", "冯", "邓", "曹", "彭", "曾",
    "萧", "田", "董", "潘", "袁", "蔡", "蒋", "欧阳",
];

pub const WOMEN: Names = Names {
    given: [
        "芳", "娜", "敏", "静", "丽", "艳", "娟", "秀英", "霞", "桂英", "雨桐", "欣怡", "诗涵",
        "佳怡", "雅婷", "晓燕", "海燕", "若曦", "一诺", "婉清", "春梅", "小满", "知夏", "子涵",
    ],
    nicknames: [
        "小鱼儿",
        "晴天",
        "一只猫",
        "阿宝",
        "慢慢来",
        "南方有嘉木",
        "糖糖妈妈",
        "向日葵",
        "平安是福",
        "花间一壶酒",
        "不吃香菜",
        "拾光",
        "小确幸",
        "云淡风轻",
        "橘子汽水",
        "静水流深",
        "七月",
        "半糖",
        "听雨",
        "努力的小蜗牛",
    ],
    english: [
        "Emma", "Olivia", "Ava", "Mia", "Sofia", "Grace", "Chloe", "Nora", "Ivy", "Alice", "Daisy",
        "Ruby",
    ],
    titles: ["女士", "姐", "老师"],
};

pub const MEN: Names = Names {
    given: [
        "伟", "强", "磊", "军", "洋", "勇", "杰", "涛", "明", "超", "平", "刚", "梓轩", "浩然",
        "宇航", "嘉豪", "志强", "建国", "思远", "文博", "俊杰", "立新", "国栋", "冬阳",
    ],
    nicknames: [
        "大海",
        "晴天",
        "山里的风",
        "阿杰",
        "慢慢来",
        "南方有嘉木",
        "豆豆爸爸",
        "夜航船",
        "老王水果店",
        "北方的狼",
        "不吃香菜",
        "拾光",
        "面包师老李",
        "云淡风轻",
        "胖虎",
        "静水流深",
        "修车的小周",
        "今天也要加油",
        "梦里花落",
        "一只猫",
    ],
    english: [
        "Liam", "Noah", "Lucas", "Ethan", "Jack", "Henry", "Leo", "Oscar", "Hugo", "Felix", "Max",
        "Tom",
    ],
    titles: ["先生", "哥", "总"],
};

pub const FAMILIES: [&str; 16] = [
    "Clarke", "Nguyen", "Müller", "Rossi", "Tanaka", "García", "Novak", "Smith", "O'Neill", "Kim",
    "Larsen", "Dubois", "Patel", "Costa", "Ivanova", "Brown",
];

pub const EMOJI: [&str; 8] = ["🍭", "🌸", "☀️", "🐱", "🍀", "✨", "🎈", "🐟"];
