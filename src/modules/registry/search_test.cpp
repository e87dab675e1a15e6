// Search against looking at everybody: any key, any scope, any page size find the same people.
#include <algorithm>
#include <set>

#include "modules/registry/elder_store.h"
#include "modules/registry/reading.h"
#include "modules/registry/registry_fixture.h"
#include "modules/registry/search.h"

namespace yilin::registry {
namespace {

class Search : public RegistryTest {
 protected:
  std::vector<Elder> everybody;

  // 150 people of few syllables, so that keys meet.
  void populate(std::uint64_t seed) {
    static const std::string kFamily[] = {"王", "汪", "李", "欧阳", "单"}, kGiven[] = {"秀", "英", "莹", "玉", "兰", "国"};
    static constexpr std::int64_t kPlaces[] = {kKunwu, kShengli, kLiuzhuang, kWangzhuang};
    Rng rng(seed);
    for (int i = 0; i < 150; ++i) {
      std::string name = kFamily[rng.below(5)];
      for (std::uint64_t n = 1 + rng.below(2); n > 0; --n) name += kGiven[rng.below(6)];
      NewElder in = person(name, kPlaces[rng.below(4)], Date::from_ymd(1940, 1, 1) + i, static_cast<int>(rng.below(12)));
      if (rng.chance(0.8)) in.phone = Phone::trusted("1381234000" + std::to_string(rng.below(10)));
      if (rng.chance(0.3)) in.living = Living::alone;
      const ElderId id = add(in);
      auto lease = city.kernel().readers->borrow();
      everybody.push_back(*elder_store::load(*lease, city.kernel(), id));
    }
  }

  std::set<std::int64_t> paged(const access::Caller& caller, ElderQuery in, std::size_t& pages) {
    std::set<std::int64_t> found;
    auto lease = city.kernel().readers->borrow();
    command::Reader reader{*lease, caller, city.clock.now(), city.kernel()};
    for (pages = 1;; ++pages) {
      const auto page = search::page(reader, in);
      EXPECT_TRUE(page) << in.q;
      if (!page) return found;
      for (const ElderBrief& b : page->items) EXPECT_TRUE(found.insert(b.id.value).second) << in.q << " twice";
      if (!page->next || pages > 500) return found;
      in.cursor = *page->next;
    }
  }
};

TEST_F(Search, FindsWhatLookingAtEverybodyFinds) {
  populate(11);
  Rng rng(12);
  const Tokens& tokens = mem().tokens;
  const std::vector<std::string> keys = {"王", "秀英", "英", "欧阳", "欧阳秀", "wang", "wangxiu", "ouyang", "shan", "wxy", "wy", "li",
                                         "13812340003", "0003", "王 0003", "wang 秀", "李 wang", "国国"};
  for (int round = 0; round < 200; ++round) {
    ElderQuery in;
    in.q = rng.chance(0.2) ? everybody[rng.below(everybody.size())].id_card.reveal() : keys[rng.below(keys.size())];
    if (rng.chance(0.3)) in.living = Living::alone;
    if (rng.chance(0.3)) in.region = {kHualong};
    in.limit = static_cast<std::int32_t>(1 + rng.below(20));
    access::Caller caller = *official;
    if (rng.chance(0.5)) caller.scope = {RegionCode{kKunwu}.subtree(), RegionCode{kWangzhuang}.subtree()};

    const auto words = search::parse(in.q, tokens, Date::from_ymd(2026, 11, 22));
    ASSERT_TRUE(words) << in.q;
    Filter filter = reading::filter_of(in, caller, Date::from_ymd(2026, 11, 22));
    std::set<std::int64_t> expected;
    for (const Elder& e : everybody) {
      const bool fits = std::all_of(words->begin(), words->end(), [&](const search::Word& w) { return search::fits(w, e); });
      if (fits && reading::passes(filter, facts(city.kernel(), e.id).value())) expected.insert(e.id.value);
    }
    std::size_t pages = 0;
    EXPECT_EQ(paged(caller, in, pages), expected) << in.q << " limit " << in.limit;
  }
}

TEST_F(Search, WhatIsNoKeyIsSaidSo) {
  for (const char* q : {"q=12345", "q=410902194403050000", "q=%E7%8E%8B%20a%E7%8E%8B%20b%E7%8E%8B%20c%E7%8E%8B%20d%E7%8E%8B", "cursor=x", "q=wang&cursor=1"})
    EXPECT_EQ(city.get(clerk, std::string("/api/elders?") + q).status, 422) << q;
}

TEST_F(Search, ATokenIsReadInsideTheScopeOnly) {
  auto lease = city.kernel().readers->borrow();
  if (lease->dialect() != sql::Dialect::sqlite) GTEST_SKIP() << "its plan is told in SQLite's words";
  auto rows = lease->rows(
      "EXPLAIN QUERY PLAN SELECT region, elder_id FROM elder_token WHERE token = ? AND (region, elder_id) > (?, ?) AND region < ? "
      "ORDER BY region, elder_id LIMIT ?",
      1, 2, 3, 4, 5);
  std::string plan;
  while (rows.next()) plan += rows.str(3) + "\n";
  EXPECT_NE(plan.find("SEARCH elder_token USING PRIMARY KEY (token=? AND"), std::string::npos) << plan;
  EXPECT_EQ(plan.find("TEMP B-TREE"), std::string::npos) << plan;
}

TEST_F(Search, ACommunitysNameMeansThoseWhoLiveThere) {
  add(person("王秀英", kKunwu, Date::from_ymd(1944, 3, 5), 2));
  add(person("王秀云", kShengli, Date::from_ymd(1944, 3, 5), 4));
  EXPECT_EQ(names(official, "q=昆吾社区"), std::vector<std::string>{"王秀英"});
}

}  // namespace
}  // namespace yilin::registry
