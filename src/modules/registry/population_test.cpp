// The columns against a plain list: whatever is done to both, they say the same.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <numeric>
#include <set>

#include "base/rng.h"
#include "modules/registry/population.h"
#include "modules/registry/reading.h"
#include "modules/registry/spool.h"

namespace yilin::registry {
namespace {

const Date kToday = Date::from_ymd(2026, 11, 22);

Person somebody(Rng& rng, std::int64_t id) {
  Person p;
  Facts& f = p.facts;
  f.id = {id};
  f.region = {410902006001 + static_cast<std::int64_t>(rng.below(5)) + 1000 * static_cast<std::int64_t>(rng.below(3))};
  f.birth = rng.chance(0.1) ? Date{} : Date{static_cast<std::int32_t>(-20'000 + rng.below(12'000))};
  f.sex = static_cast<Sex>(rng.below(3));
  f.living = static_cast<Living>(rng.below(6));
  f.ability = static_cast<Ability>(static_cast<int>(rng.below(6)) - 1);
  f.state = static_cast<ElderState>(1 + rng.below(3));
  f.labels = static_cast<std::uint32_t>(rng.next()) & 0xFFE;
  p.card = static_cast<std::int64_t>(rng.below(1000));
  p.name = p.pinyin = 1 + static_cast<std::uint32_t>(rng.below(20));
  p.phone = static_cast<std::uint32_t>(rng.below(50));
  return p;
}

Filter some_filter(Rng& rng) {
  Filter f;
  for (std::uint64_t n = 1 + rng.below(2), i = 0; i < n; ++i) {
    const std::int64_t street = 410902006000 + 1000 * static_cast<std::int64_t>(rng.below(3));
    f.ranges.push_back(rng.chance(0.5) ? RegionCode{street}.subtree() : RegionCode{street + 1 + static_cast<std::int64_t>(rng.below(5))}.subtree());
  }
  if (rng.chance(0.4)) f.labels_any = bit(static_cast<Label>(1 + rng.below(11)));
  if (rng.chance(0.3)) f.living = static_cast<Living>(rng.below(6));
  if (rng.chance(0.3)) f.ability = static_cast<Ability>(static_cast<int>(rng.below(6)) - 1);
  if (rng.chance(0.3)) f.sex = static_cast<Sex>(rng.below(3));
  if (rng.chance(0.3)) f.state.reset();
  if (rng.chance(0.3)) f.born_from = {static_cast<std::int32_t>(-18'000 + rng.below(5'000))};
  if (rng.chance(0.3)) f.born_to = {static_cast<std::int32_t>(-14'000 + rng.below(5'000))};
  return f;
}

RC_GTEST_PROP(Population, SaysWhatAListSays, (std::uint64_t seed)) {
  Rng rng(seed);
  const auto people = std::make_unique<Population>();
  std::vector<Person> list;
  const std::uint64_t steps = 50 + rng.below(300);
  for (std::uint64_t i = 0; i < steps; ++i) {
    const std::uint64_t act = rng.below(10);
    if (act < 7 || list.empty()) {
      list.push_back(somebody(rng, static_cast<std::int64_t>(1000 + i * 3 + rng.below(40) * 1000)));
      if (std::any_of(list.begin(), list.end() - 1, [&](const Person& p) { return p.facts.id == list.back().facts.id; })) {
        list.pop_back();
        continue;
      }
      if (rng.chance(0.2)) {  // rolled back, then tried again
        people->stage(somebody(rng, list.back().facts.id.value));
      }
      people->add(list.back());
    } else if (act < 9) {
      Person& p = list[rng.below(list.size())];
      p = somebody(rng, p.facts.id.value);
      people->change(p);
    } else {
      const std::size_t at = rng.below(list.size());
      people->remove(list[at].facts.id);
      list.erase(list.begin() + static_cast<std::ptrdiff_t>(at));
    }
  }
  for (int k = 0; k < 10; ++k) {
    const Filter filter = some_filter(rng);
    std::vector<ElderId> expected;
    for (const Person& p : list)
      if (reading::passes(filter, p.facts)) expected.push_back(p.facts.id);
    std::sort(expected.begin(), expected.end());
    RC_ASSERT(people->count(filter) == static_cast<std::int64_t>(expected.size()));
    std::vector<ElderId> paged;
    const std::size_t limit = 1 + rng.below(20);
    for (ElderId after{};;) {
      const auto some = people->page(filter, after, limit);
      paged.insert(paged.end(), some.begin(), some.end());
      if (some.size() < limit) break;
      after = some.back();
    }
    RC_ASSERT(paged == expected);
    Tally sum;
    for (const Tally& t : people->tally(filter, RegionLevel::street, kToday)) sum += t;
    RC_ASSERT(sum.elders == static_cast<std::int64_t>(expected.size()));
    RC_ASSERT(std::accumulate(std::begin(sum.by_age), std::end(sum.by_age), std::int64_t{0}) == sum.elders);
  }
  for (const Person& p : list) {
    RC_ASSERT(people->find(p.facts.id).has_value());
    if (p.card == 0) continue;
    bool found = false;
    people->with_card(p.card, [&](const Population::Seen& seen) { found = found || seen.person.facts.id == p.facts.id; });
    RC_ASSERT(found);
  }
}

