// What is pure: the life of a version, books, grids, differences.
#include "modules/policy/rules.h"

#include <gtest/gtest.h>

#include <fmt/format.h>

#include "engines/policy/compile.h"
#include "engines/policy/evaluate.h"
#include "modules/policy/book.h"
#include "modules/policy/boundary.h"
#include "modules/policy/diff.h"
#include "modules/policy/grid.h"
#include "modules/policy/shipped.h"

namespace yilin::policies {
namespace {

using access::Role;

access::Caller person(std::int64_t id, access::Roles roles = {Role::official}) {
  access::Caller c;
  c.kind = access::CallerKind::staff;
  c.user = {id};
  c.name = "甲";
  c.roles = roles;
  return c;
}

RuleVersion by(std::int64_t author, State state, std::int64_t reviewer = 0) {
  RuleVersion v;
  v.author = {author};
  v.reviewer = {reviewer};
  v.state = state;
  return v;
}

book::Book shipped_book() {
  book::Book out;
  for (const Shipped& s : shipped()) out.push_back({std::string(s.name), std::string(s.text)});
  std::ranges::sort(out, {}, &policy::Source::name);
  return out;
}
policy::RuleSet built(const book::Book& book) {
  policy::Compiled c = policy::compile(book, {false});
  for (const policy::Diagnostic& d : c.errors) ADD_FAILURE() << to_string(d);
  return std::move(c.rules);
}
std::string& file(book::Book& book, std::string_view name) { return std::ranges::find(book, name, &policy::Source::name)->text; }
constexpr RegionCode kPuyang{410'900'000'000}, kTaiqian{410'927'000'000};

// What is shown while facts are to be verified: nobody is told that she might have to pay for a benefit.
TEST(ShippedRules, NoAmountFallsBelowZeroWhateverIsUnknown) {
  const policy::RuleSet set = built(shipped_book());
  for (const RegionCode region : policy::rule_regions(set))
    for (const std::int32_t month : {2024 * 12, 2026 * 12 + 10, 2028 * 12}) {
      const policy::Resolution r = policy::resolve(set, {region, {month}, policy::kAllKnown, {}});
      const policy::Case nobody(set, region);
      policy::Evaluator evaluator(set, r, nobody);
      for (const policy::Decision& d : evaluator.decisions())
        EXPECT_GE(d.amount.lo, policy::Rational(0)) << set.name(d.benefit).text << " in " << to_string(region) << ", " << to_string(Month{month});
    }
}

TEST(Life, ThreePersonsTakeTheThreeSteps) {
  const Instant now{1};
  const auto code = [](const Result<RuleVersion>& r) { return r ? std::string_view() : r.error().kind->code; };
  EXPECT_EQ(code(rules::moved(by(1, State::in_review), "approve", person(1), true, now)), "policies.same_person");
  EXPECT_EQ(code(rules::moved(by(1, State::reviewed, 2), "sign", person(1), true, now)), "policies.same_person");
  EXPECT_EQ(code(rules::moved(by(1, State::reviewed, 2), "sign", person(2), true, now)), "policies.same_person");
  EXPECT_EQ(code(rules::moved(by(1, State::in_review), "approve", access::Caller::system(), true, now)), "policies.same_person");
  const auto approved = rules::moved(by(1, State::in_review), "approve", person(2), true, now);
  ASSERT_TRUE(approved);
  EXPECT_EQ(approved->reviewer, UserId{2});
  const auto done = rules::moved(*approved, "sign", person(3), true, now);
  ASSERT_TRUE(done);
  EXPECT_EQ(done->state, State::signed_off);
}

TEST(Life, WhatDecidesIsTheCitys) {
  const Instant now{1};
  EXPECT_FALSE(rules::moved(by(1, State::in_review), "approve", person(2), false, now));
  EXPECT_FALSE(rules::moved(by(1, State::signed_off), "schedule", person(2), false, now));
  EXPECT_TRUE(rules::moved(by(1, State::draft), "submit", person(1), false, now));
  EXPECT_TRUE(rules::moved(by(1, State::draft), "withdraw", person(1), false, now, "写错了"));
  EXPECT_FALSE(rules::moved(by(1, State::draft), "withdraw", person(2), false, now, "写错了"));
  EXPECT_FALSE(rules::moved(by(1, State::draft), "withdraw", person(1), false, now));  // no reason
  EXPECT_FALSE(rules::moved(by(1, State::in_review), "approve", person(2, {Role::community_worker}), true, now));
  EXPECT_TRUE(rules::moved(by(1, State::in_review), "approve", person(2, {Role::finance}), true, now));
  EXPECT_FALSE(rules::moved(by(1, State::scheduled), "activate", person(2), true, now));  // by the calendar only
}

TEST(Life, AReturnedVersionBeginsAgainWithoutSignatures) {
  RuleVersion v = by(1, State::reviewed, 2);
  v.reviewer_name = "乙";
  const auto back = rules::moved(v, "return", person(3), true, Instant{1}, "标准有误");
  ASSERT_TRUE(back);
  EXPECT_EQ(back->state, State::draft);
  EXPECT_FALSE(back->reviewer);
  EXPECT_TRUE(back->reviewer_name.empty());
  EXPECT_EQ(back->reason, "标准有误");
}

TEST(Life, WhatMayBeSaidIsWhatMayBeDone) {
  EXPECT_EQ(rules::possible(by(1, State::in_review), person(1), true), (std::vector<std::string>{"return", "withdraw"}));
  EXPECT_EQ(rules::possible(by(1, State::in_review), person(2), true), (std::vector<std::string>{"approve", "return", "withdraw"}));
  EXPECT_TRUE(rules::possible(by(1, State::active), person(2), true).empty());
}

TEST(Books, NamesAndSizesAreBounded) {
  for (const char* good : {"濮阳市/福利补贴.txt", "a.txt"}) EXPECT_TRUE(book::check_name(good)) << good;
  for (const char* bad : {"", ".txt", "a.csv", "/a.txt", "../a.txt", "a//b.txt", "a\n.txt", "a|b.txt", " a.txt", "\xff.txt"}) EXPECT_FALSE(book::check_name(bad)) << bad;
  EXPECT_FALSE(book::check_text(std::string(kFileBytesMax + 1, 'x')));
  EXPECT_FALSE(book::check_text("  \n "));
  EXPECT_FALSE(book::check_text("\xff\xfe"));
  EXPECT_FALSE(book::check_text(std::string("a\0b", 3)));
  book::Book many;
  for (std::size_t i = 0; i <= kFilesMax; ++i) many.push_back({fmt::format("{:03}.txt", i), "x"});
  EXPECT_FALSE(book::check_size(many));
}

TEST(Books, TheDigestKnowsEveryByteAndName) {
  const book::Book a{{"甲.txt", "一"}, {"乙.txt", "二"}};
  EXPECT_EQ(book::digest_of(a), book::digest_of(a));
  EXPECT_NE(book::digest_of(a), book::digest_of(book::Book{{"甲.txt", "一 "}, {"乙.txt", "二"}}));
  EXPECT_NE(book::digest_of(a), book::digest_of(book::Book{{"丙.txt", "一"}, {"乙.txt", "二"}}));
  EXPECT_NE(book::digest_of(a), book::digest_of(book::Book{{"甲.txt", "二"}, {"乙.txt", "一"}}));
}

TEST(Books, MergingKeepsBothAndNamesWhatClashes) {
  const book::Book base{{"一.txt", "1"}, {"三.txt", "3"}, {"二.txt", "2"}};
  book::Book draft = base, current = base;
  draft[0].text = "1改";
  current[2].text = "2改";
  current.push_back({"四.txt", "4"});
  const auto merged = book::merge(base, draft, current);
  ASSERT_TRUE(merged);
  EXPECT_EQ(book::find(*merged, "一.txt")->text, "1改");
  EXPECT_EQ(book::find(*merged, "二.txt")->text, "2改");
  EXPECT_NE(book::find(*merged, "四.txt"), nullptr);
  current[0].text = "1另改";
  const auto clash = book::merge(base, draft, current);
  ASSERT_FALSE(clash);
  EXPECT_NE(clash.error().detail.find("一.txt"), std::string::npos);
  current.erase(current.begin());  // removed there, changed here
  EXPECT_FALSE(book::merge(base, draft, current));
}

TEST(Books, AParameterChangeIsARowThatCompiles) {
  const book::Book before = shipped_book();
  const policy::RuleSet rules = built(before);
  const Date today = Date::from_ymd(2026, 11, 22);
  const auto changed = book::with_parameters(before, rules, {{"高龄津贴标准.八十", kPuyang, *Month::parse("2027-01"), {}, "60.5元"},
                                                             {"低保标准.农村", kTaiqian, *Month::parse("2027-01"), *Month::parse("2027-06"), "530元/人"}}, today);
  ASSERT_TRUE(changed) << changed.error().message();
  const policy::RuleSet after = built(*changed);
  const auto value = [](const policy::RuleSet& set, const char* name, RegionCode region, const char* month) {
    const policy::Resolution r = resolve(set, {region, *Month::parse(month), policy::kAllKnown, {}});
    const policy::VersionId v = r.versions[static_cast<std::size_t>(set.find(name))];
    return set.expr(set.version(v).value).literal;
  };
  EXPECT_EQ(value(after, "高龄津贴标准.八十", kPuyang, "2027-01"), policy::Rational(6'050));
  EXPECT_EQ(value(after, "高龄津贴标准.八十", kPuyang, "2026-12"), policy::Rational(5'000));
  EXPECT_EQ(value(after, "低保标准.农村", kTaiqian, "2027-06"), policy::Rational(53'000));
  EXPECT_EQ(value(after, "低保标准.农村", kTaiqian, "2027-07"), value(rules, "低保标准.农村", kTaiqian, "2027-07"));
  // Not a byte of what was there is another.
  for (const policy::Source& s : before) EXPECT_TRUE(book::find(*changed, s.name)->text.starts_with(s.text));
  // The same once more: published the day after.
  const auto again = book::with_parameters(*changed, after, {{"高龄津贴标准.八十", kPuyang, *Month::parse("2027-01"), {}, "61元"}}, today);
  ASSERT_TRUE(again);
  EXPECT_EQ(value(built(*again), "高龄津贴标准.八十", kPuyang, "2027-03"), policy::Rational(6'100));
}

TEST(Books, AWrongParameterChangeIsSaidToBe) {
  const book::Book before = shipped_book();
  const policy::RuleSet rules = built(before);
  const Month from = *Month::parse("2027-01");
  for (const ParameterChange& wrong : {ParameterChange{"没有.此项", kPuyang, from, {}, "1元"}, ParameterChange{"高龄津贴标准.八十", kPuyang, from, {}, "60"},
                                       ParameterChange{"高龄津贴标准.八十", kPuyang, from, {}, "60岁"}, ParameterChange{"高龄津贴标准.八十", {110'000'000'000}, from, {}, "60元"},
                                       ParameterChange{"高龄津贴标准.八十", kPuyang, {}, {}, "60元"}, ParameterChange{"高龄津贴标准.八十", kPuyang, from, from + -1, "60元"},
                                       ParameterChange{"高龄津贴", kPuyang, from, {}, "60元"}}) {
    const auto refused = book::with_parameters(before, rules, {wrong}, Date::from_ymd(2026, 11, 22));
    ASSERT_FALSE(refused) << wrong.parameter << wrong.value;
    EXPECT_EQ(refused.error().fields.size(), 1u);
  }
}

constexpr std::string_view kText = "# 注释 | 不是 | 表\r\n标准表 甲  # 说明\r\n  | 项目 | 数值 |  # 表头\r\n  |  一  |1| # 行\r\n\r\n决策表 乙 元\n  依据 某办法\n  | 年龄 | 结果 |\n  ｜ 80岁以上 ｜ 5元 ｜\n  | 其他 | |";

TEST(Grids, AreReadFromTheTextAlone) {
  const auto grids = grid::read(kText);
  ASSERT_EQ(grids.size(), 2u);
  EXPECT_EQ(grids[0].name, "甲");
  EXPECT_EQ(grids[0].kind, grid::Kind::parameters);
  EXPECT_EQ(grids[0].columns, (std::vector<std::string>{"项目", "数值"}));
  ASSERT_EQ(grids[0].rows.size(), 1u);
  EXPECT_EQ(grids[0].rows[0].line, 4);
  EXPECT_EQ(grids[0].rows[0].cells, (std::vector<std::string>{"一", "1"}));
  EXPECT_EQ(grids[1].name, "乙");
  ASSERT_EQ(grids[1].rows.size(), 2u);
  EXPECT_EQ(grids[1].rows[0].cells, (std::vector<std::string>{"80岁以上", "5元"}));
}

TEST(Grids, OneCellChangesAndNothingElse) {
  EXPECT_EQ(*grid::edit(kText, 4, grid::Operation::set, {"一", "2"}), std::string(kText).replace(kText.find("|1|") + 1, 1, "2"));
  EXPECT_EQ(*grid::edit(kText, 4, grid::Operation::set, {"二", "1"}), std::string(kText).replace(kText.find("|  一  |") + 3, 3, "二"));
  EXPECT_EQ(*grid::edit(kText, 9, grid::Operation::set, {"90岁以上", "5元"}), std::string(kText).replace(kText.find("80岁"), 2, "90"));
  EXPECT_EQ(*grid::edit(kText, 10, grid::Operation::set, {"其他", "0元"}), std::string(kText).substr(0, kText.size() - 3) + "| 0元 |");
  EXPECT_EQ(*grid::edit(kText, 4, grid::Operation::set, {"一", "1"}), kText);
}

TEST(Grids, RowsComeAndGo) {
  std::string inserted(kText);
  inserted.insert(kText.find("\r\n\r\n") + 2, "  | 二 | 3 |\r\n");
  EXPECT_EQ(*grid::edit(kText, 4, grid::Operation::insert_after, {"二", "3"}), inserted);
  EXPECT_EQ(*grid::edit(inserted, 5, grid::Operation::remove, {}), kText);
  EXPECT_EQ(grid::read(*grid::edit(kText, 3, grid::Operation::insert_after, {"零", "0"}))[0].rows[0].cells[0], "零");
  EXPECT_EQ(*grid::edit(kText, 10, grid::Operation::insert_after, {"甲", "乙"}), std::string(kText) + "\n  | 甲 | 乙 |");
  EXPECT_EQ(*grid::edit(kText, 10, grid::Operation::remove, {}), kText.substr(0, kText.rfind('\n')));
}

TEST(Grids, WrongEditsAreRefused) {
  const auto wrong = [](std::int64_t line, grid::Operation op, std::vector<std::string> cells) { EXPECT_FALSE(grid::edit(kText, line, op, cells)) << line; };
  for (const std::int64_t line : {-1, 0, 1, 2, 5, 6, 7, 11, 1'000'000}) wrong(line, grid::Operation::set, {"一", "2"});
  wrong(3, grid::Operation::set, {"项", "数"});  // heads are changed in the text
  wrong(3, grid::Operation::remove, {});
  wrong(4, grid::Operation::set, {"一"});
  wrong(4, grid::Operation::set, {"一", "2", "3"});
  for (const char* cell : {"a|b", "a#b", "a\nb", "a｜b", "\xff", "a＃b"}) wrong(4, grid::Operation::set, {"一", cell});
  wrong(4, grid::Operation::set, {"一", std::string(grid::kCellCharsMax + 1, 'x')});
}

TEST(Grids, EveryTableThatShipsIsFound) {
  const policy::RuleSet rules = built(shipped_book());
  std::size_t rows = 0, parameters = 0;
  for (const Shipped& s : shipped())
    for (const grid::Grid& g : grid::read(s.text)) (g.kind == grid::Kind::parameters ? parameters : rows) += g.rows.size();
  std::size_t known = 0;
  for (const policy::Version& v : rules.versions) known += rules.name(v.name).kind == policy::NameKind::parameter;
  EXPECT_EQ(parameters, known);
  EXPECT_EQ(rows, static_cast<std::size_t>(rules.rows));
}

TEST(Differences, AreSaidByRule) {
  book::Book before = shipped_book(), after = before;
  std::string& text = file(after, "濮阳市/福利补贴.txt");
  text.replace(text.find("100 | 元 | 全国"), 3, "120");
  text.replace(text.find("说明 市办法限本市户籍"), std::string("说明 市办法限本市户籍").size(), "说明 只限本市户籍");
  const diff::Report report = diff::compare(built(before), built(after));
  ASSERT_EQ(report.items.size(), 2u);
  EXPECT_EQ(report.items[1].name, "高龄津贴标准.九十");
  EXPECT_EQ(report.items[1].before, "100元");
  EXPECT_EQ(report.items[1].after, "120元");
  EXPECT_EQ(report.items[1].region_name, "濮阳市");
  EXPECT_EQ(report.items[0].name, "高龄津贴");
  EXPECT_EQ(std::ranges::count(report.items[0].lines, diff::Mark::added, &diff::Line::mark), 1);
  ASSERT_EQ(report.files.size(), 1u);
  EXPECT_EQ(report.files[0].added, 2);
  EXPECT_EQ(report.files[0].removed, 2);
  EXPECT_TRUE(diff::compare(built(before), built(before)).items.empty());
}

TEST(Differences, OfLinesAreAsSmallAsCanBe) {
  const auto marks = [](const std::vector<diff::Line>& lines) {
    std::string out;
    for (const diff::Line& l : lines) out += (l.mark == diff::Mark::same ? "=" : l.mark == diff::Mark::added ? "+" : "-") + l.text;
    return out;
  };
  EXPECT_EQ(marks(diff::lines({"a", "b", "c"}, {"a", "x", "c"})), "=a-b+x=c");
  EXPECT_EQ(marks(diff::lines({"a", "b"}, {"b", "a", "b"})), "+b=a=b");
  EXPECT_EQ(marks(diff::lines({}, {"a"})), "+a");
  EXPECT_EQ(marks(diff::lines({"a", "b", "c", "d"}, {"b", "d"})), "-a=b-c=d");
}

TEST(Boundary, TouchesWhatTheChangeTouches) {
  const book::Book before = shipped_book();
  const policy::RuleSet old = built(before);
  const auto changed = book::with_parameters(before, old, {{"高龄津贴标准.八十", kPuyang, *Month::parse("2027-01"), {}, "60元"}}, Date::from_ymd(2026, 11, 22));
  ASSERT_TRUE(changed);
  const policy::RuleSet now = built(*changed);
  for (const Affected& a : affected(old, now)) {
    EXPECT_EQ(now.name(a.benefit).text, "高龄津贴");
    EXPECT_EQ(to_string(a.month), "2027-01");
  }
  const BoundaryList list = boundary_cases(old, now);
  ASSERT_FALSE(list.cases.empty());
  const auto has = [&](std::string_view facts, std::string_view outcome, std::string_view earlier) {
    return std::ranges::any_of(list.cases, [&](const BoundaryCase& c) { return c.facts == facts && c.outcome == outcome && c.before == earlier && to_string(c.month) == "2027-01"; });
  };
  EXPECT_TRUE(has("示例本身", "是，60元", "是，50元"));
  // Eighty on the last day of the month, and one day too young.
  EXPECT_TRUE(has("出生日期 1947-01-31", "是，60元", "是，50元"));
  EXPECT_TRUE(has("出生日期 1947-02-01", "否", "否"));
  EXPECT_TRUE(std::ranges::any_of(list.cases, [](const BoundaryCase& c) { return to_string(c.month) == "2026-12" && c.outcome == "是，50元"; }));
  EXPECT_TRUE(affected(old, old).empty());
  EXPECT_TRUE(boundary_cases(old, old).cases.empty());
}

}  // namespace
}  // namespace yilin::policies
