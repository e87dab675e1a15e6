// The scorer against the standards' own tables, written down here a second time, and against laws that hold for any answers.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cstdlib>
#include <fstream>

#include <fmt/format.h>

#include "base/rng.h"
#include "kernel/entity/json.h"
#include "modules/assessment/assessment_fixture.h"

namespace yilin::assessment {
namespace {

std::int32_t expected_level(std::int32_t total) { return total == 90 ? 0 : total >= 66 ? 1 : total >= 46 ? 2 : total >= 30 ? 3 : 4; }

std::vector<Answer> some(const Questionnaire& q, Rng& rng, int answered_percent) {
  std::vector<Answer> out;
  for (Answer& a : answer_all(q, [&](const Section&, const Item& i) { return static_cast<std::size_t>(rng.below(i.options.size())); }))
    if (static_cast<int>(rng.below(100)) < answered_percent) out.push_back(std::move(a));
  return out;
}

TEST(Scoring, TheShippedQuestionnairesAreWhatTheirStandardsSay) {
  ASSERT_EQ(shipped().size(), 3u);
  struct Wanted {
    std::string_view code;
    std::vector<std::pair<int, int>> sections;  // items, most
    int levels;
  };
  for (const Wanted& wanted : {Wanted{"gbt42195", {{8, 32}, {4, 15}, {9, 28}, {5, 15}}, 5}, Wanted{"ltci", {{10, 100}, {4, 16}, {3, 12}}, 6},
                               Wanted{"mzt039", {{10, 40}, {4, 16}, {2, 8}, {2, 8}}, 4}}) {
    const Questionnaire& q = shipped(wanted.code);
    const Score s = score(q, best(q));
    ASSERT_EQ(s.sections.size(), wanted.sections.size()) << wanted.code;
    for (std::size_t n = 0; n < wanted.sections.size(); ++n) {
      EXPECT_EQ(s.sections[n].items, wanted.sections[n].first) << s.sections[n].title;
      EXPECT_EQ(s.sections[n].score_max, wanted.sections[n].second) << s.sections[n].title;
      EXPECT_EQ(s.sections[n].score, s.sections[n].score_max);
    }
    EXPECT_EQ(static_cast<int>(q.levels.size()), wanted.levels);
    EXPECT_EQ(s.level, 0);
  }
  EXPECT_TRUE(shipped("gbt42195").used_on(Date::from_ymd(2026, 1, 1)));
  EXPECT_FALSE(shipped("gbt42195").used_on(Date::from_ymd(2022, 12, 29)));
  EXPECT_FALSE(shipped("mzt039").used_on(Date::from_ymd(2026, 1, 1)));
  for (const std::string_view code : {"ltci", "mzt039"}) EXPECT_NE(shipped(code).confidence.find("示例"), std::string::npos);
}

TEST(Scoring, EveryTotalHasItsLevel) {
  const Questionnaire& q = shipped("gbt42195");
  for (std::int32_t total = 0; total <= 90; ++total) {
    const Score s = score(q, with_total(q, total));
    ASSERT_TRUE(s.complete);
    EXPECT_EQ(s.total, total);
    EXPECT_EQ(s.initial_level, expected_level(total)) << total;
    EXPECT_EQ(s.level, s.initial_level) << total;
  }
}

TEST(Scoring, EveryCellOfTheMatrix) {
  const Questionnaire& q = shipped("ltci");
  const int expected[4][4] = {{0, 0, 1, 1}, {1, 1, 1, 2}, {2, 2, 2, 3}, {3, 3, 4, 5}};
  // Answers of a section with a given sum, most points first.
  const auto fill = [&](std::vector<Answer>& answers, const Section& section, std::int32_t sum) {
    for (const Item& i : section.items)
      for (const ItemOption& o : i.options)
        if (o.score <= sum || &o == &i.options.back()) {
          set(answers, i.code, o.code);
          sum -= o.score;
          break;
        }
    ASSERT_EQ(sum, 0) << section.title;
  };
  const auto grade = [](int scale, int sum) {
    if (scale == 0) return sum == 100 ? 0 : sum >= 65 ? 1 : sum >= 45 ? 2 : 3;
    return sum == (scale == 1 ? 16 : 12) ? 0 : sum >= 4 ? 1 : sum >= 2 ? 2 : 3;
  };
  int seen = 0;
  for (int adl = 0; adl <= 100; adl += 5)
    for (int cognition = 0; cognition <= 16; ++cognition)
      for (int senses = 0; senses <= 12; ++senses) {
        std::vector<Answer> answers = best(q);
        fill(answers, q.sections[0], adl);
        fill(answers, q.sections[1], cognition);
        fill(answers, q.sections[2], senses);
        const Score s = score(q, answers);
        EXPECT_EQ(s.level, expected[grade(0, adl)][std::max(grade(1, cognition), grade(2, senses))]) << adl << " " << cognition << " " << senses;
        ++seen;
      }
  EXPECT_EQ(seen, 21 * 17 * 13);
}

TEST(Scoring, TwoEventsOfAnyKindsWorsenTheLevel) {
  const Questionnaire& q = shipped("gbt42195");
  const char* counts[] = {"0", "1", "2", "3"};
  for (int code = 0; code < 1024; ++code) {
    std::vector<Answer> answers = with_total(q, 70);
    int events = 0;
    for (int n = 0, rest = code; n < 5; ++n, rest /= 4) {
      set(answers, fmt::format("A.2.14.{}", n + 1), counts[rest % 4]);
      events += rest % 4;
    }
    const Score s = score(q, answers);
    EXPECT_EQ(s.triggers[2].verdict, events >= 2 ? Verdict::yes : Verdict::no) << code;
    EXPECT_EQ(s.initial_level, 1);
    EXPECT_EQ(s.level, events >= 2 ? 2 : 1) << code;
  }
}

TEST(Scoring, EachTriggerAloneAndTogetherAtEveryTotal) {
  const Questionnaire& q = shipped("gbt42195");
  for (std::int32_t total = 0; total <= 90; ++total)
    for (int mask = 0; mask < 16; ++mask) {
      std::vector<Answer> answers = with_total(q, total);
      std::int32_t base = total;
      if (mask & 1) set(answers, "A.5.11", "yes");
      if (mask & 2) {  // the coma option costs the points of the item
        for (const Answer& a : answers)
          if (a.item == "B.3.9") base -= q.item("B.3.9")->option(a.options[0])->score;
        set(answers, "B.3.9", "coma");
      }
      if (mask & 4) set(answers, "A.4.1", total % 2 ? "dementia" : "mental");
      if (mask & 8) set(answers, "A.2.14.1", "2");
      const Score s = score(q, answers);
      const bool coma = (mask & 3) != 0;
      const int steps = ((mask & 4) != 0) + ((mask & 8) != 0);
      EXPECT_EQ(s.initial_level, expected_level(base));
      EXPECT_EQ(s.level, coma ? 4 : std::min(4, expected_level(base) + steps)) << total << " " << mask;
      EXPECT_EQ(s.triggers[0].verdict == Verdict::yes, coma);
      EXPECT_EQ(s.triggers[1].verdict == Verdict::yes, (mask & 4) != 0);
      EXPECT_EQ(s.triggers[2].verdict == Verdict::yes, (mask & 8) != 0);
    }
}

TEST(Scoring, StuporIsNotComa) {
  const Questionnaire& q = shipped("gbt42195");
  std::vector<Answer> answers = best(q);
  set(answers, "B.3.9", "stupor");
  const Score s = score(q, answers);
  EXPECT_EQ(s.total, 88);
  EXPECT_EQ(s.level, 1);
}

TEST(Scoring, WhatTheTextLeavesOpenIsASwitchOfTheData) {
  Questionnaire q = shipped("gbt42195");
  std::vector<Answer> answers = with_total(q, 70);
  set(answers, "A.4.1", "dementia");
  set(answers, "A.2.14.1", "1");
  set(answers, "A.2.14.3", "1");
  EXPECT_EQ(score(q, answers).level, 3);
  q.worsen_adds = false;
  EXPECT_EQ(score(q, answers).level, 2);
  q.triggers[2].gather = Gather::most;  // twice of one kind
  EXPECT_EQ(score(q, answers).triggers[2].verdict, Verdict::no);
  set(answers, "A.2.14.3", "2");
  EXPECT_EQ(score(q, answers).triggers[2].verdict, Verdict::yes);
}

TEST(Scoring, WhatIsNotKnownIsNotNought) {
  const Questionnaire& q = shipped("gbt42195");
  const Score nothing = score(q, {});
  EXPECT_FALSE(nothing.complete || nothing.total || nothing.level || nothing.initial_level);
  EXPECT_EQ(nothing.total_low, 0);
  EXPECT_EQ(nothing.total_high, 90);
  EXPECT_EQ(nothing.level_best, 0);
  EXPECT_EQ(nothing.level_worst, 4);
  for (const TriggerState& t : nothing.triggers) EXPECT_EQ(t.verdict, Verdict::unknown);
  EXPECT_EQ(nothing.missing.size(), 26u + 5 + 2);
  // One item open: 86–90 points, and a fall that was not asked about.
  std::vector<Answer> answers = best(q);
  remove(answers, "B.1.1");
  remove(answers, "A.2.14.1");
  const Score open = score(q, answers);
  EXPECT_EQ(open.total_low, 86);
  EXPECT_EQ(open.total_high, 90);
  EXPECT_EQ(open.level_best, 0);
  EXPECT_EQ(open.level_worst, 2);
  EXPECT_FALSE(open.level);
  EXPECT_EQ(open.missing, (std::vector<std::string>{"A.2.14.1", "B.1.1"}));
  // A coma decides whatever else is open.
  std::vector<Answer> coma{{"A.5.11", {"yes"}, {}, {}}};
  EXPECT_EQ(score(q, coma).level_best, 4);
  EXPECT_FALSE(score(q, coma).level);
}

TEST(Scoring, ABetterAnswerNeverMakesTheLevelWorse) {
  rc::check("monotone in every item", [] {
    const auto seed = *rc::gen::arbitrary<std::uint32_t>();
    Rng rng(seed);
    for (const Questionnaire& q : shipped()) {
      std::vector<Answer> answers = some(q, rng, 100);
      const Score before = score(q, answers);
      for (const Section& s : q.sections) {
        if (s.scale.empty()) continue;
        for (const Item& i : s.items) {
          std::vector<Answer> changed = answers;
          std::int32_t now = 0;
          for (const Answer& a : answers)
            if (a.item == i.code) now = i.option(a.options[0])->score;
          for (const ItemOption& o : i.options) {
            if (o.score < now) continue;
            if (o.code == "coma") continue;  // the option's points and its trigger are two things
            set(changed, i.code, o.code);
            const Score after = score(q, changed);
            RC_ASSERT(*after.total == *before.total + o.score - now);
            RC_ASSERT(*after.initial_level <= *before.initial_level);
            RC_ASSERT(*after.level <= *before.level);
          }
        }
      }
    }
  });
}

TEST(Scoring, WhateverIsAnsweredLaterLiesInTheRange) {
  rc::check("bounds hold and are attained", [] {
    Rng rng(*rc::gen::arbitrary<std::uint32_t>());
    for (const Questionnaire& q : shipped()) {
      const std::vector<Answer> partial = some(q, rng, 60);
      const Score range = score(q, partial);
      RC_ASSERT(range.total_low <= range.total_high);
      RC_ASSERT(range.level_best <= range.level_worst);
      RC_ASSERT(0 <= range.total_low && range.total_high <= range.total_max);
      RC_ASSERT(0 <= range.level_best && range.level_worst < static_cast<std::int32_t>(q.levels.size()));
      const auto complete = [&](const std::function<std::size_t(const Section&, const Item&)>& choose) {
        std::vector<Answer> all = partial;
        for (Answer& a : answer_all(q, choose))
          if (std::none_of(partial.begin(), partial.end(), [&](const Answer& p) { return p.item == a.item; })) all.push_back(std::move(a));
        return score(q, all);
      };
      for (int n = 0; n < 4; ++n) {
        const Score any = complete([&](const Section&, const Item& i) { return static_cast<std::size_t>(rng.below(i.options.size())); });
        RC_ASSERT(any.complete);
        RC_ASSERT(range.total_low <= *any.total && *any.total <= range.total_high);
        RC_ASSERT(range.initial_best <= *any.initial_level && *any.initial_level <= range.initial_worst);
        RC_ASSERT(range.level_best <= *any.level && *any.level <= range.level_worst);
      }
      const Score good = complete([](const Section&, const Item&) { return std::size_t{0}; });
      RC_ASSERT(*good.total == range.total_high);
      RC_ASSERT(*good.level == range.level_best);
      const Score bad = complete([](const Section& s, const Item& i) -> std::size_t {
        if (i.code == "A.4.1") return 21;  // dementia
        return s.scale.empty() && i.code != "A.5.11" && !i.code.starts_with("A.2.14") ? 0 : i.options.size() - 1;
      });
      RC_ASSERT(*bad.total == range.total_low);
      RC_ASSERT(*bad.level == range.level_worst);
    }
  });
}

TEST(Scoring, TheOrderOfAnswersDoesNotMatter) {
  Rng rng(7);
  for (const Questionnaire& q : shipped()) {
    std::vector<Answer> answers = some(q, rng, 80);
    const std::string straight = entity::to_json(score(q, answers));
    std::reverse(answers.begin(), answers.end());
    EXPECT_EQ(entity::to_json(score(q, answers)), straight);
  }
}

// ---- questionnaires that must not come in ----

TEST(Questionnaires, WhatCannotBeScoredIsRefused) {
  const auto refused = [](const std::function<void(Questionnaire&)>& spoil, std::string_view code = "gbt42195") {
    Questionnaire q = shipped(code);
    spoil(q);
    return !check(q);
  };
  EXPECT_FALSE(refused([](Questionnaire&) {}));
  EXPECT_TRUE(refused([](Questionnaire& q) { q.bands[1].low = 67; }));                    // 66 has no level
  EXPECT_TRUE(refused([](Questionnaire& q) { q.bands[2].high = 66; }));                   // 66 has two
  EXPECT_TRUE(refused([](Questionnaire& q) { std::swap(q.bands[1].grade, q.bands[2].grade); }));
  EXPECT_TRUE(refused([](Questionnaire& q) { q.levels.pop_back(); }));
  EXPECT_TRUE(refused([](Questionnaire& q) { q.sections[4].items[0].code = "B.1.2"; }));
  EXPECT_TRUE(refused([](Questionnaire& q) { q.sections[4].items[0].required = false; }));
  EXPECT_TRUE(refused([](Questionnaire& q) { q.sections[4].items[0].options[1].code = "4"; }));
  EXPECT_TRUE(refused([](Questionnaire& q) { q.sections[4].scale = "other"; }));
  EXPECT_TRUE(refused([](Questionnaire& q) { q.lead_scale = "other"; }));
  EXPECT_TRUE(refused([](Questionnaire& q) { q.triggers[0].sources[0].option = "maybe"; }));
  EXPECT_TRUE(refused([](Questionnaire& q) { q.triggers[0].amount = 9; }));
  EXPECT_TRUE(refused([](Questionnaire& q) { q.triggers[1].sources[0] = {"A.5.1", "4"}; }));  // need not be answered
  EXPECT_TRUE(refused([](Questionnaire& q) { q.matrix[1].levels[3] = 0; }, "ltci"));          // worse grade, better level
  EXPECT_TRUE(refused([](Questionnaire& q) { q.matrix.pop_back(); }, "ltci"));
  EXPECT_TRUE(refused([](Questionnaire& q) { q.matrix.clear(); }, "ltci"));
  EXPECT_FALSE(read_questionnaire("{}", Date::from_ymd(2026, 1, 1)));
  EXPECT_FALSE(read_questionnaire("nonsense", Date::from_ymd(2026, 1, 1)));
}

TEST(Questionnaires, AnswersThatDoNotFitAreNamed) {
  const Questionnaire& q = shipped("gbt42195");
  const auto wrong = [&](std::vector<Answer> answers) {
    const auto checked = check_answers(q, answers);
    return checked ? std::string() : checked.error().fields.front().field;
  };
  EXPECT_EQ(wrong({{"B.1.1", {"4"}, {}, "看见了"}, {"A.4.1", {"dementia", "copd"}, {}, {}}, {"A.4.2", {}, "阿司匹林", {}}}), "");
  EXPECT_EQ(wrong({{"B.9.9", {"4"}, {}, {}}}), "answers.0");
  EXPECT_EQ(wrong({{"B.1.1", {"5"}, {}, {}}}), "answers.0");
  EXPECT_EQ(wrong({{"B.1.1", {"4", "3"}, {}, {}}}), "answers.0");
  EXPECT_EQ(wrong({{"B.1.1", {"4"}, {}, {}}, {"B.1.1", {"3"}, {}, {}}}), "answers.1");
  EXPECT_EQ(wrong({{"B.1.1", {}, "四", {}}}), "answers.0");
  EXPECT_EQ(wrong({{"A.4.2", {"x"}, {}, {}}}), "answers.0");
  EXPECT_EQ(wrong({{"A.4.1", {"none", "copd"}, {}, {}}}), "answers.0");
}

// The form in the browser has a scorer of its own: both are held to one file of cases.
TEST(Scoring, TheBrowserIsHeldToTheSameCases) {
  std::string now = "[\n";
  Rng rng(42195);
  for (const Questionnaire& q : shipped())
    for (int n = 0; n < 16; ++n) {
      const auto answers = some(q, rng, n < 8 ? 100 : 40 + n * 3);
      const Score s = score(q, answers);
      if (now.size() > 2) now += ",\n";
      now += fmt::format(R"({{"questionnaire":"{}-{}","answers":{{)", q.code, q.version);
      for (std::size_t i = 0; i < answers.size(); ++i) now += fmt::format(R"({}"{}":"{}")", i ? "," : "", answers[i].item, answers[i].options[0]);
      now += "},\"score\":" + entity::to_json(s) + "}";
    }
  now += "\n]\n";
  const std::string path = std::string(YILIN_SOURCE_DIR) + "/web/src/features/assessment/score-cases.json";
  if (std::getenv("UPDATE_SNAPSHOTS") != nullptr) std::ofstream(path) << now;
  std::ifstream in(path);
  const std::string kept(std::istreambuf_iterator<char>(in), {});
  EXPECT_EQ(kept, now) << "UPDATE_SNAPSHOTS=1 writes " << path;
}

}  // namespace
}  // namespace yilin::assessment
