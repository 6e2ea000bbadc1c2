//! The names that people are made of.

pub const SURNAMES: [&str; 40] = [
    "王", "李", "张", "刘", "陈", "杨", "黄", "赵", "吴", "周", "徐", "孙", "马", "朱", "胡", "郭",
    "何", "林", "高", "罗", "郑", "梁", "谢", "宋", "唐", "许", "韩", "冯", "邓", "曹", "彭", "曾",
    "萧", "田", "董", "潘", "袁", "蔡", "蒋", "欧阳",
];

pub const GIVEN: [&str; 48] = [
    "芳", "伟", "娜", "敏", "静", "丽", "强", "磊", "军", "洋", "勇", "艳", "杰", "娟", "涛", "明",
    "超", "秀英", "霞", "平", "刚", "桂英", "子涵", "雨桐", "欣怡", "梓轩", "浩然", "诗涵", "宇航",
    "佳怡", "嘉豪", "雅婷", "志强", "建国", "晓燕", "海燕", "思远", "文博", "若曦", "一诺", "俊杰",
    "婉清", "立新", "春梅", "国栋", "小满", "冬阳", "知夏",
];

/// What people call themselves when it is not their name.
pub const NICKNAMES: [&str; 32] = [
    "小鱼儿",
    "晴天",
    "一只猫",
    "阿宝",
    "慢慢来",
    "南方有嘉木",
    "老张修车",
    "糖糖妈妈",
    "向日葵",
    "大海",
    "平安是福",
    "山里的风",
    "豆豆爸爸",
    "花间一壶酒",
    "不吃香菜",
    "夜航船",
    "拾光",
    "小确幸",
    "老王水果店",
    "云淡风轻",
    "今天也要加油",
    "橘子汽水",
    "北方的狼",
    "静水流深",
    "梦里花落",
    "阿杰",
    "七月",
    "面包师老李",
    "胖虎",
    "半糖",
    "听雨",
    "努力的小蜗牛",
];

pub const ENGLISH: [&str; 24] = [
    "Emma", "Liam", "Olivia", "Noah", "Ava", "Lucas", "Mia", "Ethan", "Sofia", "Jack", "Grace",
    "Henry", "Chloe", "Leo", "Nora", "Oscar", "Ivy", "Hugo", "Alice", "Felix", "Daisy", "Max",
    "Ruby", "Tom",
];

pub const FAMILIES: [&str; 16] = [
    "Clarke", "Nguyen", "Müller", "Rossi", "Tanaka", "García", "Novak", "Smith", "O'Neill", "Kim",
    "Larsen", "Dubois", "Patel", "Costa", "Ivanova", "Brown",
];

pub const EMOJI: [&str; 8] = ["🍭", "🌸", "☀️", "🐱", "🍀", "✨", "🎈", "🐟"];
