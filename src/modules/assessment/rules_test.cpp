// What may be planned and submitted, and what raises a doubt.
#include "modules/assessment/rules.h"

#include <gtest/gtest.h>

#include "base/rng.h"
#include "modules/assessment/assessment_fixture.h"

namespace yilin::assessment {
namespace {

Date day(int month, unsigned on, int year = 2026) { return Date::from_ymd(year, static_cast<unsigned>(month), on); }

Assessor assessor(std::int64_t id) {
  Assessor a;
  a.id = {id};
  a.name = id % 2 ? "李评估" : "王评估";
  a.user_id = {id + 100};
  a.qualified_from = day(1, 1);
  a.qualified_to = day(12, 31);
  return a;
}

std::vector<std::string> fields_of(const Status& status) {
  std::vector<std::string> out;
  if (!status)
    for (const FieldError& e : status.error().fields) out.push_back(e.field);
  return out;
}
using Fields = std::vector<std::string>;

TEST(Plan, TwoQualifiedPersonsAndOthersAfterADispute) {
  const Assessor one = assessor(1), two = assessor(2);
  EXPECT_TRUE(rules::may_plan(one, two, nullptr, day(6, 1)));
  EXPECT_EQ(fields_of(rules::may_plan(one, one, nullptr, day(6, 1))), Fields{"second_assessor"});
  Assessor same_user = two;
  same_user.user_id = one.user_id;
  EXPECT_EQ(fields_of(rules::may_plan(one, same_user, nullptr, day(6, 1))), Fields{"second_assessor"});
  EXPECT_EQ(fields_of(rules::may_plan(one, two, nullptr, day(1, 1, 2027))), (Fields{"first_assessor", "second_assessor"}));
  Assessor ended = two;
  ended.state = AssessorState::ended;
  EXPECT_EQ(fields_of(rules::may_plan(one, ended, nullptr, day(6, 1))), Fields{"second_assessor"});
  Assessment disputed;
  disputed.first_assessor = {7};
  disputed.second_assessor = {1};
  EXPECT_EQ(fields_of(rules::may_plan(one, two, &disputed, day(6, 1))), Fields{"first_assessor"});
  EXPECT_TRUE(rules::may_plan(assessor(3), two, &disputed, day(6, 1)));
}

struct Ready {
  Assessment a;
  std::vector<Answer> answers = best(shipped("gbt42195"));
  Assessor one = assessor(1), two = assessor(2);
  std::vector<Signature> signatures;
  Instant now = start_of_day(day(6, 1)) + hours(12);
  Ready() {
    a.consent = Consent::elder;
    a.consent_name = a.informant_name = "王秀英";
    a.informant = Informant::self;
    a.place = "家中";
    a.started_at = start_of_day(day(6, 1)) + hours(9);
    a.ended_at = a.started_at + minutes(40);
    for (const Signer s : {Signer::first_assessor, Signer::second_assessor, Signer::informant}) {
      Signature signature;
      signature.signer = s;
      signatures.push_back(signature);
    }
  }
  Fields wrong() const { return fields_of(rules::may_submit(a, score(shipped("gbt42195"), answers), shipped("gbt42195"), one, two, signatures, now)); }
};

TEST(Submit, EverythingThatIsMissingIsNamedAtOnce) {
  EXPECT_EQ(Ready().wrong(), Fields{});
  const auto without = [](const std::function<void(Ready&)>& spoil) {
    Ready ready;
    spoil(ready);
    return ready.wrong();
  };
  EXPECT_EQ(without([](Ready& r) { r.a.consent = Consent::none; }), Fields{"consent"});
  EXPECT_EQ(without([](Ready& r) { r.a.consent_name.clear(); }), Fields{"consent_name"});
  EXPECT_EQ(without([](Ready& r) { r.a.informant = Informant::none; }), Fields{"informant"});
  EXPECT_EQ(without([](Ready& r) { r.a.informant_name.clear(); }), Fields{"informant_name"});
  EXPECT_EQ(without([](Ready& r) { r.a.place.clear(); }), Fields{"place"});
  EXPECT_EQ(without([](Ready& r) { r.a.started_at = {}; }), Fields{"started_at"});
  EXPECT_EQ(without([](Ready& r) { r.a.ended_at = r.a.started_at; }), Fields{"ended_at"});
  EXPECT_EQ(without([](Ready& r) { r.a.ended_at = r.now + minutes(1); }), Fields{"ended_at"});
  EXPECT_EQ(without([](Ready& r) { r.a.started_at = r.a.started_at - days(1); }), Fields{"ended_at"});
  EXPECT_EQ(without([](Ready& r) { remove(r.answers, "B.2.3"); }), Fields{"answers"});
  EXPECT_EQ(without([](Ready& r) { r.two.qualified_to = day(5, 31); }), Fields{"second_assessor"});
  for (std::size_t n = 0; n < 3; ++n) EXPECT_EQ(without([&](Ready& r) { r.signatures.erase(r.signatures.begin() + static_cast<std::ptrdiff_t>(n)); }), Fields{"signatures"});
  EXPECT_EQ(without([](Ready& r) {
              r.a = {};
              r.signatures.clear();
              r.answers.clear();
            }).size(), 10u);
}

TEST(Signatures, StandForEverythingThatWasSeen) {
  const Assessment plain = Ready().a;
  const std::string text = rules::signed_text(plain, {});
  const auto differs = [&](const std::function<void(Assessment&)>& change) {
    Assessment a = plain;
    change(a);
    return rules::signed_text(a, {}) != text;
  };
  EXPECT_TRUE(differs([](Assessment& a) { a.note = "跌倒过"; }));
  EXPECT_TRUE(differs([](Assessment& a) { a.informant = Informant::child; }));
  EXPECT_TRUE(differs([](Assessment& a) { a.consent_name = "王建国"; }));
  EXPECT_TRUE(differs([](Assessment& a) { a.consent_at = a.started_at; }));
  const Photo photos[] = {{{1}, {}, "床边", "ab", {}, {}}, {{2}, {}, "", "cd", {}, {}}};
  EXPECT_NE(rules::signed_text(plain, photos), text);
  EXPECT_NE(rules::signed_text(plain, std::span(photos, 1)), rules::signed_text(plain, photos));
  // No value runs over into the next one.
  const auto with = [&](std::string place, std::string name) {
    Assessment a = plain;
    a.place = std::move(place);
    a.informant_name = std::move(name);
    return rules::signed_text(a, {});
  };
  EXPECT_NE(with("家中|王", "秀英"), with("家中", "王|秀英"));
  EXPECT_NE(with("家中\",\"王", "秀英"), with("家中", "王\",\"秀英"));
  EXPECT_TRUE(differs([](Assessment& a) { a.answers = "[]x"; }));
  EXPECT_TRUE(differs([](Assessment& a) { a.place = "医院"; }));
  EXPECT_TRUE(differs([](Assessment& a) { a.started_at = a.started_at + minutes(1); }));
  EXPECT_TRUE(differs([](Assessment& a) { a.ended_at = a.ended_at + minutes(1); }));
  EXPECT_TRUE(differs([](Assessment& a) { a.informant_name = "别人"; }));
  EXPECT_TRUE(differs([](Assessment& a) { a.elder_id = {9}; }));
  EXPECT_TRUE(differs([](Assessment& a) { a.second_assessor = {9}; }));
}

TEST(SubsidyDays, TheNextOneOfTheDeepestRegion) {
  const std::vector<rules::SubsidyDay> days{{{}, 6, 30, Date{0}, {}, "上半年"}, {{}, 12, 31, Date{0}, {}, "下半年"}, {{410902000000}, 3, 31, day(1, 1), day(1, 1, 2027), "县"}};
  EXPECT_EQ(rules::next_subsidy_day(days, {410922000000}, day(6, 1))->on, day(6, 30));
  EXPECT_EQ(rules::next_subsidy_day(days, {410922000000}, day(6, 30))->on, day(6, 30));
  EXPECT_EQ(rules::next_subsidy_day(days, {410922000000}, day(7, 1))->on, day(12, 31));
  EXPECT_EQ(rules::next_subsidy_day(days, {410902006001}, day(1, 5))->name, "县");
  EXPECT_FALSE(rules::next_subsidy_day(days, {410902006001}, day(4, 1)));  // the county's row ends with the year
  EXPECT_FALSE(rules::next_subsidy_day({}, {410902006001}, day(4, 1)));
}

constexpr rules::Thresholds kLimits{20, 3, 2, 30, 20};

Fields kinds(const rules::FlagFacts& facts) {
  Fields out;
  for (const rules::RaisedFlag& f : rules::raise_flags(facts, kLimits))
    for (const entity::EnumName& n : enum_names(f.kind))
      if (n.value == static_cast<std::int64_t>(f.kind)) out.emplace_back(n.code);
  return out;
}

TEST(Flags, EachAtItsThreshold) {
  rules::FlagFacts facts;
  facts.started_at = start_of_day(day(6, 10)) + hours(9);
  facts.ended_at = facts.started_at + minutes(20);
  facts.assessed_on = day(6, 10);
  facts.level = 3;
  EXPECT_EQ(kinds(facts), Fields{});
  facts.ended_at = facts.started_at + minutes(19);
  EXPECT_EQ(kinds(facts), Fields{"too_fast"});
  facts.ended_at = facts.started_at + minutes(40);
  facts.previous_level = 1;
  facts.previous_on = day(1, 1);
  EXPECT_EQ(kinds(facts), Fields{});
  facts.subsidy_day = rules::NextSubsidyDay{day(7, 10), "核定日"};
  EXPECT_EQ(kinds(facts), Fields{"level_jump"});
  facts.subsidy_day->on = day(7, 11);
  EXPECT_EQ(kinds(facts), Fields{});
  facts.subsidy_day->on = day(6, 10);
  facts.previous_level = 2;
  EXPECT_EQ(kinds(facts), Fields{});
  facts.previous_level = 4;  // better is no jump
  EXPECT_EQ(kinds(facts), Fields{});
  facts.same_assessor = {"李评估"};
  facts.overlapping = {"李评估 09:10–09:30"};
  facts.stated_level = 2;
  EXPECT_EQ(kinds(facts), (Fields{"overlapping", "same_assessor", "level_differs"}));
}

TEST(Outliers, TheTextbookValue) {
  const rules::Deviation d = rules::compare({30, 10, 10}, {100, 100, 100}, 20);
  EXPECT_EQ(d.degrees, 2);
  const double columns[3][2] = {{30, 100}, {10, 100}, {10, 100}};
  double expected = 0;
  for (const auto& c : columns)
    for (int row = 0; row < 2; ++row) {
      const double e = (c[0] + c[1]) * (row == 0 ? 50 : 300) / 350;
      expected += (c[row] - e) * (c[row] - e) / e;
    }
  EXPECT_NEAR(d.chi_square, expected, 1e-9);
  EXPECT_NEAR(d.chi_square, 13.0536131, 1e-6);
  EXPECT_FALSE(d.outlier());
  EXPECT_TRUE(rules::compare({40, 5, 5}, {100, 100, 100}, 20).outlier());
  EXPECT_NEAR(d.mean, 0.6, 1e-9);
  EXPECT_NEAR(d.peers_mean, 1.0, 1e-9);
}

TEST(Outliers, TooFewAreNotCompared) {
  EXPECT_EQ(rules::compare({19}, {100, 100}, 20).degrees, 0);
  EXPECT_EQ(rules::compare({0, 20}, {10, 9}, 20).degrees, 0);
  EXPECT_EQ(rules::compare({}, {}, 0).degrees, 0);
  EXPECT_EQ(rules::compare({50}, {500}, 20).degrees, 0);  // all of one level: nothing to compare
  EXPECT_FALSE(rules::compare({19}, {100, 100}, 20).outlier());
}

TEST(Outliers, HonestAssessorsAreRarelyFlaggedAndLenientOnesAre) {
  // 2,000 assessors who draw from the same levels as everybody: 0.1 % would be 2.
  Rng rng(3);
  const auto draw = [&](int shift) { return std::clamp<int>(static_cast<int>(rng.below(5)) + shift, 0, 4); };
  rules::Distribution peers{};
  for (int n = 0; n < 3000; ++n) ++peers[static_cast<std::size_t>(draw(0))];
  int honest = 0, lenient = 0;
  for (int n = 0; n < 2000; ++n) {
    rules::Distribution own{}, shifted{};
    for (int k = 0; k < 60; ++k) {
      ++own[static_cast<std::size_t>(draw(0))];
      ++shifted[static_cast<std::size_t>(draw(1))];
    }
    honest += rules::compare(own, peers, 20).outlier();
    lenient += rules::compare(shifted, peers, 20).outlier();
  }
  EXPECT_LE(honest, 12);
  EXPECT_GE(lenient, 1600);
}

TEST(Dates, MonthsLaterAtTheEndOfAMonth) {
  EXPECT_EQ(rules::months_after(day(1, 31), 1), day(2, 28));
  EXPECT_EQ(rules::months_after(day(2, 29, 2028), 12), day(2, 28, 2029));
  EXPECT_EQ(rules::months_after(day(5, 15), 12), day(5, 15, 2027));
  EXPECT_EQ(rules::months_after(day(3, 31), -1), day(2, 28));
}

TEST(Moves, OnlyWhatTheTableSays) {
  access::Caller official;
  official.kind = access::CallerKind::staff;
  official.roles = {access::Role::official};
  const auto may = [&](State from, std::string_view verb, std::string_view reason = "因为") {
    return lifecycle::move(rules::moves(), from, verb, official, reason).has_value();
  };
  EXPECT_TRUE(may(State::submitted, "review"));
  EXPECT_FALSE(may(State::draft, "review"));
  EXPECT_FALSE(may(State::submitted, "confirm"));
  EXPECT_FALSE(may(State::superseded, "void"));
  EXPECT_FALSE(may(State::voided, "save"));
  EXPECT_FALSE(may(State::effective, "save"));
  EXPECT_FALSE(may(State::effective, "dispute", ""));
  access::Caller carer = official;
  carer.roles = {access::Role::carer};
  EXPECT_FALSE(lifecycle::move(rules::moves(), State::submitted, "review", carer));
  EXPECT_TRUE(lifecycle::move(rules::moves(), State::draft, "submit", carer));
}

}  // namespace
}  // namespace yilin::assessment