TEST(Population, StagedPeopleAreNobodyYet) {
  const auto people = std::make_unique<Population>();
  Rng rng(1);
  Person p = somebody(rng, 7);
  p.facts.state = ElderState::active;
  p.card = 99;
  const auto slot = people->stage(p);
  EXPECT_FALSE(people->find({7}));
  bool staged = false;
  people->with_card(99, [&](const Population::Seen& seen) { staged = seen.staged; });
  EXPECT_TRUE(staged);
  people->reveal(slot, ElderState::active);
  EXPECT_TRUE(people->find({7}));
  people->redirect({8}, {7});
  EXPECT_EQ(people->resolve({8}), ElderId{7});
}

TEST(Population, AgesCountFromTheBirthday) {
  const Filter f = filter_by_age({}, 60, 69, Date::from_ymd(2024, 2, 29));
  EXPECT_EQ(to_string(f.born_to), "1964-02-29");
  EXPECT_EQ(to_string(f.born_from), "1954-03-01");
  const Filter g = filter_by_age({}, 80, {}, Date::from_ymd(2026, 11, 22));
  EXPECT_EQ(age_on(g.born_to, Date::from_ymd(2026, 11, 22)), 80);
  EXPECT_EQ(age_on(g.born_to + 1, Date::from_ymd(2026, 11, 22)), 79);
}

RC_GTEST_PROP(SlotIndex, FindsWhatIsThereAndNothingElse, (std::uint64_t seed)) {
  Rng rng(seed);
  const auto index = std::make_unique<SlotIndex>();
  std::map<std::uint64_t, std::set<SlotIndex::Slot>> model;
  for (int i = 0; i < 3000; ++i) {
    const std::uint64_t key = rng.below(500);
    const auto slot = static_cast<SlotIndex::Slot>(rng.below(5000));
    if (rng.chance(0.7)) {
      index->insert(key, slot);
      model[key].insert(slot);
    } else if (!model[key].empty()) {
      const auto gone = *model[key].begin();
      index->erase(key, gone);
      model[key].erase(gone);
    }
  }
  for (const auto& [key, slots] : model) {
    std::set<SlotIndex::Slot> found;
    index->find(key, [&](SlotIndex::Slot s) {
      found.insert(s);
      return true;
    });
    RC_ASSERT(found == slots);
  }
}

TEST(SlotIndex, ANumberThatThousandsShareStaysCheap) {
  SlotIndex index;
  for (SlotIndex::Slot s = 0; s < 100'000; ++s) index.insert(42, s);
  int found = 0;
  index.find(42, [&](SlotIndex::Slot) { return ++found > 0; });
  EXPECT_EQ(found, SlotIndex::kSameMax);
}

RC_GTEST_PROP(TokenSpool, GivesBackEverythingOnceInOrder, (std::uint64_t seed)) {
  Rng rng(seed);
  std::string folder = std::filesystem::temp_directory_path() / "yilin-spool-XXXXXX";
  RC_ASSERT(mkdtemp(folder.data()) != nullptr);
  {
    TokenSpool spool(folder, "t", 100);
    std::set<TokenRow> expected;
    for (std::uint64_t n = rng.below(40), i = 0; i < n; ++i) {
      std::vector<TokenRow> rows;
      for (std::uint64_t m = rng.below(60), j = 0; j < m; ++j)
        rows.push_back({static_cast<std::int64_t>(rng.below(20)), static_cast<std::int64_t>(rng.below(5)), static_cast<std::int64_t>(rng.below(50))});
      spool.add(rows);
      expected.insert(rows.begin(), rows.end());
    }
    std::vector<TokenRow> got;
    for (TokenRow row; spool.next(row);) got.push_back(row);
    RC_ASSERT(got == std::vector<TokenRow>(expected.begin(), expected.end()));
  }
  RC_ASSERT(std::filesystem::is_empty(folder));
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace yilin::registry
