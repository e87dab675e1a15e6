// Bulk runs: what a file says twice, what waits to be decided, what changes while tokens wait, and taking a run back.
#include <thread>

#include "modules/registry/registry_fixture.h"

namespace yilin::registry {
namespace {

const Date kBirth = Date::from_ymd(1944, 3, 5);

class Bulk : public RegistryTest {
 protected:
  std::shared_ptr<const access::Caller> system = std::make_shared<const access::Caller>(access::Caller::system());
  std::vector<BulkRow> fates;

  BulkElders::Options options(std::string run, int threads = 1) {
    return {.run = std::move(run), .threads = threads, .in_chunk = [this](command::Tx&, std::int64_t first, std::span<const BulkRow> rows) -> Status {
              fates.resize(static_cast<std::size_t>(first));  // a chunk may be tried again
              fates.insert(fates.end(), rows.begin(), rows.end());
              return {};
            }};
  }
};

TEST_F(Bulk, KnownRefusedAndLikelyRowsAreTold) {
  NewElder nameless = person("", kKunwu, kBirth, 6);
  NewElder without = person("王秀英", kKunwu, kBirth, 2);
  without.id_card = {};
  without.birth = kBirth;
  BulkElders bulk(city.kernel(), system, options("a"));
  for (const NewElder& row : {person("王秀英", kKunwu, kBirth, 2), person("王秀英", kKunwu, kBirth, 2), nameless, without}) ASSERT_TRUE(bulk.add(row));
  ASSERT_TRUE(bulk.finish());
  ASSERT_EQ(fates.size(), 4u);
  EXPECT_EQ(fates[0].fate, BulkRow::Fate::added);
  EXPECT_EQ(fates[1].fate, BulkRow::Fate::known);
  EXPECT_EQ(fates[1].elder, fates[0].elder);
  EXPECT_EQ(fates[2].fate, BulkRow::Fate::refused);
  EXPECT_EQ(fates[2].error->fields.at(0).field, "name");
  EXPECT_EQ(fates[3].fate, BulkRow::Fate::added);
  EXPECT_EQ(bulk.totals().pairs, 1);
  EXPECT_EQ(names(clerk, "q=王秀英").size(), 2u);
}

TEST_F(Bulk, OrderIsKeptWithManyThreads) {
  BulkElders bulk(city.kernel(), system, options("b", 3));
  for (int i = 0; i < 2000; ++i) ASSERT_TRUE(bulk.add(person("李国", kShengli, Date::from_ymd(1940, 1, 1) + i, i % 1000)));
  ASSERT_TRUE(bulk.finish());
  ASSERT_EQ(fates.size(), 2000u);
  EXPECT_EQ(bulk.position(), 2000);
  EXPECT_EQ(mem().people.find(fates[1999].elder)->facts.birth, Date::from_ymd(1940, 1, 1) + 1999);
}

TEST_F(Bulk, WhoIsEditedWhileTokensWaitIsFoundAsSheIsNow) {
  BulkElders bulk(city.kernel(), system, options("c"));
  constexpr std::size_t kDurable = 4 * BulkElders::kChunkRows;
  for (std::size_t i = 0; i < kDurable; ++i)
    ASSERT_TRUE(bulk.add(person("王秀英", kKunwu, kBirth + static_cast<int>(i), 2)));
  for (int i = 0; i < 10; ++i) ASSERT_TRUE(bulk.add(person("王秀英", kShengli, kBirth + 1000 + i, 2)));
  while (bulk.position() < static_cast<std::int64_t>(kDurable)) std::this_thread::yield();
  const ElderId id = fates.at(0).elder;
  EXPECT_EQ(city.put(clerk, path(id), R"({"version":1,"elder":{"name":"赵秀兰","region":"410902006001"}})").status, 200);
  ASSERT_TRUE(bulk.finish());
  EXPECT_EQ(names(clerk, "q=赵秀兰").size(), 1u);
  EXPECT_EQ(names(clerk, "q=王秀英&limit=200").size(), 200u);
  const auto first = city.get(clerk, "/api/elders?q=" + person("", 0, kBirth, 2).id_card.reveal());
  EXPECT_NE(first.body.find("赵秀兰"), std::string::npos);
}

TEST_F(Bulk, ARunIsTakenBackButNotWhatWasTouched) {
  {
    BulkElders bulk(city.kernel(), system, options("d"));
    for (int i = 0; i < 5; ++i) ASSERT_TRUE(bulk.add(person("王秀英", kKunwu, kBirth + i, 2)));
    ASSERT_TRUE(bulk.finish());
  }
  EXPECT_EQ(city.put(clerk, path(fates[2].elder), R"({"version":1,"elder":{"name":"赵秀兰","region":"410902006001"}})").status, 200);
  std::vector<ElderId> ids;
  for (const BulkRow& f : fates) ids.push_back(f.elder);
  const auto erased = command::run_for<std::int64_t>(city.kernel(), access::Caller::system(), [&](command::Tx& tx) {
    tx.record({"elder.import", "elder_run", 1, {}, {}, "撤回", {}});
    return withdraw(tx, ids);
  });
  EXPECT_EQ(*erased, 4);
  EXPECT_EQ(names(clerk, ""), std::vector<std::string>{"赵秀兰"});
  EXPECT_TRUE(names(clerk, "q=王秀英").empty());
  EXPECT_EQ(add(person("王秀英", kKunwu, kBirth, 2)).value != 0, true);  // the number is free again
}

TEST_F(Bulk, SearchIsMadeAgainFromTheRows) {
  add(person("王秀英", kKunwu, kBirth, 2));
  ASSERT_TRUE(command::run(city.kernel(), access::Caller::system(), [](command::Tx& tx) -> Status {
    tx.nothing_to_do();
    tx.db.queue("DELETE FROM elder_token");
    return {};
  }));
  EXPECT_TRUE(names(clerk, "q=王秀英").empty());
  ASSERT_TRUE(rebuild_search(city.kernel(), system));
  EXPECT_EQ(names(clerk, "q=wxy").size(), 1u);
}

}  // namespace
}  // namespace yilin::registry
