// Bad input: a clear error or a counted warning naming rows; nothing silently dropped.
#include "command_line.h"

namespace yilin::test {
namespace {

class BadInput : public SiteCommand {
 protected:
  BadInput() {
    write("d.csv", "id,lon,lat,weight\na,112.50,33.00,50\nb,112.51,33.00,60\nc,112.52,33.01,70\n");
    write("c.csv", "id,lon,lat,cost\ns,112.50,33.00,5\nt,112.51,33.00,8\n");
  }
  // The error says all of these.
  void refused(const std::string& line, std::initializer_list<std::string_view> words) const {
    const std::string error = refusal(line);
    EXPECT_NE(error, "") << line;
    for (const std::string_view word : words) EXPECT_NE(error.find(word), std::string::npos) << line << "\n" << error << "\nlacks " << word;
  }
  void warned(const std::string& line, std::initializer_list<std::string_view> words) const {
    const std::string said = warnings(answer(line));
    for (const std::string_view word : words) EXPECT_NE(said.find(word), std::string::npos) << line << "\n" << said << "\nlacks " << word;
  }
};

TEST_F(BadInput, IsRefusedNamingFileAndRows) {
  write("swapped.csv", "id,lon,lat,weight\na,33.00,112.50,5\nb,112.51,33.00,6\nc,33.01,112.52,7\n");
  refused("--demand @swapped.csv --candidates @c.csv --radius 1000 --p 1", {"swapped.csv", "第 2、4 行", "颠倒"});
  write("negative.csv", "id,lon,lat,weight\na,112.5,33,5\nb,112.51,33.00,-6\n");
  refused("--demand @negative.csv --candidates @c.csv --radius 1000 --p 1", {"第 3 行", "为负"});
  write("twice.csv", "id,lon,lat\ns,112.5,33\nt,112.5,33\ns,112.6,33\n");
  refused("--demand @d.csv --candidates @twice.csv --radius 1000 --p 1", {"twice.csv", "第 4 行", "重复"});
  write("text.csv", "id,lon,lat,weight\na,112.5,33,五\n");
  refused("--demand @text.csv --candidates @c.csv --radius 1000 --p 1", {"第 2 行", "不是数字"});
  write("free.csv", "id,lon,lat,cost\ns,112.5,33,0\n");
  refused("--demand @d.csv --candidates @free.csv --radius 1000 --budget 5", {"第 2 行", "造价"});
  write("plane.csv", "id,x,y\ns,1,2\n");
  refused("--demand @d.csv --candidates @plane.csv --radius 1000 --p 1", {"坐标单位不同"});
  refused("--demand @nowhere.csv --candidates @c.csv --radius 1000 --p 1", {"打不开"});
  write("empty.csv", "");
  refused("--demand @empty.csv --candidates @c.csv --radius 1000 --p 1", {"没有数据"});
  refused("--demand @d.csv --candidates @c.csv --radius 1000 --p 1 --datum utm", {"坐标系"});
}

TEST_F(BadInput, OptionsThatCannotBeAreRefused) {
  const std::string files = "--demand @d.csv --candidates @c.csv ";
  refused(files + "--radius 0 --p 1", {"--radius", "大于 0"});
  refused(files + "--radius -5 --p 1", {"--radius"});
  refused(files + "--radius nan --p 1", {"--radius"});
  refused(files + "--p 1", {"--radius"});
  refused(files + "--radius 1000 --p 0", {"--p"});
  refused(files + "--radius 1000 --model mclp", {"--p"});
  refused(files + "--radius 1000 --p 1 --budget 5", {"只能选一个"});
  refused(files + "--radius 1000 --p 2,1", {"不得减少"});
  refused(files + "--radius 1000 --budget -1", {"预算"});
  refused(files + "--radius 1000 --budget nan", {"预算"});
  refused(files + "--radius 1000 --p 1 --detour 0.5", {"--detour"});
  refused(files + "--radius 1000 --model lscp --p 3", {"lscp"});
  refused(files + "--model pmedian", {"--p"});
  refused(files + "--model pmedian --p 1 --budget 5", {"--budget"});
  refused(files + "--model capacitated", {"capacity"});
  refused(files + "--radius 1000 --p 1 --capacities", {"capacity"});
  refused("--candidates @c.csv --radius 1000 --p 1", {"--demand"});
  refused("--demand @d.csv --radius 1000 --p 1", {"--candidates"});
}

TEST_F(BadInput, BudgetBelowTheCheapestSiteIsInfeasibleWithAReason) {
  for (const char* more : {"--budget 4", "--budget 4 --years 2"}) {
    const auto a = judged(std::string("--demand @d.csv --candidates @c.csv --radius 1000 ") + more);
    EXPECT_EQ(a.at("status").as_string(), "infeasible");
    EXPECT_NE(a.at("reason").as_string().find("（5）"), std::string::npos) << a.at("reason").as_string();
  }
  write("seats.csv", "id,lon,lat,cost,capacity\ns,112.50,33.00,5,100\n");
  EXPECT_EQ(judged("--demand @d.csv --candidates @seats.csv --radius 1000 --budget 4 --capacities").at("status").as_string(), "infeasible");
  warned("--demand @d.csv --candidates @c.csv --radius 1000 --budget 4,9", {"第 1 年的预算"});
  write("must.csv", "id,lon,lat,cost,status\ns,112.50,33.00,5,必选\nt,112.51,33.00,8,必选\n");
  EXPECT_EQ(judged("--demand @d.csv --candidates @must.csv --radius 1000 --budget 9").at("status").as_string(), "infeasible");
}

TEST_F(BadInput, PlacesThatCannotBeAreToldAndCounted) {
  write("sea.csv", "id,lon,lat,cost\ns,112.50,33.00,5\nsea,123.5,30.0,1\n");
  warned("--demand @d.csv --candidates @sea.csv --radius 1000 --p 1", {"1 个备选点的服务半径内没有任何需求：sea", "20 千米内没有任何需求", "水面"});
  warned("--demand @d.csv --candidates @sea.csv --model pmedian --p 1", {"水面或外地，请核对坐标：sea"});
  warned("audit --demand @d.csv --existing @sea.csv --radius 1000", {"sea"});
  write("abroad.csv", "id,lon,lat,weight\na,112.50,33.00,5\nb,2.35,48.85,6\n");
  warned("--demand @abroad.csv --candidates @c.csv --radius 1000 --p 1", {"第 3 行", "不在中国范围"});
  write("unplaced.csv", "id,lon,lat,weight\na,112.50,33.00,5\nb,,,6\nc,0,0,7\n");
  const auto a = judged("--demand @unplaced.csv --candidates @c.csv --radius 1000 --p 1");
  EXPECT_NE(warnings(a).find("2 行没有位置"), std::string::npos);
  EXPECT_EQ(number(a.at("uncovered").as_object(), "unplaced"), 13);
  write("metres.csv", "id,x,y,weight\na,512000,3712000,5\n");
  write("sites.csv", "id,x,y\ns,512000,3712000\n");
  warned("--demand @metres.csv --candidates @sites.csv --radius 1000 --p 1", {"以米为单位"});
  write("degrees.csv", "id,x,y,weight\na,112.5,33.0,5\n");
  write("sites.csv", "id,x,y\ns,112.5,33.0\n");
  warned("--demand @degrees.csv --candidates @sites.csv --radius 1000 --p 1", {"像是经纬度"});
  write("misspelt.csv", "id,lon,lat,wieght\na,112.50,33.00,5\n");
  warned("--demand @misspelt.csv --candidates @c.csv --radius 1000 --p 1", {"没有用到的列：wieght"});
}

// Sites among their people, but written in GCJ-02 where WGS-84 is declared: half a kilometre off.
TEST_F(BadInput, AWrongDatumIsSuspected) {
  std::string demand = "id,lon,lat,weight\n", sites = "id,lon,lat\n";
  for (int i = 0; i < 12; ++i) demand += fmt::format("d{},{:.6f},33.0,40\n", i, 112.0 + i * 0.05), sites += fmt::format("s{},{:.6f},{:.6f}\n", i, 112.0 + i * 0.05 + 0.0059, 33.0 - 0.0013);
  write("city.csv", demand), write("shifted.csv", sites);
  warned("--demand @city.csv --candidates @shifted.csv --radius 300 --p 3", {"坐标系可能不一致", "GCJ-02"});
  EXPECT_EQ(warnings(answer("--demand @city.csv --candidates @shifted.csv --candidates-datum gcj02 --radius 300 --p 3")).find("不一致"), std::string::npos);
}

TEST_F(BadInput, TimesAreRefusedNamingRowAndColumn) {
  const std::string files = "--demand @d.csv --candidates @c.csv --times @t.csv ";
  const auto bad = [&](std::string_view text, std::initializer_list<std::string_view> words) {
    write("t.csv", text);
    refused(files + "--minutes 15 --p 1", words);
  };
  bad("demand,site,minutes\na,s,-1\n", {"t.csv", "第 2 行", "minutes", "为负"});
  bad("demand,site,minutes\na,s,1\na,s,2\n", {"第 3 行", "相同"});
  bad("demand,site,minutes\nz,s,1\n", {"第 2 行", "demand", "z"});
  bad("demand,site,minutes\na,u,1\n", {"第 2 行", "site", "u"});
  bad("demand,site,minutes\na,s,soon\n", {"第 2 行", "不是数字", "soon"});
  write("t.csv", "demand,site,minutes\na,s,1\n");
  warned(files + "--minutes 15 --p 1", {"2 个需求点没有出现", "1 个选点没有出现"});
  refused(files + "--p 1", {"--minutes"});
  refused(files + "--minutes 0 --p 1", {"--minutes", "大于 0"});
  refused(files + "--minutes 15 --radius 100 --p 1", {"--radius"});
  refused(files + "--minutes 15 --detour 1.3 --p 1", {"--detour"});
  refused(files + "--minutes 15 --roads @r.geojson --p 1", {"--roads"});
  refused("--demand @d.csv --candidates @c.csv --minutes 15 --p 1", {"--times"});
  write("both.csv", "id,lon,lat\ns,112.50,33.00\n");
  refused(files + "--existing @both.csv --minutes 15 --p 1", {"编号 s", "分清"});
}

// Spreadsheets in Chinese write GB18030.
TEST_F(BadInput, NamesInGb18030AreRead) {
  write("gb.csv", "\xb1\xe0\xba\xc5,\xbe\xad\xb6\xc8,\xce\xb3\xb6\xc8,\xc8\xcb\xca\xfd\n\xbc\xd7,112.50,33.00,9\n");
  EXPECT_EQ(number(judged("--demand @gb.csv --candidates @c.csv --radius 1000 --p 1"), "objective"), 9);
}

TEST_F(BadInput, ATamperedAnswerIsFoundOut) {
  const std::string line = "--demand @d.csv --candidates @c.csv --radius 1000 --p 1";
  answer(line);
  std::string text = read("answer.json");
  const std::size_t at = text.find("\"objective\":");
  text.replace(at, text.find(',', at) - at, "\"objective\":9999");
  write("answer.json", text);
  EXPECT_EQ(run("check " + line + " --answer @answer.json").status, commands::kFound);
  write("answer.json", "{}");
  EXPECT_EQ(run("check " + line + " --answer @answer.json").status, commands::kBadInput);
}

}  // namespace
}  // namespace yilin::test
