#include "modules/registry/registry_fixture.h"
namespace yilin::registry { namespace {
TEST_F(RegistryTest, PeopleAreFoundByEveryKeyInsideTheScopeOnly) {
  NewElder wang = person("王秀英", kKunwu, Date::from_ymd(1944, 3, 5), 2);
  wang.phone = Phone::trusted("13812345678");
  add(wang);
  add(person("王秀云", kLiuzhuang, Date::from_ymd(1950, 1, 1), 4));
  for (const char* q : {"王秀英", "秀英", "王", "wangxiuying", "wangxiu", "wxy", "13812345678", "138 1234 5678", "138-1234-5678", "5678", "5678 王"})
    EXPECT_EQ(names(clerk, std::string("q=") + q), std::vector<std::string>{"王秀英"}) << q;
  EXPECT_EQ(names(clerk, "q=" + wang.id_card.reveal()).size(), 1u);
  EXPECT_TRUE(names(other_clerk, "q=13812345678").empty());
  EXPECT_EQ(names(official, "q=王秀").size(), 2u);
  EXPECT_EQ(names(official, "").size(), 2u);
  EXPECT_EQ(names(clerk, "region=410902006001").size(), 1u);
}
TEST_F(RegistryTest, ARunIsResumedAndChangesNothingTwice) {
  const auto caller = std::make_shared<const access::Caller>(access::Caller::system());
  const auto row = [](int i) { return person("李桂兰", kKunwu, Date::from_ymd(1940, 1, 1) + i, i % 1000); };
  {
    BulkElders bulk(city.kernel(), caller, {.run = "t"});
    for (int i = 0; i < 600; ++i) ASSERT_TRUE(bulk.add(row(i)));
  }
  BulkElders bulk(city.kernel(), caller, {.run = "t"});
  for (std::int64_t i = bulk.position(); i < 700; ++i) ASSERT_TRUE(bulk.add(row(static_cast<int>(i))));
  ASSERT_TRUE(bulk.finish());
  EXPECT_EQ(bulk.totals().added, 700);
  BulkElders again(city.kernel(), caller, {.run = "u"});
  for (int i = 0; i < 700; ++i) ASSERT_TRUE(again.add(row(i)));
  ASSERT_TRUE(again.finish());
  EXPECT_EQ(again.totals().known, 700);
  EXPECT_EQ(names(clerk, "q=liguilan&limit=200").size(), 200u);
  city.restart();
  EXPECT_EQ(mem().people.size(), 700u);
  EXPECT_EQ(city.journal_problems(), 0u);
}
}}
