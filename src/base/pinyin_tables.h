#pragma once
// Readings that ICU's one-reading-a-character table does not give (internal to pinyin.cpp). Sources: 现代汉语词典,
// 第 7 版 (surname readings marked 姓), 中国地名录 and the pinyin on the official signs of the places.

#include <string_view>

namespace yilin::pinyin_tables {

struct Reading {
  std::string_view word;
  std::string_view syllables;  // one for each character, parted by a space
};

// Wherever the character stands.
inline constexpr Reading kCharacters[] = {
    {"长", "chang"}, {"地", "di"},  {"什", "shi"},  {"都", "du"}, {"藏", "zang"}, {"厦", "xia"},  {"泊", "bo"},
    {"晟", "sheng"}, {"卜", "bu"},  {"曾", "zeng"}, {"佛", "fo"}, {"勒", "le"},   {"覃", "qin"},  {"翟", "zhai"},
    {"逄", "pang"},  {"筠", "yun"}, {"莘", "shen"}, {"犍", "jian"}, {"薄", "bo"}, {"么", "yao"}, {"郇", "xun"},
    {"𠮷", "ji"},
};

// At the head of a person's name; the longer word wins.
inline constexpr Reading kSurnames[] = {
    {"尉迟", "yu chi"},  {"万俟", "mo qi"},  {"长孙", "zhang sun"}, {"单于", "chan yu"},  {"拓跋", "tuo ba"},
    {"乐正", "yue zheng"}, {"子车", "zi ju"}, {"夹谷", "jia gu"},   {"澹台", "tan tai"},  {"谷梁", "gu liang"},
    {"令狐", "ling hu"}, {"亓官", "qi guan"}, {"呼延", "hu yan"},   {"皇甫", "huang fu"}, {"宰父", "zai fu"},
    {"单", "shan"},  {"曾", "zeng"}, {"仇", "qiu"},  {"查", "zha"},  {"解", "xie"},  {"任", "ren"},  {"华", "hua"},
    {"区", "ou"},    {"朴", "piao"}, {"盖", "ge"},   {"召", "shao"}, {"员", "yun"},  {"秘", "bi"},   {"繁", "po"},
    {"乜", "nie"},   {"冼", "xian"}, {"洗", "xian"}, {"祭", "zhai"}, {"黑", "he"},   {"尉", "wei"},  {"缪", "miao"},
    {"乐", "yue"},   {"种", "chong"}, {"隗", "wei"}, {"撒", "sa"},   {"折", "she"},  {"句", "gou"},  {"过", "guo"},
    {"应", "ying"},  {"葛", "ge"},   {"谌", "chen"}, {"燕", "yan"},  {"牟", "mu"},   {"那", "na"},   {"郗", "xi"},
    {"相", "xiang"}, {"朝", "chao"}, {"行", "xing"}, {"角", "jue"},  {"佴", "nai"},  {"贲", "ben"},  {"炅", "gui"},
    {"么", "yao"},   {"重", "chong"}, {"不", "fou"}, {"郄", "qie"},  {"哈", "ha"},   {"宿", "su"},   {"纪", "ji"},
    {"宁", "ning"},  {"长", "chang"}, {"厍", "she"}, {"妫", "gui"},  {"洼", "wa"},   {"适", "kuo"},  {"逯", "lu"},
    {"俱", "ju"},    {"车", "che"},  {"干", "gan"},  {"强", "qiang"}, {"盛", "sheng"}, {"柏", "bai"}, {"褚", "chu"},
};

// Anywhere in the name of a place; the longer word wins.
inline constexpr Reading kPlaces[] = {
    // Henan
    {"泌阳", "bi yang"},   {"浚县", "xun xian"},   {"浚州", "xun zhou"},  {"荥阳", "xing yang"}, {"渑池", "mian chi"},
    {"尉氏", "wei shi"},   {"中牟", "zhong mu"},   {"柘城", "zhe cheng"}, {"南召", "nan zhao"},  {"祭城", "zha cheng"},
    {"获嘉", "huo jia"},   {"西华", "xi hua"},     {"长葛", "chang ge"},  {"太行", "tai hang"},  {"漯河", "luo he"},
    {"内乡", "nei xiang"}, {"濮阳", "pu yang"},    {"淅川", "xi chuan"},  {"浉河", "shi he"},    {"台前", "tai qian"},
    // the other provinces
    {"乐亭", "lao ting"},  {"大城", "dai cheng"},  {"蔚县", "yu xian"},   {"蔚州", "yu zhou"},   {"井陉", "jing xing"},
    {"泊头", "bo tou"},    {"洪洞", "hong tong"},  {"繁峙", "fan shi"},   {"长子", "zhang zi"},  {"解州", "hai zhou"},
    {"吴堡", "wu bu"},     {"十里堡", "shi li pu"}, {"珲春", "hun chun"}, {"穆棱", "mu ling"},   {"六安", "lu an"},
    {"六合", "lu he"},     {"蚌埠", "beng bu"},    {"枞阳", "zong yang"}, {"涡阳", "guo yang"},  {"台州", "tai zhou"},
    {"乐清", "yue qing"},  {"单县", "shan xian"},  {"单城", "shan cheng"}, {"东阿", "dong e"},   {"牟平", "mu ping"},
    {"乐陵", "lao ling"},  {"铅山", "yan shan"},   {"番禺", "pan yu"},    {"东莞", "dong guan"}, {"百色", "bai se"},
    {"大埔", "da bu"},     {"黄埔", "huang pu"},   {"犍为", "qian wei"},  {"筠连", "jun lian"},  {"荥经", "ying jing"},
    {"重庆", "chong qing"}, {"朝阳", "chao yang"}, {"朝天", "chao tian"}, {"朝鲜", "chao xian"}, {"会稽", "kuai ji"},
    {"会泽", "hui ze"},    {"黄陂", "huang pi"},   {"监利", "jian li"},   {"尉犁", "yu li"},     {"盖州", "gai zhou"},
    {"闵行", "min hang"},  {"綦江", "qi jiang"},   {"莘庄", "xin zhuang"}, {"浒墅关", "xu shu guan"},
    {"句容", "ju rong"},   {"歙县", "she xian"},   {"亳州", "bo zhou"},   {"莘县", "shen xian"}, {"砀山", "dang shan"},
    {"丽水", "li shui"},   {"郫都", "pi du"},      {"儋州", "dan zhou"},  {"大栅栏", "da shi lan"}, {"鄄城", "juan cheng"},
};

// A village is often a family's: 解家庄, 仇寨. Before these characters the head of a place is read as a surname.
inline constexpr std::string_view kFamilyPlace = "家庄寨营";

}  // namespace yilin::pinyin_tables
