//! Places in the three languages that the API can be asked for.

/// A place name in `zh_CN`, `zh_TW` and `en`.
type Names = [&'static str; 3];

#[derive(Debug)]
pub struct Place {
    pub country: Names,
    pub province: Names,
    pub city: Names,
}

/// Which of the three a `lang` asks for. The API answers what it does not know in `zh_CN`.
pub fn choice(lang: Option<&str>) -> usize {
    match lang {
        Some("zh_TW") => 1,
        Some("en") => 2,
        _ => 0,
    }
}

const CHINA: Names = ["中国", "中國", "China"];

const fn in_china(province: Names, city: Names) -> Place {
    Place { country: CHINA, province, city }
}

pub const PLACES: [Place; 24] = [
    in_china(["广东", "廣東", "Guangdong"], ["深圳", "深圳", "Shenzhen"]),
    in_china(["广东", "廣東", "Guangdong"], ["广州", "廣州", "Guangzhou"]),
    in_china(["广东", "廣東", "Guangdong"], ["东莞", "東莞", "Dongguan"]),
    in_china(["浙江", "浙江", "Zhejiang"], ["杭州", "杭州", "Hangzhou"]),
    in_china(["浙江", "浙江", "Zhejiang"], ["宁波", "寧波", "Ningbo"]),
    in_china(["江苏", "江蘇", "Jiangsu"], ["苏州", "蘇州", "Suzhou"]),
    in_china(["江苏", "江蘇", "Jiangsu"], ["南京", "南京", "Nanjing"]),
    in_china(["上海", "上海", "Shanghai"], ["浦东新区", "浦東新區", "Pudong New District"]),
    in_china(["北京", "北京", "Beijing"], ["海淀", "海淀", "Haidian"]),
    in_china(["北京", "北京", "Beijing"], ["朝阳", "朝陽", "Chaoyang"]),
    in_china(["四川", "四川", "Sichuan"], ["成都", "成都", "Chengdu"]),
    in_china(["湖北", "湖北", "Hubei"], ["武汉", "武漢", "Wuhan"]),
    in_china(["陕西", "陝西", "Shaanxi"], ["西安", "西安", "Xi'an"]),
    in_china(["福建", "福建", "Fujian"], ["厦门", "廈門", "Xiamen"]),
    in_china(["山东", "山東", "Shandong"], ["青岛", "青島", "Qingdao"]),
    in_china(["重庆", "重慶", "Chongqing"], ["渝中", "渝中", "Yuzhong"]),
    in_china(["云南", "雲南", "Yunnan"], ["昆明", "昆明", "Kunming"]),
    in_china(["香港", "香港", "Hong Kong"], ["九龙城区", "九龍城區", "Kowloon City"]),
    in_china(["台湾", "臺灣", "Taiwan"], ["台北市", "臺北市", "Taipei"]),
    Place {
        country: ["英国", "英國", "United Kingdom"],
        province: ["英格兰", "英格蘭", "England"],
        city: ["伦敦", "倫敦", "London"],
    },
    Place {
        country: ["新加坡", "新加坡", "Singapore"],
        province: ["", "", ""],
        city: ["", "", ""],
    },
    Place {
        country: ["美国", "美國", "United States"],
        province: ["加利福尼亚", "加利福尼亞", "California"],
        city: ["旧金山", "舊金山", "San Francisco"],
    },
    Place {
        country: ["德国", "德國", "Germany"],
        province: ["柏林", "柏林", "Berlin"],
        city: ["", "", ""],
    },
    Place { country: ["", "", ""], province: ["", "", ""], city: ["", "", ""] },
];

pub const LONDON: usize = 19;
pub const TAIPEI: usize = 18;
