#include "sim/assessments.h"

#include <algorithm>

#include <fmt/format.h>

#include "kernel/command/command.h"
#include "modules/assessment/assessment.h"
#include "modules/registry/registry.h"

namespace yilin::sim {
namespace {

using assessment::AssessorId;
constexpr std::size_t kChunk = 10;
constexpr std::size_t kPairsMax = 6;
constexpr std::size_t kFlavours = 5;  // 能力等级 0–4

// Totals that make each level, GB/T 42195-2022.
constexpr std::pair<int, int> kTotals[kFlavours] = {{90, 90}, {66, 89}, {46, 65}, {30, 45}, {0, 29}};

// Answers that come to a total: points are taken away here and there until it is reached.
std::vector<assessment::Answer> answers_for(const assessment::Questionnaire& q, int total, Rng& rng) {
  struct Line {
    const assessment::Item* item;
    std::size_t at = 0;  // option
  };
  std::vector<Line> lines, scored;
  int sum = 0;
  for (const assessment::Section& s : q.sections)
    for (const assessment::Item& i : s.items) {
      if (i.options.empty()) continue;
      (s.scale.empty() ? lines : scored).push_back({&i});
      if (!s.scale.empty()) sum += i.options.front().score;
    }
  while (sum > total) {
    Line& line = scored[rng.below(scored.size())];
    if (line.at + 1 >= line.item->options.size()) continue;
    const auto& next = line.item->options[line.at + 1];
    if (next.code == "coma") continue;
    sum -= line.item->options[line.at].score - next.score;
    ++line.at;
  }
  std::vector<assessment::Answer> out;
  for (const Line& l : lines) out.push_back({l.item->code, {l.item->options[l.at].code}, {}, {}});
  for (const Line& l : scored) out.push_back({l.item->code, {l.item->options[l.at].code}, {}, {}});
  return out;
}

struct Pair {
  AssessorId one, other;
  int lenient = 0;  // levels added
};

class Assessing {
 public:
  Assessing(Kernel& kernel, const Places& places, std::uint64_t seed) : kernel_(kernel), places_(places), rng_(seed ^ 0x617373657373) {}

  // The desk's community worker and the demo's carer make the first pair; carers of the network the others.
  Status hire(const NetworkReport& network, const Staff& staff) {
    const RegionCode city = places_.tree().city();
    const Date since = civil_date(kernel_.clock.now()) + -1000;
    std::vector<assessment::NewAssessor> wanted;
    const auto add = [&](std::string name, UserId user, WorkerId worker, std::string organisation) {
      assessment::NewAssessor in;
      in.region = city;
      in.name = std::move(name);
      in.user_id = user;
      in.worker_id = worker;
      in.organisation = std::move(organisation);
      in.background = worker ? assessment::Background::nursing : assessment::Background::social_work;
      in.certificate_no = fmt::format("PG-{:04}", wanted.size() + 1);
      in.qualified_from = since;
      wanted.push_back(std::move(in));
    };
    for (const auto& account : staff.accounts)
      if (std::find(account.roles.begin(), account.roles.end(), access::Role::community_worker) != account.roles.end() && wanted.empty())
        add(account.name, account.id, {}, places_.tree().name(city) + "老年人能力评估中心");
    add(network.first_worker_name, {}, network.first_worker, network.first_organisation_name);
    providers::CandidateQuery everybody;
    everybody.region = city;
    everybody.starts = kernel_.clock.now();
    everybody.ends = everybody.starts + hours(1);
    auto found = providers::candidates(kernel_, everybody);
    found.free.insert(found.free.end(), found.blocked.begin(), found.blocked.end());
    for (const providers::Candidate& c : found.free) {
      if (wanted.size() >= 2 * kPairsMax) break;
      if (c.facts.id != network.first_worker) add(c.facts.name, {}, c.facts.id, providers::organisation_name(kernel_, c.facts.organisation));
    }
    std::vector<AssessorId> ids;
    YILIN_CHECK(command::run(kernel_, access::Caller::system(), [&](command::Tx& tx) -> Status {
      for (const auto& in : wanted) {
        YILIN_TRY(const AssessorId id, assessment::add_assessor(tx, in));
        ids.push_back(id);
      }
      tx.record({"demo.assessors", "assessor", 0, city, {}, {}, fmt::format(R"({{"added":{}}})", ids.size())});
      return {};
    }));
    for (std::size_t n = 0; n + 1 < ids.size(); n += 2) pairs_.push_back({ids[n], ids[n + 1], n == 2 ? 1 : 0});
    return {};
  }

