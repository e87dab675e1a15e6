// One elder's record through the routes: editing, revealing, labels, contacts, merging, handing over.
#include <algorithm>

#include "kernel/sql/migrations.h"
#include "modules/registry/bulk_prepare.h"
#include "modules/registry/registry_fixture.h"

namespace yilin::registry {
namespace {

const Date kBirth = Date::from_ymd(1944, 3, 5);

class Records : public RegistryTest {
 protected:
  std::string id_text(ElderId id) { return std::to_string(id.value); }
  std::int64_t version(ElderId id) {
    const auto body = city.get(official, path(id)).json();
    return body.at("elder").at("version").as_int64();
  }
};

TEST_F(Records, TheFirstRegistrationCountsAndOthersAreSentToMigrate) {
  const std::string number = card("410902", kBirth, 2).reveal();
  const std::string body = R"({"name":"王秀英","id_card":")" + number + R"(","region":"410902006001","phone":"13812345678"})";
  EXPECT_EQ(city.post(clerk, "/api/elders", body).status, 200);
  EXPECT_EQ(code(city.post(clerk, "/api/elders", body)), "registry.already_registered");
  const std::string there = R"({"name":"王秀英","id_card":")" + number + R"(","region":"410928100201"})";
  EXPECT_EQ(code(city.post(other_clerk, "/api/elders", there)), "registry.known_elsewhere");
  EXPECT_EQ(city.post(other_clerk, "/api/elders", body).status, 422);  // not her scope

  const auto asked = city.post(other_clerk, "/api/elders/migrations",
                               R"({"id_card":")" + number + R"(","region":"410928100201","reason":"随子女居住"})");
  ASSERT_EQ(asked.status, 200) << asked.body;
  const auto view = asked.json();
  EXPECT_EQ(view.at("elder_id").kind(), boost::json::kind::null);
  const std::string id(view.at("id").as_string().c_str());
  EXPECT_EQ(city.post(other_clerk, "/api/elders/migrations/" + id + "/accept").status, 404);  // not her turn
  EXPECT_EQ(city.post(clerk, "/api/elders/migrations/" + id + "/accept").status, 200);
  EXPECT_TRUE(names(clerk, "q=王秀英").empty());
  EXPECT_EQ(names(other_clerk, "q=王秀英").size(), 1u);
  EXPECT_EQ(names(other_clerk, "q=13812345678").size(), 1u);
  EXPECT_EQ(city.post(clerk, "/api/elders/migrations/" + id + "/accept").status, 409);
}

TEST_F(Records, EditingNeedsTheVersionSeenAndLeavesATrace) {
  const ElderId id = add(person("王秀英", kKunwu, kBirth, 2));
  const std::string body = R"({"version":1,"elder":{"name":"王秀云","region":"410902006001","address":"2 号楼"}})";
  EXPECT_EQ(city.put(other_clerk, path(id), body).status, 404);
  const auto edited = city.put(clerk, path(id), body);
  EXPECT_EQ(edited.status, 200) << edited.body;
  EXPECT_EQ(city.put(clerk, path(id), body).status, 409);
  EXPECT_TRUE(names(clerk, "q=王秀英").empty());
  EXPECT_EQ(names(clerk, "q=xiuyun").size() + names(clerk, "q=wangxiuyun").size(), 1u);
  const auto timeline = city.get(clerk, path(id, "/timeline")).json();
  EXPECT_EQ(timeline.at("items").at(0).at("verb").as_string(), "elder.update");
  EXPECT_EQ(timeline.at("items").at(0).at("changes").at(0).at("before").as_string(), "王秀英");
}

TEST_F(Records, NumbersAreMaskedAndRevealingIsSeen) {
  const ElderId id = add(person("王秀英", kKunwu, kBirth, 2));
  EXPECT_EQ(city.get(clerk, path(id)).body.find("19440305002"), std::string::npos);
  EXPECT_EQ(city.post(clerk, path(id, "/reveal"), R"({"field":"id_card"})").status, 422);
  const auto shown = city.post(clerk, path(id, "/reveal"), R"({"field":"id_card","reason":"核对身份"})");
  EXPECT_EQ(shown.json().at("value").as_string(), person("", 0, kBirth, 2).id_card.reveal());
  const auto viewers = city.get(clerk, path(id, "/viewers")).json();
  EXPECT_EQ(viewers.at("items").at(0).at("reason").as_string(), "核对身份");
  EXPECT_EQ(city.get(other_clerk, path(id)).status, 404);
}

TEST_F(Records, ALabelBeginsAndEndsByItself) {
  const ElderId id = add(person("王秀英", kKunwu, kBirth, 2));
  const auto added = city.post(clerk, path(id, "/labels"),
                               R"({"label":"subsistence","valid_from":"2026-11-24","valid_to":"2026-11-25","evidence":"民政 3 号","verified":true})");
  ASSERT_EQ(added.status, 200) << added.body;
  EXPECT_EQ(facts(city.kernel(), id)->labels, 0u);
  city.advance(days(2));
  EXPECT_EQ(facts(city.kernel(), id)->labels, bit(Label::subsistence));
  EXPECT_EQ(names(clerk, "label=subsistence").size(), 1u);
  city.advance(days(2));
  EXPECT_EQ(facts(city.kernel(), id)->labels, 0u);
}

TEST_F(Records, AContactsPhoneFindsTheElderUntilItEnds) {
  const ElderId id = add(person("王秀英", kKunwu, kBirth, 2));
  const auto added = city.post(clerk, path(id, "/contacts"),
                               R"({"contact":{"name":"王强","relation":"son","phone":"13900001111","may_order":true}})");
  ASSERT_EQ(added.status, 200) << added.body;
  EXPECT_EQ(names(clerk, "q=13900001111").size(), 1u);
  const auto detail = city.get(clerk, path(id)).json();
  const std::string contact(detail.at("contacts").at(0).at("id").as_string().c_str());
  EXPECT_EQ(city.post(clerk, path(id, "/contacts/" + contact + "/end"), R"({"reason":"换了号码"})").status, 200);
  EXPECT_TRUE(names(clerk, "q=13900001111").empty());
}

TEST_F(Records, AMergeIsFollowedAndTakenBack) {
  const ElderId kept = add(person("王秀英", kKunwu, kBirth, 2));
  NewElder twin = person("王秀英", kKunwu, kBirth, 2);
  twin.id_card = {};
  twin.birth = kBirth;
  twin.sex = Sex::female;
  twin.phone = Phone::trusted("13812345678");
  const ElderId merged = add(twin);
  const auto pairs = city.get(clerk, "/api/elders/duplicates").json();
  ASSERT_EQ(pairs.at("items").as_array().size(), 1u);
  const std::string pair(pairs.at("items").at(0).at("id").as_string().c_str());
  const auto decided = city.post(clerk, "/api/elders/duplicates/" + pair + "/decide",
                                 R"({"decision":"merge","keep":")" + id_text(kept) + R"(","reason":"本人确认"})");
  ASSERT_EQ(decided.status, 200) << decided.body;
  EXPECT_EQ(names(clerk, "q=王秀英").size(), 1u);
  EXPECT_EQ(names(clerk, "q=13812345678").size(), 1u);  // the kept one had no phone
  const auto followed = city.get(clerk, path(merged)).json();
  EXPECT_EQ(followed.at("elder").at("id").as_string(), id_text(kept));
  const auto acts = city.get(clerk, path(kept, "/timeline")).json();
  std::vector<std::string> verbs;
  for (const auto& item : acts.at("items").as_array()) verbs.emplace_back(item.at("verb").as_string());
  EXPECT_EQ(verbs, (std::vector<std::string>{"elder.merge", "elder.register", "elder.register"})) << "what happened under the other file is hers too";
  const auto newest = city.get(clerk, path(kept, "/timeline?limit=1")).json();
  EXPECT_EQ(city.get(clerk, path(kept, "/timeline?limit=2&cursor=" + std::string(newest.at("next").as_string()))).json().at("items").as_array().size(), 2u);

  const auto body = decided.json();
  const std::string merge(body.at("merge_id").as_string().c_str());
  const auto undone = city.post(clerk, "/api/elders/merges/" + merge + "/undo", R"({"reason":"确是两人"})");
  EXPECT_EQ(undone.status, 200) << undone.body;
  EXPECT_EQ(names(clerk, "q=王秀英").size(), 2u);
  EXPECT_EQ(names(clerk, "q=13812345678").size(), 1u);
  city.restart();
  EXPECT_EQ(names(clerk, "q=王秀英").size(), 2u);
  EXPECT_EQ(city.journal_problems(), 0u);
}

TEST_F(Records, ADeathIsTakenBackByAnOfficialOnly) {
  const ElderId id = add(person("王秀英", kKunwu, kBirth, 2));
  EXPECT_EQ(city.post(clerk, path(id, "/death"), R"({"version":1,"died_on":"2026-11-20","evidence":"医学证明"})").status, 200);
  EXPECT_TRUE(names(clerk, "").empty());
  EXPECT_EQ(names(clerk, "q=王秀英").size(), 1u);
  const std::string restore = R"({"version":2,"reason":"登记错人"})";
  EXPECT_EQ(city.post(clerk, path(id, "/restore"), restore).status, 403);
  EXPECT_EQ(city.post(official, path(id, "/restore"), restore).status, 200);
  EXPECT_EQ(names(clerk, "").size(), 1u);
}

TEST_F(Records, ExportsAreMaskedAndJournalled) {
  add(person("王秀英", kKunwu, kBirth, 2));
  EXPECT_EQ(city.get(clerk, "/api/elders/export.csv").status, 403);
  const auto csv = city.get(official, "/api/elders/export.csv");
  EXPECT_EQ(csv.status, 200);
  EXPECT_NE(csv.body.find("王秀英"), std::string::npos);
  EXPECT_EQ(csv.body.find("19440305002"), std::string::npos);
  EXPECT_EQ(city.get(official, "/api/elders/export.xlsx").body.substr(0, 2), "PK");
}

TEST_F(Records, TablesHaveTheColumnsOfTheFields) {
  auto lease = city.kernel().readers->borrow();
  const auto expect = [&](const entity::Table& fields, std::string_view table, std::span<const sql::Literal> bulk) {
    std::vector<std::string> named, listed;
    for (const entity::Field& f : fields.fields())
      if (f.codec->storable && !f.is_derived) named.emplace_back(f.name);
    for (const sql::Literal& l : bulk) listed.emplace_back(l.text);
    EXPECT_EQ(listed, named) << table;
    auto columns = sql::columns(*lease, table);
    std::sort(columns.begin(), columns.end());
    std::sort(named.begin(), named.end());
    EXPECT_EQ(columns, named) << table;
  };
  expect(Elder::fields(), "elder", elder_columns());
  expect(ElderLabel::fields(), "elder_label", label_columns());
  expect(Contact::fields(), "contact", contact_columns());
}

}  // namespace
}  // namespace yilin::registry
