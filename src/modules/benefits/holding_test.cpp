// Whose an award is, whatever has happened since to the ids of its day; and from when on it is hers.
#include "modules/benefits/awards.h"
#include "modules/benefits/benefits_fixture.h"
#include "modules/benefits/relatives.h"

namespace yilin::benefits {
namespace {

class Holding : public BenefitsCity {
 protected:
  static constexpr Month kSeptember{2026 * 12 + 8}, kOctober{2026 * 12 + 9};

  void bring(ElderId her, std::string_view benefit, Month from, std::int64_t fen = 5'000) {
    EXPECT_TRUE(as_system<bool>([&](command::Tx& tx) { return bring_award(tx, her, benefit, from, Fen{fen}); }));
  }
  Answer lives_with(ElderId her, ElderId other, CallerPtr who = {}) {
    const Answer answer = city.post(who ? who : clerk, fmt::format("/api/elders/{}/household", her.value), fmt::format(R"({{"with_elder_id":"{}"}})", other.value));
    EXPECT_EQ(answer.status, 200) << answer.body;
    return answer;
  }
  ElderId born(int serial, std::string_view day) {
    registry::NewElder in;
    in.name = "李桂兰";
    const std::string stem = fmt::format("410902{}{:03}", day, serial);
    in.id_card = IdCard::trusted(stem + IdCard::check_character(stem));
    in.region = {kHome};
    in.address = "2 号楼 202";
    const ElderId her = as_system<ElderId>([&](command::Tx& tx) { return registry::create_elder(tx, in); }, true);
    plain_life(her);
    return her;
  }
  // The same person once more, without her ID card.
  ElderId twin_of_elder() {
    registry::NewElder in;
    in.name = "王秀英";
    in.birth = Date::from_ymd(1945, 1, 1);
    in.sex = card(1).sex();
    in.region = {kHome};
    in.address = "1 号楼 101";
    return as_system<ElderId>([&](command::Tx& tx) { return registry::create_elder(tx, in); }, true);
  }
  void unmerge() {
    const std::string id = [&] {
      auto db = city.kernel().readers->borrow();
      auto rows = db->rows("SELECT id FROM elder_merge");
      EXPECT_TRUE(rows.next());
      return std::to_string(rows.integer(0));
    }();
    ASSERT_EQ(city.post(city.staff({Role::official, Role::community_worker}, kHualong, "区"), "/api/elders/merges/" + id + "/undo", R"({"reason":"确是两人"})").status, 200);
    city.advance(seconds(2));
  }
  json::value awards(ElderId her) { return city.get(boss, fmt::format("/api/benefits/awards?elder={}", her.value)).json().at("items"); }
  std::size_t members(ElderId her) {
    auto db = city.kernel().readers->borrow();
    return load_dossier(*db, city.kernel(), her)->members.size();
  }
};

TEST_F(Holding, TheHouseholdsAwardIsFoundByWhoeverLivesInIt) {
  const ElderId other = add_elder(2), third = add_elder(3);
  for (const ElderId her : {elder, other}) plain_life(her);
  bring(elder, "家庭.低保金", kSeptember, 30'000);  // alone: under her own id
  lives_with(elder, other);                          // both under the household's from now on
  EXPECT_EQ(code(apply(clerk, other, "家庭.低保金")), "benefits.already_awarded");
  EXPECT_EQ(code(apply(clerk, elder, "家庭.低保金")), "benefits.already_awarded");
  EXPECT_FALSE(as_system<bool>([&](command::Tx& tx) { return bring_award(tx, other, "家庭.低保金", kOctober, Fen{30'000}); })) << "there is one";
  // She leaves for another household: the one that is left behind keeps nothing of hers, and she takes it along.
  lives_with(elder, third);
  EXPECT_EQ(code(apply(clerk, third, "家庭.低保金")), "benefits.already_awarded");
  EXPECT_EQ(code(apply(clerk, elder, "家庭.低保金")), "benefits.already_awarded");
  const auto gaps = city.get(boss, "/api/benefits/gaps?benefit=家庭.低保金&kind=outreach").body;
  EXPECT_EQ(gaps.find(std::to_string(third.value)), std::string::npos) << "who has it is no gap";
}

TEST_F(Holding, AHouseholdThatIsStillThereKeepsItsAwardWhenTheApplicantLeaves) {
  const ElderId other = add_elder(2), third = add_elder(3);
  lives_with(elder, other);
  bring(elder, "家庭.低保金", kSeptember, 30'000);  // the household's
  lives_with(elder, third);
  EXPECT_EQ(code(apply(clerk, other, "家庭.低保金")), "benefits.already_awarded");
  const Answer anew = apply(clerk, third, "家庭.低保金");
  EXPECT_EQ(anew.status, 200) << "another household: " << anew.body;
}

TEST_F(Holding, WhoeverIsLeftKeepsTheHouseholdsAwardAfterADeath) {
  const ElderId other = add_elder(2);
  for (const ElderId her : {elder, other}) plain_life(her);
  bring(elder, "家庭.低保金", kSeptember, 30'000);
  bring(elder, "高龄津贴", kSeptember);
  lives_with(elder, other);
  city.advance(seconds(2));
  ASSERT_EQ(dies(elder, "2026-11-10").status, 200);
  const json::value of_her = awards(elder);
  for (const auto& item : of_her.as_array())
    EXPECT_EQ(item.at("award").at("state").as_string(), item.at("award").at("benefit").as_string() == "高龄津贴" ? "stopped" : "active");
  ASSERT_EQ(dies(other, "2026-11-12").status, 200);
  EXPECT_EQ(city.get(boss, "/api/benefits/awards?state=active").json().at("items").as_array().size(), 0u) << "nobody is left";
}

TEST_F(Holding, MergedFilesKeepOneAwardAndListWhatWasPaidTwice) {
  const ElderId twin = twin_of_elder();
  for (const ElderId her : {elder, twin}) plain_life(her);
  bring(elder, "高龄津贴", kSeptember);
  bring(twin, "高龄津贴", kOctober);
  frozen("2026-10");
  merge(elder, twin);
  city.advance(seconds(2));
  const json::value both = awards(elder);
  ASSERT_EQ(both.as_array().size(), 2u);
  EXPECT_EQ(both.at(0).at("award").at("stop_reason").as_string(), "duplicate");
  EXPECT_EQ(both.at(1).at("award").at("state").as_string(), "active") << "the longer one";
  const auto lists = city.get(boss, fmt::format("/api/benefits/adjustments?elder={}", elder.value)).json();
  ASSERT_EQ(lists.at("items").as_array().size(), 1u);
  EXPECT_EQ(lists.at("items").at(0).at("adjustment").at("recover_fen").as_int64(), 5'000) << "October, once";
  EXPECT_EQ(code(apply(clerk, elder, "高龄津贴")), "benefits.already_awarded");

  unmerge();
  const json::value again = awards(twin);
  ASSERT_EQ(again.as_array().size(), 1u);
  EXPECT_EQ(again.at(0).at("award").at("state").as_string(), "active");
  EXPECT_EQ(awards(elder).as_array().size(), 1u);
}

// What both files were paid at once is recovered once; what one file was paid twice was granted knowing of the first.
TEST_F(Holding, MergedFilesThatWerePaidAtOnceTwiceListTheSecondPayment) {
  const ElderId twin = twin_of_elder();
  for (const ElderId her : {elder, twin}) plain_life(her);
  bring(elder, "家庭床位建床补贴", kSeptember, 300'000);
  bring(twin, "家庭床位建床补贴", kOctober, 300'000);
  bring(elder, "家庭.临时救助金", kSeptember, 100'000);
  bring(elder, "家庭.临时救助金", kOctober, 100'000);
  for (const char* month : {"2026-09", "2026-10"}) frozen(month);
  merge(elder, twin);
  city.advance(seconds(2));
  const auto lists = city.get(boss, fmt::format("/api/benefits/adjustments?elder={}", elder.value)).json();
  ASSERT_EQ(lists.at("items").as_array().size(), 1u);
  const json::value list = city.get(boss, "/api/benefits/adjustments/" + std::string(lists.at("items").at(0).at("adjustment").at("id").as_string())).json();
  std::vector<std::string> because;
  for (const auto& line : list.at("lines").as_array()) {
    EXPECT_EQ(line.at("month").as_string(), "2026-10");
    because.push_back(fmt::format("{} {} {}", std::string(line.at("benefit").as_string()), line.at("before_fen").as_int64() - line.at("after_fen").as_int64(),
                                  std::string(line.at("why").as_string())));
  }
  EXPECT_EQ(because, (std::vector<std::string>{"家庭床位建床补贴 300000 两份档案合并，这项待遇已另有一份",
                                               "家庭.临时救助金 100000 按现有事实当月不符合条件"}))
      << "the second help within one file is weighed like any month, not as a duplicate";
  std::map<std::string, int> reasons;
  const json::value held = awards(elder);
  for (const auto& item : held.as_array()) ++reasons[std::string(item.at("award").at("stop_reason").as_string())];
  EXPECT_EQ(reasons, (std::map<std::string, int>{{"duplicate", 1}, {"paid_once", 3}}));

  unmerge();
  const json::value again = awards(twin);
  ASSERT_EQ(again.as_array().size(), 1u);
  EXPECT_EQ(again.at(0).at("award").at("stop_reason").as_string(), "paid_once");
  EXPECT_EQ(again.at(0).at("award").at("to_month").as_string(), "2026-10");
}

TEST_F(Holding, AnAwardStartsInTheMonthFromWhichSheIsEligible) {
  const ElderId eighty = born(1, "19461015");  // 80 in October
  const Answer applied = apply(clerk, eighty, "高龄津贴", R"(,"first_month":"2026-08")");
  ASSERT_EQ(applied.status, 200) << applied.body;
  EXPECT_EQ(applied.json().at("application").at("start_month").as_string(), "2026-10") << applied.body;
  const ElderId ninety = born(2, "19361015");  // 50 yuan in September, 100 from October on
  const std::string id = id_of(apply(clerk, ninety, "高龄津贴", R"(,"first_month":"2026-09")"), "application");
  for (const auto& [who, verb] : std::initializer_list<std::pair<CallerPtr, std::string_view>>{{town, "check"}, {surveyor, "survey"}, {publisher, "publish"}})
    ASSERT_EQ(step(who, id, verb).status, 200) << verb;
  city.advance(days(8));
  ASSERT_EQ(step(county, id, "confirm").status, 200);
  const json::value award = city.get(boss, "/api/benefits/awards/" + std::string(awards(ninety).at(0).at("award").at("id").as_string())).json();
  EXPECT_EQ(award.at("award").at("from_month").as_string(), "2026-09");
  EXPECT_EQ(award.at("award").at("amount_fen").as_int64(), 10'000);
  ASSERT_EQ(award.at("changes").as_array().size(), 2u);
  EXPECT_EQ(award.at("changes").at(0).at("after_fen").as_int64(), 5'000);
  EXPECT_EQ(award.at("changes").at(1).at("month").as_string(), "2026-10");
  EXPECT_EQ(award.at("changes").at(1).at("after_fen").as_int64(), 10'000);
}

TEST_F(Holding, MonthsThatAreOverAreGrantedAndTheRestIsNot) {
  const ElderId her = born(1, "19400101");
  ASSERT_EQ(record(boss, her, {{"户籍", "110101"}}, R"(,"valid_from":"2026-11-01")").status, 200);  // away from the province since November
  const std::string id = id_of(apply(clerk, her, "高龄津贴", R"(,"first_month":"2026-09")"), "application");
  for (const auto& [who, verb] : std::initializer_list<std::pair<CallerPtr, std::string_view>>{{town, "check"}, {surveyor, "survey"}, {publisher, "publish"}})
    ASSERT_EQ(step(who, id, verb).status, 200) << verb;
  city.advance(days(8));
  const Answer confirmed = step(county, id, "confirm");
  ASSERT_EQ(confirmed.status, 200) << confirmed.body;
  const json::value award = awards(her).at(0).at("award");
  EXPECT_EQ(award.at("state").as_string(), "stopped");
  EXPECT_EQ(award.at("from_month").as_string(), "2026-09");
  EXPECT_EQ(award.at("to_month").as_string(), "2026-10");
  EXPECT_EQ(award.at("stop_reason").as_string(), "not_eligible");
}

TEST_F(Holding, ARelativeNeitherStopsNorChangesNorSettles) {
  plain_life(elder);
  bring(elder, "护理补贴", kOctober, 10'000);
  ASSERT_EQ(city.post(clerk, fmt::format("/api/elders/{}/contacts", elder.value), R"({"contact":{"name":"市民政己","relation":"son","phone":"13839399999"}})").status, 200);
  const std::string award(awards(elder).at(0).at("award").at("id").as_string());
  EXPECT_EQ(code(city.post(boss, "/api/benefits/awards/" + award + "/change", R"({"from":"2026-11","reason":"复评"})")), "benefits.relative");
  EXPECT_EQ(code(city.post(boss, "/api/benefits/awards/" + award + "/stop", R"({"why":"asked","reason":"本人申请"})")), "benefits.relative");
  const auto found = city.get(county, "/api/benefits/relatives?state=found").json();
  ASSERT_EQ(found.at("items").as_array().size(), 1u) << "and is listed";
  EXPECT_EQ(found.at("items").at(0).at("relative").at("user_name").as_string(), "市民政己");
  EXPECT_EQ(city.post(boss_too, "/api/benefits/awards/" + award + "/stop", R"({"why":"asked","reason":"本人申请"})").status, 200);
}

// Both are in the index at once: the one who joins, and the one for whom the household was made.
TEST_F(Holding, ANewHouseholdHasBothItsMembers) {
  const ElderId other = add_elder(2);
  lives_with(elder, other);
  EXPECT_EQ(members(elder), 2u);
  EXPECT_EQ(members(other), 2u);
}

TEST_F(Holding, MonthsOfAnEarlierHomeStayInTheHistory) {
  const ElderId other = add_elder(2);
  for (const ElderId her : {elder, other}) plain_life(her);
  const auto months = [&](ElderId her) {
    const Answer answer = city.get(boss, fmt::format("/api/elders/{}/benefits/history", her.value));
    EXPECT_EQ(answer.status, 200) << answer.body;
    std::set<std::string> out;
    const json::value body = answer.json();
    for (const auto& row : body.at("rows").as_array()) out.insert(std::string(row.at("month").as_string()));
    return out;
  };
  frozen("2026-10");
  const auto mover = city.staff({Role::official, Role::community_worker}, kCity, "市");
  const auto moved = [&](ElderId her) {
    const auto detail = city.get(mover, fmt::format("/api/elders/{}", her.value)).json();
    const Answer answer = city.post(mover, fmt::format("/api/elders/{}/move", her.value),
                                    fmt::format(R"({{"version":{},"region":"{}","address":"清丰县城关镇"}})", detail.at("elder").at("version").as_int64(), kQingfeng));
    EXPECT_EQ(answer.status, 200) << answer.body;
    city.advance(seconds(2));
  };
  moved(elder);
  EXPECT_EQ(months(elder), std::set<std::string>{"2026-10"});
  frozen("2026-11");
  EXPECT_EQ(months(elder), (std::set<std::string>{"2026-10", "2026-11"}));
  lives_with(other, elder, mover);  // she stands in the part of the first of the household from now on
  city.advance(seconds(2));
  frozen("2026-11");
  EXPECT_EQ(months(other), (std::set<std::string>{"2026-10", "2026-11"}));
}

// At home: her decisions, an application by her daughter who may act for her, the notice of what was decided; nobody else's.
TEST_F(Holding, AFamilyWithAuthorityAppliesAndReadsTheDecision) {
  plain_life(elder);
  const auto daughter = city.home({elder}, {Role::family});
  const auto neighbour = city.home({add_elder(9)}, {Role::family});
  EXPECT_EQ(apply(neighbour, elder, "高龄津贴").status, 404);
  const Answer applied = apply(daughter, elder, "高龄津贴", R"(,"on_behalf":"女儿","statement":"代母亲申请")");
  ASSERT_EQ(applied.status, 200) << applied.body;
  EXPECT_EQ(applied.json().at("application").at("channel").as_string(), "home");
  const std::string id = id_of(applied, "application");
  EXPECT_EQ(code(city.get(daughter, "/api/benefits/applications/" + id + "/notice")), "benefits.not_decided");
  ASSERT_EQ(step(publisher, id, "refuse", R"({"reason":"材料不实"})").status, 200);
  const Answer notice = city.get(daughter, "/api/benefits/applications/" + id + "/notice");
  ASSERT_EQ(notice.status, 200) << notice.body;
  EXPECT_EQ(notice.json().at("elder_name").as_string(), "王秀英");
  EXPECT_EQ(notice.json().at("benefit").as_string(), "高龄津贴");
  EXPECT_FALSE(notice.json().at("lines").as_array().empty());
  EXPECT_EQ(city.get(neighbour, "/api/benefits/applications/" + id + "/notice").status, 404);
  for (const char* path : {"/api/elders/{}/benefits", "/api/elders/{}/benefits/explain?benefit=高龄津贴", "/api/elders/{}/benefits/notice?benefit=高龄津贴", "/api/elders/{}/benefits/history",
                           "/api/benefits/applications?elder={}", "/api/benefits/awards?elder={}", "/api/benefits/adjustments?elder={}"}) {
    EXPECT_EQ(city.get(daughter, fmt::format(fmt::runtime(path), elder.value)).status, 200) << path;
    const Answer others = city.get(neighbour, fmt::format(fmt::runtime(path), elder.value));
    EXPECT_TRUE(others.status == 404 || (others.status == 200 && others.json().at("items").as_array().empty())) << path << others.body;
  }
}

}  // namespace
}  // namespace yilin::benefits
