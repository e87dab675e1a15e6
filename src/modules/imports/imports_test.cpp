// A roll of elders from upload to roll-back: mapping, faults, scope, twice, killed, taken back.
#include "modules/imports/imports_fixture.h"

#include "formats/xlsx.h"

namespace yilin::imports {
namespace {

class Elders : public ImportsTest {};

TEST_F(Elders, ColumnsAreGuessedCheckedAndBroughtIn) {
  const std::string csv =
      "华龙区老年人基本信息表,,,,,,,\n"
      "序号,姓名*,身份证号码（必填）,联系电话,所属社区,居住状况,困难类型,家属姓名,家属电话\n"
      "1,王秀英," + card_of(1) + ",13839300001,昆吾社区,独居老人,低保户、失能,王建国,13839300002\n"
      "2,李桂兰," + card_of(2) + ",,410902006001,空巢,,,\n";
  const auto made = send_file(clerk, "elders", csv, "%E8%80%81%E4%BA%BA.csv");
  ASSERT_EQ(made.status, 200) << made.body;
  const auto view = made.json();
  const std::string id(view.at("job").at("id").as_string());
  EXPECT_EQ(view.at("job").at("file_name").as_string(), "老人.csv");
  EXPECT_EQ(of(view.at("job"), "header_row"), 2);
  EXPECT_EQ(view.at("missing").as_array().size(), 0u);
  std::vector<std::string> fields;
  for (const auto& c : view.at("columns").as_array()) fields.emplace_back(c.at("field").as_string());
  EXPECT_EQ(fields, (std::vector<std::string>{"", "name", "id_card", "phone", "region", "living", "labels", "contact_name", "contact_phone"}));
  const auto preview = city.get(clerk, path(id, "/preview"));
  EXPECT_NE(preview.body.find("李桂兰"), std::string::npos);

  check(clerk, id);
  EXPECT_EQ(elders(clerk), 0) << "a check writes nobody";
  auto row = job(clerk, id);
  EXPECT_EQ(of(row, "rows_total"), 2);
  EXPECT_EQ(of(row, "added"), 2);
  EXPECT_EQ(of(row, "wrong"), 0);
  run(clerk, id);
  row = job(clerk, id);
  EXPECT_EQ(of(row, "added"), 2);
  EXPECT_EQ(elders(clerk), 2);
  const auto found = city.get(clerk, "/api/elders?q=wxy").json();
  ASSERT_EQ(found.at("items").as_array().size(), 1u);
  const auto elder = city.get(clerk, "/api/elders/" + std::string(found.at("items").at(0).at("id").as_string())).body;
  EXPECT_NE(elder.find("\"living\":\"alone\""), std::string::npos);
  EXPECT_NE(elder.find("subsistence"), std::string::npos);
  EXPECT_NE(elder.find("王建国"), std::string::npos);
}

TEST_F(Elders, EveryFaultNamesItsRowAndColumn) {
  const std::string id = uploaded(clerk, "elders",
                                  "姓名,身份证号,出生日期,电话,社区,居住情况,住址\n"
                                  ",410902194403052323,,,昆吾社区,,\n"                                    // 2 no name
                                  "王秀英,410902194403052324,,,昆吾社区,,\n"                              // 3 check digit
                                  "王秀英,,,,昆吾社区,,\n"                                                // 4 neither number nor birth
                                  "王秀英,,1944年3月5日,123,昆吾社区,,\n"                                 // 5 phone
                                  "王秀英,,1944.3.5,,没有的社区,,\n"                                      // 6 unknown region
                                  "王秀英,,1944-03-05,,濮阳县城关镇刘庄村,,\n"                            // 7 another's region
                                  "王秀英,,1944-03-05,,昆吾社区,天上,\n"                                  // 8 unknown word
                                  "=1+1,,1944-03-05,,昆吾社区,,\n"                                        // 9 formula
                                  "王秀英,,2044-03-05,,昆吾社区,,\n"                                      // 10 tomorrow's birth
                                  "王秀英,,1944-03-05,,昆吾社区,," + std::string(400, 'x') + "\n"         // 11 too long
                                  "王秀英,,1944-03-05,,昆吾社区,独居,好的\n");
  check(clerk, id);
  const std::vector<std::string> expected{"2 姓名", "3 身份证号", "4 出生日期", "5 电话", "6 社区", "7 社区", "8 居住情况", "9 姓名", "10 出生日期", "11 住址"};
  std::vector<std::string> told = faults(clerk, id);
  std::erase(told, "2 身份证号");
  EXPECT_EQ(told, expected);
  EXPECT_EQ(of(job(clerk, id), "wrong"), 10);
  EXPECT_EQ(of(job(clerk, id), "added"), 1);
  run(clerk, id);
  told = faults(clerk, id);
  std::erase(told, "2 身份证号");
  EXPECT_EQ(told, expected) << "the run finds what the check found";
  EXPECT_EQ(elders(official), 1);

  // The workbook: the rows as they were, what is wrong beside them.
  const auto book = city.get(clerk, path(id, "/errors.xlsx"));
  ASSERT_EQ(book.status, 200);
  const auto rows = formats::read_all(book.body);
  ASSERT_TRUE(rows);
  ASSERT_EQ(rows->size(), 11u);
  EXPECT_EQ((*rows)[0].cells[0], "姓名");
  EXPECT_EQ((*rows)[6].cells[4], "濮阳县城关镇刘庄村");
  EXPECT_NE((*rows)[6].cells[7].find("管辖范围"), std::string::npos);
  EXPECT_EQ((*rows)[6].cells[8], "7");
  EXPECT_EQ((*rows)[8].cells[0].find("=1+1"), 0u) << "as text";
  EXPECT_EQ(city.get(official, path(id, "/errors.xlsx")).status, 403);
  EXPECT_EQ(city.get(official, path(id, "/preview")).status, 403);
  EXPECT_EQ(city.get(official, path(id)).status, 200);
}

TEST_F(Elders, FilesThatAreNoTablesAreRefused) {
  EXPECT_EQ(send_file(clerk, "elders", "").status, 422);
  EXPECT_EQ(send_file(clerk, "elders", "PK\x03\x04 broken").status, 422);
  EXPECT_EQ(send_file(clerk, "elders", std::string("\x7f""ELF\0\0\0\1", 8)).status, 422);
  formats::Parts bomb = formats::workbook_parts(std::string(80'000'000, ' '));
  EXPECT_GE(send_file(clerk, "elders", formats::zip_of(bomb)).status, 400);
  EXPECT_EQ(send_file(operator_, "elders", roll(0, 1)).status, 403);
  EXPECT_EQ(send_file(clerk, "orders", roll(0, 1)).status, 403) << "a community worker brings in elders only";
  EXPECT_EQ(city.get(clerk, "/api/imports").json().at("items").as_array().size(), 0u);
}

TEST_F(Elders, RequiredColumnsAndTheirMapping) {
  const std::string id = uploaded(clerk, "elders", "称呼,号码,村子\n王秀英," + card_of(1) + ",昆吾社区\n");
  auto answer = city.post(clerk, path(id, "/check"));
  EXPECT_EQ(answer.status, 422);
  EXPECT_NE(answer.body.find("没有对应“姓名”的列"), std::string::npos);
  EXPECT_EQ(city.post(clerk, path(id, "/run")).status, 409) << "first a check";
  const auto map = [&](std::string_view third) {
    return city.put(clerk, path(id, "/mapping"),
                    fmt::format(R"({{"version":{},"columns":[{{"column":0,"field":"name"}},{{"column":1,"field":"id_card"}},{{"column":2,"field":"{}"}}]}})",
                                of(job(clerk, id), "version"), third));
  };
  EXPECT_EQ(map("nonsense").status, 422);
  EXPECT_EQ(map("name").status, 422) << "a field twice";
  EXPECT_EQ(map("region").status, 200);
  EXPECT_EQ(city.put(clerk, path(id, "/mapping"), R"({"version":1,"columns":[{"column":0,"field":"name"}]})").status, 409);
  check(clerk, id);
  run(clerk, id);
  EXPECT_EQ(elders(clerk), 1);
}

TEST_F(Elders, GbEncodedAndSplitRegions) {
  // 姓名,出生日期,区县,街道,社区 / 王秀英,1944-03-05,华龙区,中原路街道,胜利社区 in GB 18030
  const std::string gb =
      "\xD0\xD5\xC3\xFB,\xB3\xF6\xC9\xFA\xC8\xD5\xC6\xDA,\xC7\xF8\xCF\xD8,\xBD\xD6\xB5\xC0,\xC9\xE7\xC7\xF8\n"
      "\xCD\xF5\xD0\xE3\xD3\xA2,1944-03-05,\xBB\xAA\xC1\xFA\xC7\xF8,\xD6\xD0\xD4\xAD\xC2\xB7\xBD\xD6\xB5\xC0,\xCA\xA4\xC0\xFB\xC9\xE7\xC7\xF8\n";
  brought(clerk, "elders", gb);
  const auto found = city.get(clerk, "/api/elders?q=王秀英").json();
  ASSERT_EQ(found.at("items").as_array().size(), 1u);
  EXPECT_EQ(found.at("items").at(0).at("region").as_string(), "410902006002");
}

TEST_F(Elders, TheSameFileTwiceChangesNothing) {
  const std::string csv = roll(0, 3) + "刘凤英,,,昆吾社区,无号楼\n";
  const std::string with_birth = "姓名,出生日期,社区\n刘凤英,1941-02-03,昆吾社区\n刘凤英,1941-02-03,昆吾社区\n";
  brought(clerk, "elders", csv);
  const std::string without_number = brought(clerk, "elders", with_birth);
  EXPECT_EQ(of(job(clerk, without_number), "added"), 1);
  EXPECT_EQ(of(job(clerk, without_number), "known"), 1);
  EXPECT_EQ(elders(clerk), 4);
  const std::string again = uploaded(clerk, "elders", csv);
  EXPECT_FALSE(job(clerk, again).at("same_as").is_null());
  check(clerk, again);
  EXPECT_EQ(of(job(clerk, again), "known"), 3);
  EXPECT_EQ(of(job(clerk, again), "added"), 0);
  run(clerk, again);
  EXPECT_EQ(of(job(clerk, again), "known"), 3);
  EXPECT_EQ(of(job(clerk, again), "added"), 0);
  const std::string birth_again = brought(clerk, "elders", with_birth);
  EXPECT_EQ(of(job(clerk, birth_again), "known"), 2);
  EXPECT_EQ(elders(clerk), 4);
}

TEST_F(Elders, WhoIsRegisteredElsewhereIsToldAndLikelyDuplicatesNeverBlock) {
  brought(other_clerk, "elders", "姓名,身份证号,社区\n王秀英," + card_of(5) + ",刘庄村\n");
  const std::string id = brought(clerk, "elders",
                                 "姓名,身份证号,出生日期,社区\n王秀英," + card_of(5) + ",,昆吾社区\n王秀英," + card_of(6) + ",,昆吾社区\n王秀英,,1940-01-07,昆吾社区\n");
  EXPECT_EQ(faults(clerk, id), std::vector<std::string>{"2 身份证号"});
  const auto row = job(clerk, id);
  EXPECT_EQ(of(row, "added"), 2);
  EXPECT_GE(of(row, "pairs"), 1);
  EXPECT_GE(city.get(clerk, "/api/elders/duplicates?state=open").json().at("items").as_array().size(), 1u);
  EXPECT_EQ(city.get(clerk, path(id)).status, 200);
  EXPECT_EQ(city.get(other_clerk, path(id)).status, 404) << "another county's job does not exist";
}

TEST_F(Elders, ABatchIsTakenBackButNotWhoWasTouched) {
  const std::string id = brought(clerk, "elders", roll(0, 30) + "刘凤英,,,410902006002,\n");
  EXPECT_EQ(of(job(clerk, id), "wrong"), 1);
  const auto found = city.get(clerk, "/api/elders?q=" + card_of(7)).json();
  const std::string touched(found.at("items").at(0).at("id").as_string());
  EXPECT_EQ(city.put(clerk, "/api/elders/" + touched, R"({"version":1,"elder":{"name":"赵秀兰","region":"410902006001"}})").status, 200);
  EXPECT_EQ(city.post(clerk, path(id, "/rollback"), R"({"reason":""})").status, 422);
  roll_back(clerk, id);
  EXPECT_EQ(of(job(clerk, id), "withdrawn"), 29);
  EXPECT_EQ(of(job(clerk, id), "kept"), 1);
  const auto kept = city.get(clerk, path(id, "/kept")).json();
  ASSERT_EQ(kept.at("items").as_array().size(), 1u);
  EXPECT_EQ(kept.at("items").at(0).at("name").as_string(), "赵秀兰");
  EXPECT_EQ(elders(clerk), 1);
  EXPECT_EQ(city.post(clerk, path(id, "/rollback"), R"({"reason":"再来一次"})").status, 409);
  // The numbers are free again.
  const std::string again = brought(clerk, "elders", roll(0, 30));
  EXPECT_EQ(of(job(clerk, again), "added"), 29);
  EXPECT_EQ(of(job(clerk, again), "known"), 1);
}

TEST_F(Elders, FilesAreErasedWhenNobodyNeedsThem) {
  const std::string whole = brought(clerk, "elders", roll(0, 2));
  const std::string faulty = brought(clerk, "elders", "姓名,身份证号,社区\n,," + std::string("昆吾社区\n"));
  const auto exists = [&](const std::string& id) { return std::filesystem::exists(city.folder + "/imports/" + id + ".upload"); };
  city.advance(minutes(1));
  EXPECT_FALSE(exists(whole)) << "every row has come in";
  EXPECT_TRUE(exists(faulty));
  city.advance(days(8));
  EXPECT_FALSE(exists(faulty));
  EXPECT_EQ(city.get(clerk, path(faulty, "/errors.xlsx")).status, 409);
  const std::string dropped = uploaded(clerk, "elders", roll(0, 2));
  EXPECT_EQ(city.post(clerk, path(dropped, "/discard")).status, 200);
  city.advance(minutes(1));
  EXPECT_FALSE(exists(dropped));
}

TEST_F(Elders, TemplatesReadBack) {
  for (const std::string_view kind : {"elders", "workers", "providers", "orders"}) {
    const auto answer = city.get(official, fmt::format("/api/imports/template.xlsx?kind={}", kind));
    ASSERT_EQ(answer.status, 200) << kind;
    const std::string id = uploaded(official, kind, answer.body);
    EXPECT_EQ(city.get(official, path(id)).json().at("missing").as_array().size(), 0u) << kind;
  }
  EXPECT_EQ(city.get(official, "/api/imports/template.xlsx?kind=x").status, 422);
  EXPECT_EQ(city.get(operator_, "/api/imports/template.xlsx?kind=elders").status, 403);
}

}  // namespace
}  // namespace yilin::imports
