// Changed rules against everybody: benefits added and taken away in a what-if, one standard over many values, and rules that are put in
// force for months that are frozen already.
#include "modules/benefits/benefits_fixture.h"
#include "modules/benefits/comparable.h"

namespace yilin::benefits {
namespace {

class RuleChange : public BenefitsCity {
 protected:
  static constexpr std::string_view kFile = "濮阳市/福利补贴.txt";

  std::string text_in_force() {
    const json::value versions = city.get(boss, "/api/rules/versions").json();
    const json::value shown = city.get(boss, "/api/rules/versions/" + std::string(versions.at("items").at(0).at("id").as_string())).json();
    for (const auto& f : shown.at("files").as_array())
      if (f.at("name").as_string() == kFile) return std::string(city.get(boss, "/api/rules/files/" + std::string(f.at("id").as_string())).json().at("text").as_string());
    ADD_FAILURE() << "no such file";
    return {};
  }
  // `text` with what lies from `from` to the next empty line replaced.
  static std::string replaced(std::string text, std::string_view from, std::string_view by) {
    const std::size_t at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return text.replace(at, text.find("\n\n", at) + 2 - at, by);
  }
  Answer scenario(std::string_view changes, std::string_view months = R"("from":"2026-12","to":"2027-02")") {
    const Answer made = city.post(boss, "/api/benefits/scenarios", fmt::format(R"({{"name":"试算",{},{}}})", months, changes));
    wait_until_idle(city.kernel());
    return made.status == 200 ? city.get(boss, "/api/benefits/scenarios/" + id_of(made, "scenario")) : made;
  }
  static std::string file_change(std::string_view text) { return fmt::format(R"("files":[{{"name":{},"text":{}}}])", quoted(kFile), quoted(text)); }
  static std::pair<std::int64_t, std::int64_t> effect(const json::value& view, std::string_view benefit) {
    for (const auto& e : view.at("result").at("totals").as_array())
      if (e.at("benefit").as_string() == benefit) return {e.at("winners").as_int64() - e.at("losers").as_int64(), e.at("cost_fen").as_int64()};
    return {};
  }
  Answer tariffs(std::string_view parameter, std::string_view lowest, std::string_view highest, std::string_view step, const CallerPtr& who = {}) {
    return city.get(who ? who : boss, fmt::format("/api/benefits/tariffs?parameter={}&lowest={}&highest={}&step={}", parameter, lowest, highest, step));
  }
};

TEST_F(RuleChange, AWhatIfAddsABenefitAndTakesOneAway) {
  const ElderId other = add_elder(2);
  for (const ElderId her : {elder, other}) plain_life(her);
  std::string text = text_in_force();
  text = replaced(text, "待遇 意外伤害保险 元", "");
  const std::string_view meals = "标准表 助餐标准";
  text.insert(text.find(meals), "待遇 重阳慰问金 元\n  地区 濮阳市\n  自 2024-01\n  分组 普惠\n  依据 濮办法 第二条\n  可信度 低\n  条件 在世 且 年龄 ≥ 80岁\n  金额 20元\n  示例 出生日期 1940-01-01 于 2024-06 得 20元\n\n");
  const Answer done = scenario(file_change(text));
  ASSERT_EQ(done.status, 200) << done.body;
  ASSERT_EQ(state_of(done, "scenario"), "done") << done.body;
  const json::value view = done.json();
  EXPECT_EQ(effect(view, "重阳慰问金"), (std::pair<std::int64_t, std::int64_t>{2, 2 * 3 * 2'000}));
  EXPECT_EQ(effect(view, "意外伤害保险"), (std::pair<std::int64_t, std::int64_t>{-2, -2 * 3 * 250}));
  EXPECT_EQ(view.at("result").at("totals").as_array().size(), 2u) << "nothing else has changed";
  ASSERT_EQ(view.at("result").at("months").as_array().size(), 3u);
  EXPECT_EQ(view.at("result").at("months").at(0).at("winners").as_int64(), 2) << "each of them gains more than she loses";
  EXPECT_EQ(view.at("result").at("counties").at(0).at("winners").as_int64(), 2);
  EXPECT_EQ(view.at("result").at("losers").as_int64(), 0);
  bool said = false;
  for (const auto& s : view.at("result").at("samples").as_array())
    if (s.at("benefit").as_string() == "重阳慰问金") {
      EXPECT_EQ(s.at("before").at("summary").as_string(), "重阳慰问金：此地此时没有这项规定");
      EXPECT_EQ(s.at("after").at("summary").as_string(), "重阳慰问金：是，20元");
      said = true;
    }
  EXPECT_TRUE(said);
  const Answer published = city.post(boss, "/api/benefits/scenarios/" + id_of(done, "scenario") + "/publish");
  ASSERT_EQ(published.status, 200) << published.body;
  // The draft that it became is weighed as it stands, and has no second draft to become.
  const std::string draft = id_of(published, "draft");
  const Answer again = scenario(fmt::format(R"("draft":"{}")", draft));
  ASSERT_EQ(again.status, 200) << again.body;
  EXPECT_EQ(effect(again.json(), "重阳慰问金"), effect(view, "重阳慰问金"));
  EXPECT_EQ(again.json().at("result").at("cost_fen"), view.at("result").at("cost_fen"));
  EXPECT_EQ(again.json().at("scenario").at("draft_id").as_string(), draft);
  EXPECT_EQ(city.post(boss, "/api/benefits/scenarios/" + id_of(again, "scenario") + "/publish").status, 409);
  EXPECT_EQ(city.post(boss, "/api/benefits/scenarios", R"({"name":"无","draft":"1"})").status, 404);
  EXPECT_EQ(city.post(boss, "/api/benefits/scenarios", fmt::format(R"({{"name":"两样","draft":"{}","files":[{{"name":"a.txt","text":"b"}}]}})", draft)).status, 422);
}

// A fact that nobody has recorded decides nobody: whoever would have to be asked first is no winner.
TEST_F(RuleChange, ANewFactIsKnownOfNobodyYet) {
  plain_life(elder);
  const std::string added = "事实 有宠物 是否\n\n" + text_in_force() + "\n待遇 宠物补贴 元\n  地区 濮阳市\n  自 2024-01\n  分组 普惠\n  依据 濮办法 第二条\n  可信度 低\n  条件 有宠物\n  金额 20元\n  示例 有宠物 是 于 2024-06 得 20元\n";
  const Answer done = scenario(file_change(added));
  ASSERT_EQ(done.status, 200) << done.body;
  ASSERT_EQ(state_of(done, "scenario"), "done") << done.body;
  EXPECT_EQ(done.json().at("result").at("winners").as_int64(), 0);
  EXPECT_EQ(done.json().at("result").at("cost_fen").as_int64(), 0);
}

TEST_F(RuleChange, AStandardIsPricedAtManyValuesAndEachIsWhatAScenarioSays) {
  const ElderId other = add_elder(2);
  for (const ElderId her : {elder, other}) plain_life(her);
  const Answer answer = tariffs("高龄津贴标准.八十", "40元", "70元", "10元");
  ASSERT_EQ(answer.status, 200) << answer.body;
  const json::value body = answer.json();
  EXPECT_EQ(body.at("present").as_string(), "50元");
  ASSERT_EQ(body.at("items").as_array().size(), 4u);
  for (int i = 0; i < 4; ++i) {
    const auto& row = body.at("items").at(static_cast<std::size_t>(i));
    EXPECT_EQ(row.at("value").as_string(), fmt::format("{}元", 40 + 10 * i));
    EXPECT_EQ(row.at("present").as_bool(), i == 1);
    EXPECT_EQ(row.at("cost_fen").as_int64(), 2 * 1'000 * (i - 1));
    ASSERT_EQ(row.at("effects").as_array().size(), 1u);
    EXPECT_EQ(row.at("effects").at(0).at("losers").as_int64(), i == 0 ? 2 : 0);
    const Answer single = scenario(fmt::format(R"("parameters":[{{"parameter":"高龄津贴标准.八十","region":"{}","from":"2026-11","value":"{}元"}}])", kCity, 40 + 10 * i), R"("from":"2026-11","to":"2026-11")");
    if (i != 1) {
      EXPECT_EQ(single.json().at("result").at("cost_fen").as_int64(), row.at("cost_fen").as_int64()) << single.body;
    }
  }
}

// An amount that hangs on an income is decided for each value anew, and the answer is the same as the what-if's.
TEST_F(RuleChange, AStandardThatMeetsAnIncomeIsDecidedValueByValue) {
  plain_life(elder);  // one person with 500 yuan; the line in the country is 520, in the city's towns 720
  const Answer answer = tariffs("低保标准.城镇", "700元/人", "740元/人", "20元/人");
  ASSERT_EQ(answer.status, 200) << answer.body;
  const json::value priced = answer.json();
  for (const auto& row : priced.at("items").as_array()) {
    const Answer single = scenario(fmt::format(R"("parameters":[{{"parameter":"低保标准.城镇","region":"{}","from":"2026-11","value":"{}"}}])", kCity, std::string_view(row.at("value").as_string())),
                                   R"("from":"2026-11","to":"2026-11")");
    if (single.status == 200) {
      EXPECT_EQ(single.json().at("result").at("cost_fen").as_int64(), row.at("cost_fen").as_int64()) << std::string_view(row.at("value").as_string());
    }
  }
  EXPECT_EQ(tariffs("低保标准.城镇", "700元/人", "800元/人", "1元/人").status, 422) << "too many to decide one by one";
}

TEST_F(RuleChange, TariffsThatMeanNothingAreRefused) {
  EXPECT_EQ(tariffs("没有的标准", "40元", "70元", "10元").status, 422);
  EXPECT_EQ(tariffs("高龄津贴标准.八十", "70元", "40元", "10元").status, 422);
  EXPECT_EQ(tariffs("高龄津贴标准.八十", "40元", "70元", "0元").status, 422);
  EXPECT_EQ(tariffs("高龄津贴标准.八十", "40元", "70元", "很多").status, 422);
  EXPECT_EQ(tariffs("高龄津贴标准.八十", "-1元", "70元", "10元").status, 422);
  EXPECT_EQ(tariffs("高龄津贴标准.八十", "0元", "99999999999元", "1元").status, 422);
  EXPECT_EQ(tariffs("高龄津贴标准.八十", "40元", "70元", "10元", county).status, 403) << "the whole city's money";
  EXPECT_EQ(tariffs("高龄津贴标准.八十", "40元", "70元", "10元", clerk).status, 403);
}

// Rules that come into force in December for October on: whoever was paid by the old ones in a frozen month is listed, nobody else is.
TEST_F(RuleChange, RulesForMonthsThatAreFrozenListTheDifferences) {
  const ElderId other = add_elder(2), without = add_elder(3), unknown = add_elder(4);
  for (const ElderId her : {elder, other, without}) plain_life(her);
  for (const ElderId her : {elder, other, unknown})
    EXPECT_TRUE(as_system<bool>([&](command::Tx& tx) { return bring_award(tx, her, "高龄津贴", {2026 * 12 + 8}, Fen{5'000}); }));
  for (const char* month : {"2026-09", "2026-10", "2026-11"}) frozen(month);
  const Answer planned = scenario(fmt::format(R"("parameters":[{{"parameter":"高龄津贴标准.八十","region":"{}","from":"2026-10","value":"60元"}}])", kCity));
  ASSERT_EQ(planned.status, 200) << planned.body;
  const Answer draft = city.post(boss, "/api/benefits/scenarios/" + id_of(planned, "scenario") + "/publish");
  ASSERT_EQ(draft.status, 200) << draft.body;
  const std::string rules = "/api/rules/versions/" + id_of(draft, "draft");
  const auto take = [&](const CallerPtr& who, std::string_view verb, std::string_view more = "") {
    const std::int64_t version = city.get(boss, rules).json().at("version").at("version").as_int64();
    const Answer answer = city.post(who, fmt::format("{}/{}", rules, verb), fmt::format(R"({{"version":{}{}}})", version, more));
    ASSERT_EQ(answer.status, 200) << verb << answer.body;
  };
  take(boss, "submit");
  take(boss_too, "approve");
  std::string keys;
  const json::value boundary = city.get(boss_too, rules + "/boundary").json();
  for (const auto& c : boundary.at("items").as_array()) keys += (keys.empty() ? "" : ",") + quoted(c.at("key").as_string());
  ASSERT_EQ(city.post(boss_too, rules + "/boundary/confirm", fmt::format(R"({{"keys":[{}]}})", keys)).status, 200);
  const CallerPtr third = city.staff({Role::official}, kCity, "市民政辛");
  take(third, "sign");
  take(third, "schedule", R"(,"activate_on":"2026-12-01")");
  city.advance(days(10));
  ASSERT_EQ(told(elder, "高龄津贴"), "是 60元");
  ASSERT_EQ(city.post(boss, "/api/benefits/adjustments/sweep", R"({"from":"2026-09","cause":"标准自十月起提高"})").status, 200);
  wait_until_idle(city.kernel());
  const json::value lists = city.get(boss, "/api/benefits/adjustments?state=open").json().at("items");
  ASSERT_EQ(lists.as_array().size(), 2u) << "who has no award is owed nothing, and unknown is never \"no\"";
  for (const auto& item : lists.as_array()) {
    EXPECT_EQ(item.at("adjustment").at("make_up_fen").as_int64(), 2 * 1'000) << "October and November";
    EXPECT_EQ(item.at("adjustment").at("recover_fen").as_int64(), 0);
    const std::string elder_id(item.at("adjustment").at("elder_id").as_string());
    EXPECT_TRUE(elder_id == std::to_string(elder.value) || elder_id == std::to_string(other.value));
  }
}

// What cannot be held against each other is said so: a fact whose range another version has changed would be read wrongly.
TEST(SideBySide, RefusesWhatMeansSomethingElse) {
  const auto rules = [](std::string_view facts, std::string_view benefits) {
    const std::string head = "地区 甲市 4109\n文件 办法 《办法》（2020年）\n\n";
    policy::Compiled c = policy::compile({{"规则.txt", head + std::string(facts) + "\n" + std::string(benefits)}}, {false});
    for (const policy::Diagnostic& d : c.errors) ADD_FAILURE() << to_string(d);
    return std::make_shared<const policy::RuleSet>(std::move(c.rules));
  };
  const auto benefit = [](std::string_view name, std::string_view fact) {
    return fmt::format("待遇 {} 元\n  自 2023-01\n  分组 普惠\n  依据 办法 第一条\n  条件 {} ≥ 1元\n  金额 20元\n  示例 {} 5元 于 2024-06 得 20元\n\n", name, fact, fact);
  };
  const auto narrow = rules("事实 收入 元 范围 0元 至 100元 常值 0元\n", benefit("甲补", "收入"));
  const auto wide = rules("事实 收入 元 范围 0元 至 90000元 常值 0元\n", benefit("甲补", "收入"));
  const auto other = rules("事实 支出 元 范围 0元 至 100元 常值 0元\n", benefit("乙补", "支出"));
  const auto both = rules("事实 收入 元 范围 0元 至 100元 常值 0元\n事实 支出 元 范围 0元 至 100元 常值 0元\n", benefit("乙补", "支出") + benefit("甲补", "收入"));
  EXPECT_FALSE(side_by_side(narrow, wide));
  EXPECT_FALSE(side_by_side(narrow, other)) << "each knows a fact that the other lacks";
  const auto pair = side_by_side(narrow, both);
  ASSERT_TRUE(pair);
  EXPECT_EQ(pair->facts, pair->after);
  const auto names = [](const policy::RuleSet& set) {
    std::string out;
    for (const policy::NameId id : policy::benefits(set)) out += set.name(id).text + (set.name(id).versions.empty() ? "（无）" : "") + " ";
    return out;
  };
  EXPECT_EQ(names(*pair->before), "甲补 乙补（无） ");
  EXPECT_EQ(names(*pair->after), "甲补 乙补 ");
  EXPECT_EQ(pair->after->find("乙补"), policy::benefits(*pair->after)[1]);
  const auto turned = side_by_side(both, narrow);
  ASSERT_TRUE(turned);
  EXPECT_EQ(turned->facts, turned->before);
  EXPECT_EQ(names(*turned->after), "乙补（无） 甲补 ");
}

}  // namespace
}  // namespace yilin::benefits
