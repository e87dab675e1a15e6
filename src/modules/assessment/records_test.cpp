// What is kept, by whom and for how long: signatures, versions, imports, photos, what is due by which questionnaire.
#include <filesystem>
#include <map>

#include "modules/assessment/assessing_fixture.h"

namespace yilin::assessment {
namespace {

class Records : public Assessing {
 protected:
  std::size_t photos_at_rest() const {
    std::size_t out = 0;
    if (std::filesystem::exists(city.folder + "/photos"))
      for (const auto& file : std::filesystem::recursive_directory_iterator(city.folder + "/photos")) out += file.is_regular_file();
    return out;
  }
  // A result of another place by this questionnaire, recognised.
  void recognised(std::string_view questionnaire, std::string_view on, std::string_view until) {
    const Answer made = city.post(community, "/api/assessments/recognitions",
                                  fmt::format(R"({{"elder_id":"{}","questionnaire":"{}","level":1,"assessed_on":"{}","valid_until":"{}","organisation":"郑州市评估中心","foreign_code":"Z-1"}})",
                                              elder.value, questionnaire, on, until));
    ASSERT_EQ(made.status, 200) << made.body;
    ASSERT_EQ(act(official, text(made, "id"), "review").status, 200);
    ASSERT_EQ(act(official, text(made, "id"), "confirm", R"({"told_name":"本人"})").status, 200);
  }
  std::map<std::string, std::string> due_days() {
    std::map<std::string, std::string> out;
    const auto json = city.get(community, "/api/assessments/due?until=2099-01-01").json();
    for (const auto& row : json.at("items").as_array()) out[std::string(row.at("questionnaire").as_string())] = std::string(row.at("due_on").as_string());
    return out;
  }
};

TEST_F(Records, APhotoAfterTheSignaturesAsksForNewOnes) {
  const std::string id = plan();
  ASSERT_EQ(save(id, total(80), nurse).status, 200);
  sign_all(id);
  EXPECT_TRUE(view(id).at("signed_as_it_stands").as_bool());
  ASSERT_EQ(upload(nurse, "/api/uploads/assessments/" + id + "/photo?caption=", "\xff\xd8\xff\xe0 the room").status, 200);
  EXPECT_FALSE(view(id).at("signed_as_it_stands").as_bool());
  EXPECT_EQ(act(nurse, id, "submit").status, 422);
  sign_all(id);
  EXPECT_EQ(act(nurse, id, "submit").status, 200);
}

TEST_F(Records, WhoeverIsNoAssessorOfItLeavesNoPhotoBehind) {
  const std::string id = plan(), path = "/api/uploads/assessments/" + id + "/photo?caption=";
  EXPECT_EQ(upload(community, path, "\xff\xd8\xff\xe0 another room").status, 403);
  EXPECT_EQ(upload(stranger, path, "\xff\xd8\xff\xe0 a third room").status, 404);
  EXPECT_EQ(photos_at_rest(), 0u);
  for (int n = 0; n < 7; ++n) EXPECT_EQ(upload(nurse, path, fmt::format("\xff\xd8\xff\xe0 {}", n)).status, n < 6 ? 200 : 422);
  EXPECT_EQ(photos_at_rest(), 6u) << "the one too many is not kept either";
  EXPECT_EQ(upload(nurse, path, "\xff\xd8\xff\xe0 5").status, 200) << "it is there already";
}

TEST_F(Records, AVersionThatIsStillToComeIsNotUsed) {
  const auto bureau = city.staff({Role::official}, 410900000000, "市民政");
  std::string document = city.get(nurse, "/api/questionnaires/gbt42195/fhir").body;
  const auto replace = [&](std::string_view from, std::string_view to) {
    ASSERT_NE(document.find(from), std::string::npos) << from;
    document.replace(document.find(from), from.size(), to);
  };
  replace(R"("version":"2022","name")", R"("version":"2027","name")");
  replace(R"("start":"2022-12-30")", R"("start":"2027-01-01")");
  ASSERT_EQ(city.post(bureau, "/api/questionnaires/fhir", fmt::format(R"({{"document":{}}})", entity::json::serialize(entity::json::value(document)))).status, 200);
  EXPECT_EQ(text(city.get(nurse, "/api/questionnaires/gbt42195"), "version"), "2022");
  const std::string id = plan();
  EXPECT_EQ(view(id).at("assessment").at("questionnaire_version").as_string(), "2022");
  city.advance(days(60));
  EXPECT_EQ(text(city.get(nurse, "/api/questionnaires/gbt42195"), "version"), "2027");

  // The act says which questionnaire came in, and what it was.
  auto db = city.kernel().readers->borrow();
  auto rows = db->rows("SELECT MAX(seq) FROM journal WHERE verb = 'assessment.questionnaire'");
  ASSERT_TRUE(rows.next());
  const auto entry = city.kernel().journal->entry(*db, rows.integer(0));
  ASSERT_TRUE(entry);
  for (const std::string_view part : {R"("code":"gbt42195")", R"("version":"2027")", R"("digest":")"}) EXPECT_NE(entry->payload.find(part), std::string::npos) << entry->payload;
}

TEST_F(Records, AManagerWhoIsAnAssessorReachesHerOwnWork) {
  const CallerPtr manager = city.organisation(company);
  const AssessorId third = enter("机构评估", manager->user, {});
  const std::string own = plan("first", third, second), other = plan("first", first, second, add_elder(2));
  EXPECT_EQ(city.get(manager, "/api/assessments/" + own).status, 200);
  ASSERT_EQ(save(own, total(80), manager).status, 200);
  sign_all(own, manager);
  EXPECT_EQ(act(manager, own, "submit").status, 200);
  EXPECT_EQ(city.get(manager, "/api/assessments/" + other).status, 404);
  const auto mine = city.get(manager, "/api/assessments?mine=true").json();
  ASSERT_EQ(mine.at("items").as_array().size(), 1u);
  EXPECT_EQ(mine.at("items").at(0).at("id").as_string(), own);
}

TEST_F(Records, EachQuestionnaireHasItsOwnDay) {
  using Days = std::map<std::string, std::string>;
  confirmed(total(70));
  EXPECT_EQ(due_days(), (Days{{"gbt42195", "2027-11-22"}}));
  recognised("ltci", "2026-05-01", "2027-04-30");
  EXPECT_EQ(due_days(), (Days{{"gbt42195", "2027-11-22"}, {"ltci", "2027-04-30"}}));
  EXPECT_EQ(city.get(community, "/api/assessments/due?until=2099-01-01&questionnaire=ltci").json().at("items").as_array().size(), 1u);
  // A stroke brings both forward; a report before them keeps its place in the cursor's order.
  ASSERT_EQ(city.post(family, fmt::format("/api/elders/{}/health-changes", elder.value), R"({"kind":"stroke","happened_on":"2026-11-20"})").status, 200);
  EXPECT_EQ(due_days(), (Days{{"gbt42195", "2026-12-22"}, {"ltci", "2026-12-22"}}));
  const auto one = city.get(community, "/api/assessments/due?until=2099-01-01&limit=1").json();
  const auto next = city.get(community, fmt::format("/api/assessments/due?until=2099-01-01&limit=1&cursor={}", std::string_view(one.at("next").as_string()))).json();
  EXPECT_NE(one.at("items").at(0).at("questionnaire"), next.at("items").at(0).at("questionnaire"));
}

TEST_F(Records, AnOldScaleSaysWhenTheStandardIsDueUnlessThatIsKnown) {
  using Days = std::map<std::string, std::string>;
  recognised("mzt039", "2026-03-01", "2026-12-01");
  EXPECT_EQ(due_days(), (Days{{"gbt42195", "2026-12-01"}}));
  confirmed(total(70));
  EXPECT_EQ(due_days(), (Days{{"gbt42195", "2027-11-22"}}));
  recognised("mzt039", "2026-04-01", "2026-12-31");
  EXPECT_EQ(due_days(), (Days{{"gbt42195", "2027-11-22"}}));
}

TEST_F(Records, AnInactiveElderDoesNotStopTheOthers) {
  confirmed(total(62));
  std::string table = download(official, "/api/assessments/items.csv?region=410902000000");
  const std::string row = table.substr(table.find("\r\n") + 2), own = std::to_string(elder.value);
  const auto of = [&](ElderId who) {
    std::string out = row;
    return out.replace(out.find(own), own.size(), std::to_string(who.value));
  };
  const ElderId dead = add_elder(2), alive = add_elder(3);
  const auto version = city.get(official, fmt::format("/api/elders/{}", dead.value)).json().at("elder").at("version").as_int64();
  ASSERT_EQ(city.post(official, fmt::format("/api/elders/{}/death", dead.value), fmt::format(R"({{"version":{},"died_on":"2026-11-20","evidence":"家属报告"}})", version)).status, 200);
  const Answer taken = upload(official, "/api/uploads/assessment-items", table.substr(0, table.find("\r\n") + 2) + of(dead) + of(alive));
  ASSERT_EQ(taken.status, 200) << taken.body;
  EXPECT_EQ(taken.json().at("added").as_int64(), 1);
  EXPECT_EQ(taken.json().at("refused").as_int64(), 1);
  EXPECT_EQ(taken.json().at("errors").at(0).at("row").as_int64(), 2);
  // One who becomes inactive between the reading of a row and its command.
  ImportedRow late;
  late.number = 7;
  late.elder = dead;
  late.questionnaire = "gbt42195";
  late.version = "2022";
  late.assessed_on = Date::from_ymd(2026, 1, 1);
  late.organisation = "甲";
  late.answers = total(62);
  ImportedRow good = late;
  good.number = 8;
  good.elder = alive;
  const ImportedRow rows[] = {late, good};
  const auto chunk = as_system<ImportedChunk>([&](command::Tx& tx) { return import_rows(tx, rows); }, true);
  EXPECT_EQ(chunk.added, 1);
  ASSERT_EQ(chunk.refused.size(), 1u);
  EXPECT_EQ(chunk.refused[0].row, 7);
}

}  // namespace
}  // namespace yilin::assessment
