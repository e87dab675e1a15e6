#include "base/pinyin.h"

#include <thread>

#include <gtest/gtest.h>

#include "base/pinyin_tables.h"
#include "base/text.h"

namespace yilin {
namespace {
struct Example {
  const char* name;
  const char* joined;
  const char* initials;
};

TEST(Pinyin, People) {
  for (const Example& e : std::initializer_list<Example>{
           {"王秀英", "wangxiuying", "wxy"}, {"单田芳", "shantianfang", "stf"}, {"曾国藩", "zengguofan", "zgf"},
           {"仇英", "qiuying", "qy"},        {"查良镛", "zhaliangyong", "zly"}, {"解晓东", "xiexiaodong", "xxd"},
           {"任长霞", "renchangxia", "rcx"}, {"尉迟恭", "yuchigong", "ycg"},    {"万俟卨", "moqixie", "mqx"},
           {"长孙无忌", "zhangsunwuji", "zswj"}, {"单于明", "chanyuming", "cym"}, {"吕秀女", "lvxiunv", "lxn"},
           {"翟让", "zhairang", "zr"},       {"李解放", "lijiefang", "ljf"},    {"孙乐华", "sunlehua", "slh"},
           {"区桂兰", "ouguilan", "ogl"},    {"欧阳明华", "ouyangminghua", "oymh"}, {"朴春子", "piaochunzi", "pcz"}}) {
    EXPECT_EQ(person_pinyin(e.name).joined(), e.joined) << e.name;
    EXPECT_EQ(person_pinyin(e.name).initials(), e.initials) << e.name;
  }
}

TEST(Pinyin, Places) {
  for (const Example& e : std::initializer_list<Example>{
           {"濮阳市", "puyangshi", "pys"},      {"泌阳县", "biyangxian", "byx"},     {"浚县", "xunxian", "xx"},
           {"淅川县", "xichuanxian", "xcx"},    {"长垣市", "changyuanshi", "cys"},   {"重庆市", "chongqingshi", "cqs"},
           {"解家庄村", "xiejiazhuangcun", "xjzc"}, {"仇寨", "qiuzhai", "qz"},       {"解放路街道", "jiefanglujiedao", "jfljd"},
           {"太行街道", "taihangjiedao", "thjd"}, {"成都市", "chengdushi", "cds"},   {"华龙区", "hualongqu", "hlq"},
           {"第2居委会", "di2juweihui", "d2jwh"}, {"莘庄镇", "xinzhuangzhen", "xzz"}, {"朝阳区", "chaoyangqu", "cyq"}}) {
    EXPECT_EQ(place_pinyin(e.name).joined(), e.joined) << e.name;
    EXPECT_EQ(place_pinyin(e.name).initials(), e.initials) << e.name;
  }
}

TEST(Pinyin, OddNamesAreSurvived) {
  EXPECT_EQ(person_pinyin("买买提·吐尔逊").joined(), "maimaitituerxun");
  EXPECT_EQ(person_pinyin(" John 王 ").syllables, (std::vector<std::string>{"john", "wang"}));
  EXPECT_EQ(person_pinyin("𠮷").syllables.size(), 1u);  // outside the basic plane
  for (const char* name : {"", " ", "\xFF\xE7", "……", "🙂", "Ж"}) {
    EXPECT_TRUE(person_pinyin(name).syllables.empty()) << name;
    EXPECT_TRUE(place_pinyin(name).syllables.empty()) << name;
  }
}

TEST(Pinyin, TablesGiveOneSyllableACharacter) {
  const auto check = [](const auto& rows) {
    for (const auto& row : rows) {
      const auto spaces = std::count(row.syllables.begin(), row.syllables.end(), ' ');
      EXPECT_EQ(static_cast<std::size_t>(spaces) + 1, text::length(row.word)) << row.word;
    }
  };
  check(pinyin_tables::kCharacters);
  check(pinyin_tables::kSurnames);
  check(pinyin_tables::kPlaces);
}

TEST(Pinyin, ThreadsAgree) {
  std::vector<std::string> answers(4);
  std::vector<std::thread> threads;
  for (auto& answer : answers)
    threads.emplace_back([&answer] {
      for (char32_t c = 0x4E00; c < 0x4F00; ++c) {
        std::string name;
        text::append(name, c);
        answer += person_pinyin(name).joined();
      }
    });
  for (auto& thread : threads) thread.join();
  for (const auto& answer : answers) EXPECT_EQ(answer, answers[0]);
  EXPECT_GT(answers[0].size(), 500u);
}
}  // namespace
}  // namespace yilin
