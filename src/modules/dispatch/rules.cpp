#include "modules/dispatch/rules.h"

#include <algorithm>

#include <fmt/format.h>

namespace yilin::dispatch::rules {
namespace {

// points × part / whole, part cut to [0, whole].
std::int32_t share(std::int64_t points, std::int64_t part, std::int64_t whole) {
  if (whole <= 0) return 0;
  return static_cast<std::int32_t>(points * std::clamp<std::int64_t>(part, 0, whole) / whole);
}

std::int64_t load_of(const Worker& worker, const Wish& wish) {
  const Date day = civil_date(wish.from);
  return std::count_if(worker.bookings.begin(), worker.bookings.end(),
                       [&](const Booking& b) { return b.visit != wish.visit && civil_date(b.from) == day; });
}

const Booking* booking_before(const Worker& worker, const Wish& wish) {
  const Booking* last = nullptr;
  for (const Booking& b : worker.bookings)
    if (b.visit != wish.visit && b.to <= wish.from && civil_date(b.from) == civil_date(wish.from) && (!last || b.to > last->to)) last = &b;
  return last;
}

// What judging comes to, in numbers: cheap enough for everybody who might go.
struct Verdict {
  WorkerId worker;
  OrganisationId organisation;
  Barrier barrier = Barrier::none;
  const Booking* clash = nullptr;    // of Barrier::conflict
  const Booking* before = nullptr;   // the visit she comes from
  bool wanted = false;
  std::int64_t travel_min = -1, load = 0;
  std::int32_t travel = 0, familiar = 0, free_time = 0, asked_for = 0;
  std::int32_t score() const { return travel + familiar + free_time + asked_for; }
};

Verdict weigh(const Wish& wish, const Worker& worker, const Terms& terms) {
  Verdict out;
  out.worker = worker.id;
  out.organisation = worker.organisation;
  out.wanted = worker.wanted;
  out.before = booking_before(worker, wish);
  out.travel_min = travel_minutes(out.before && out.before->place ? out.before->place : worker.home, wish.place, terms);
  for (const Booking& b : worker.bookings)
    if (b.visit != wish.visit && !out.clash && conflicts(b, wish, terms)) out.clash = &b;
  if (worker.refused) out.barrier = Barrier::refused;
  else if (worker.tried) out.barrier = Barrier::tried;
  else if (out.clash) out.barrier = Barrier::conflict;
  else if (terms.capped && out.travel_min > terms.travel_cap_min && !worker.wanted) out.barrier = Barrier::too_far;
  if (out.travel_min >= 0) out.travel = share(terms.points_travel, terms.travel_cap_min - out.travel_min, terms.travel_cap_min);
  out.familiar = share(terms.points_familiar, worker.familiar, terms.familiar_full_visits);
  out.load = load_of(worker, wish);
  out.free_time = share(terms.points_load, terms.load_full_visits - out.load, terms.load_full_visits);
  if (worker.wanted) out.asked_for = share(terms.points_wanted, 1, 1);
  return out;
}

std::string barrier_sentence(const Verdict& v, const Wish& wish, const Terms& terms) {
  switch (v.barrier) {
    case Barrier::none: return {};
    case Barrier::refused: return "老人不愿由这位服务人员上门";
    case Barrier::tried: return "这次服务已经派过，未接单或已在岗";
    case Barrier::conflict:
      return fmt::format("{}–{} 已有服务{}", to_clock(v.clash->from), to_clock(v.clash->to), overlaps(*v.clash, wish) ? "" : "，路上来不及");
    case Barrier::too_far: return fmt::format("路程约 {} 分钟，超过 {} 分钟的自动派单范围", v.travel_min, terms.travel_cap_min);
  }
  return {};
}

Ranked told(const Verdict& v, const Wish& wish, const Worker& worker, const Terms& terms) {
  Ranked out;
  out.worker = v.worker;
  out.organisation = v.organisation;
  out.wanted = v.wanted;
  out.travel_min = v.travel_min;
  out.score = v.score();
  out.barrier = v.barrier;
  out.barrier_sentence = barrier_sentence(v, wish, terms);
  out.parts.push_back({"路程", v.travel,
                       v.travel_min < 0 ? "住处或老人家的位置未登记，不计路程分"
                                        : fmt::format("从{}出发约 {} 分钟", v.before && v.before->place ? "上一位老人家" : "住处", v.travel_min)});
  out.parts.push_back({"熟悉", v.familiar, worker.familiar == 0 ? "没有为这位老人服务过" : fmt::format("为这位老人服务过 {} 次", worker.familiar)});
  out.parts.push_back({"工作量", v.free_time, fmt::format("当天另有 {} 次服务", v.load)});
  if (v.wanted) out.parts.push_back({"指定", v.asked_for, "是老人或计划指定的服务人员"});
  return out;
}

std::int32_t score_of(const Ranked& r) { return r.score; }
std::int32_t score_of(const Verdict& v) { return v.score(); }

template <class Judged>
bool before(const Judged& a, const Judged& b) {
  const bool a_free = a.barrier == Barrier::none, b_free = b.barrier == Barrier::none;
  if (a_free != b_free) return a_free;
  if (!a_free) return a.worker < b.worker;
  if (a.wanted != b.wanted) return a.wanted;
  if (score_of(a) != score_of(b)) return score_of(a) > score_of(b);
  const auto way = [](const Judged& j) { return j.travel_min < 0 ? INT64_MAX : j.travel_min; };
  if (way(a) != way(b)) return way(a) < way(b);
  return a.worker < b.worker;
}

// `sorted` by before(): the free ones first.
template <class Judged>
std::vector<std::size_t> team_of(const std::vector<Judged>& sorted, std::size_t missing, OrganisationId organisation) {
  for (std::size_t first = 0; first < sorted.size() && sorted[first].barrier == Barrier::none; ++first) {
    const OrganisationId own = sorted[first].organisation;
    if (organisation && own != organisation) continue;
    std::vector<std::size_t> team;
    for (std::size_t i = first; i < sorted.size() && team.size() < missing; ++i)
      if (sorted[i].barrier == Barrier::none && sorted[i].organisation == own) team.push_back(i);
    if (team.size() == missing) return team;
  }
  return {};
}

}  // namespace

std::int64_t travel_minutes(Place from, Place to, const Terms& terms) {
  if (!from || !to) return -1;
  const std::int64_t metres = distance_m(from, to) * terms.detour_permille / 1000;
  return (metres + terms.pace_m_min - 1) / terms.pace_m_min;
}

bool overlaps(const Booking& booking, const Wish& wish) { return booking.from < wish.to && wish.from < booking.to; }

bool conflicts(const Booking& booking, const Wish& wish, const Terms& terms) {
  if (overlaps(booking, wish)) return true;
  std::int64_t way = travel_minutes(booking.place, wish.place, terms);
  if (way < 0) way = terms.travel_unknown_min;
  const Millis gap = booking.to <= wish.from ? wish.from - booking.to : booking.from - wish.to;
  return gap < minutes(way);
}

std::optional<Instant> earliest(const Wish& wish, const Worker& worker, const Terms& terms, Millis ahead) {
  const Instant last = std::max(wish.from, std::min(wish.begin_by, wish.from + ahead));
  Wish tried = wish;
  for (std::size_t moves = 0; moves <= worker.bookings.size(); ++moves) {
    const Booking* clash = nullptr;
    for (const Booking& b : worker.bookings)
      if (b.visit != wish.visit && conflicts(b, tried, terms) && (!clash || b.to > clash->to)) clash = &b;
    if (!clash) return worker.off && worker.off < tried.to ? std::nullopt : std::optional(tried.from);
    std::int64_t way = travel_minutes(clash->place, wish.place, terms);
    if (way < 0) way = terms.travel_unknown_min;
    const Instant from = clash->to + minutes(way);
    if (from <= tried.from || from > last) return std::nullopt;
    tried.to = from + (tried.to - tried.from);
    tried.from = from;
  }
  return std::nullopt;
}

bool scarce(std::int64_t idle, std::int64_t waiting, std::int64_t percent) { return idle * 100 < percent * (waiting + 1); }

Ranked judge(const Wish& wish, const Worker& worker, const Terms& terms) { return told(weigh(wish, worker, terms), wish, worker, terms); }

std::vector<Ranked> rank(const Wish& wish, const std::vector<Worker>& workers, const Terms& terms) {
  std::vector<Ranked> out;
  out.reserve(workers.size());
  for (const Worker& worker : workers) out.push_back(judge(wish, worker, terms));
  std::sort(out.begin(), out.end(), before<Ranked>);
  return out;
}

std::vector<Ranked> best_team(const Wish& wish, std::span<const Worker> workers, const Terms& terms, std::size_t missing,
                              OrganisationId organisation) {
  std::vector<Verdict> verdicts;
  verdicts.reserve(workers.size());
  for (const Worker& worker : workers) verdicts.push_back(weigh(wish, worker, terms));
  std::sort(verdicts.begin(), verdicts.end(), before<Verdict>);
  std::vector<Ranked> out;
  for (const std::size_t i : team_of(verdicts, missing, organisation)) {
    const auto worker = std::find_if(workers.begin(), workers.end(), [&](const Worker& w) { return w.id == verdicts[i].worker; });
    out.push_back(told(verdicts[i], wish, *worker, terms));
  }
  return out;
}

std::vector<std::size_t> choose(const std::vector<Ranked>& ranked, std::size_t missing, OrganisationId organisation) {
  return team_of(ranked, missing, organisation);
}

}  // namespace yilin::dispatch::rules