  Result<std::int64_t> play(std::int64_t elders) {
    const auto q = assessment::questionnaire(kernel_, "gbt42195");
    if (!q || pairs_.empty()) return std::int64_t{0};
    std::vector<assessment::PastAssessment> all;
    const auto wanted = std::min(kAssessmentsMax, elders / 50);
    for (const registry::Facts& facts : chosen(static_cast<std::size_t>(wanted))) all.push_back(one(*q, facts, all.size(), static_cast<std::size_t>(wanted)));
    for (std::size_t at = 0; at < all.size(); at += kChunk) {
      const auto chunk = std::span(all).subspan(at, std::min(kChunk, all.size() - at));
      YILIN_CHECK(command::run(kernel_, access::Caller::system(), [&](command::Tx& tx) -> Status {
        for (const auto& past : chunk) YILIN_CHECK(assessment::add_past(tx, past));
        tx.record({"demo.assessments", "assessment", 0, places_.tree().city(), {}, {}, fmt::format(R"({{"added":{}}})", chunk.size())});
        return {};
      }, sql::Lane::bulk));
    }
    return static_cast<std::int64_t>(all.size());
  }

 private:
  // Those whose level is known, spread over the city.
  std::vector<registry::Facts> chosen(std::size_t wanted) {
    registry::Filter filter;
    filter.ranges = {places_.tree().city().subtree()};
    std::vector<registry::Facts> known;
    registry::for_each(kernel_, filter, [&](const registry::Facts& f) {
      if (f.ability != registry::Ability::unassessed) known.push_back(f);
    });
    std::sort(known.begin(), known.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
    for (std::size_t n = 0; n < known.size() && n < wanted; ++n) std::swap(known[n], known[n + rng_.below(known.size() - n)]);
    known.resize(std::min(known.size(), wanted));
    return known;
  }

  assessment::PastAssessment one(const assessment::Questionnaire& q, const registry::Facts& facts, std::size_t n, std::size_t of) {
    const bool draft = n + 2 >= of, waiting = !draft && n + 2 + of / 20 >= of;
    const Pair& pair = draft || n % 3 == 0 ? pairs_.front() : pairs_[rng_.below(pairs_.size())];
    const int level = std::min(4, std::max(0, static_cast<int>(facts.ability)) + pair.lenient);
    assessment::PastAssessment past;
    past.elder = facts.id;
    past.reason = rng_.chance(0.3) ? assessment::Reason::routine : assessment::Reason::first;
    past.first_assessor = pair.one;
    past.second_assessor = pair.other;
    past.informant_name = "家属";
    const int days_ago = waiting ? 1 + static_cast<int>(rng_.below(6)) : 10 + static_cast<int>(rng_.below(350));
    past.started_at = start_of_day(civil_date(kernel_.clock.now()) + -days_ago) + minutes(9 * 60 + static_cast<std::int64_t>(rng_.below(420)));
    const bool hurried = waiting && rng_.chance(0.3);
    past.ended_at = past.started_at + minutes(hurried ? 12 : 30 + static_cast<std::int64_t>(rng_.below(40)));
    past.state = draft ? assessment::State::draft : waiting ? assessment::State::submitted : assessment::State::effective;
    const auto [low, high] = kTotals[static_cast<std::size_t>(level)];
    if (!draft) past.answers = answers_for(q, static_cast<int>(rng_.between(low, high)), rng_);
    return past;
  }

  Kernel& kernel_;
  const Places& places_;
  Rng rng_;
  std::vector<Pair> pairs_;
};

}  // namespace

Result<std::int64_t> assess(Kernel& kernel, const Places& places, const NetworkReport& network, const Staff& staff, std::int64_t elders,
                            std::uint64_t seed) {
  Assessing assessing(kernel, places, seed);
  YILIN_CHECK(assessing.hire(network, staff));
  return assessing.play(elders);
}

}  // namespace yilin::sim
