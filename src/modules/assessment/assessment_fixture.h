#pragma once
// For tests: the questionnaires that come with the program, and answers to them.

#include <gtest/gtest.h>

#include <functional>

#include "modules/assessment/scoring.h"

namespace yilin::assessment {

inline const std::vector<Questionnaire>& shipped() {
  static const std::vector<Questionnaire> all = [] {
    std::vector<Questionnaire> out;
    for (const std::string_view text : data_files()) {
      auto read = read_questionnaire(text, Date::from_ymd(2026, 1, 1));
      EXPECT_TRUE(read) << (read ? "" : read.error().message());
      if (read) out.push_back(std::move(*read));
    }
    return out;
  }();
  return all;
}
inline const Questionnaire& shipped(std::string_view code) {
  for (const Questionnaire& q : shipped())
    if (q.code == code) return q;
  ADD_FAILURE() << code;
  std::abort();
}

// Every item, by `choose` (index of the option); text items stay empty.
inline std::vector<Answer> answer_all(const Questionnaire& q, const std::function<std::size_t(const Section&, const Item&)>& choose) {
  std::vector<Answer> out;
  for (const Section& s : q.sections)
    for (const Item& i : s.items)
      if (!i.options.empty()) out.push_back({i.code, {i.options[choose(s, i)].code}, {}, {}});
  return out;
}
// All at their best, nothing else the matter: the first option of every item ("无" where there is such).
inline std::vector<Answer> best(const Questionnaire& q) {
  return answer_all(q, [](const Section&, const Item&) { return std::size_t{0}; });
}
inline void set(std::vector<Answer>& answers, std::string_view item, std::string_view option) {
  for (Answer& a : answers)
    if (a.item == item) a.options = {std::string(option)};
}
inline void remove(std::vector<Answer>& answers, std::string_view item) {
  std::erase_if(answers, [&](const Answer& a) { return a.item == item; });
}
// GB/T 42195 answers whose total is `total`: points are taken away from the last items on.
inline std::vector<Answer> with_total(const Questionnaire& q, std::int32_t total) {
  std::vector<Answer> answers = best(q);
  std::int32_t over = *score(q, answers).total - total;
  for (auto s = q.sections.rbegin(); s != q.sections.rend() && over > 0; ++s) {
    if (s->scale.empty()) continue;
    for (const Item& i : s->items)
      for (auto o = i.options.rbegin(); o != i.options.rend(); ++o) {
        const std::int32_t cost = i.options.front().score - o->score;
        if (o->code == "coma" || cost > over) continue;
        set(answers, i.code, o->code);
        over -= cost;
        break;
      }
  }
  return answers;
}

}  // namespace yilin::assessment
