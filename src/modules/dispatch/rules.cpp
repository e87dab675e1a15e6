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

void bar(Ranked& out, Barrier barrier, std::string sentence) {
  if (out.barrier != Barrier::none) return;
  out.barrier = barrier;
  out.barrier_sentence = std::move(sentence);
}

bool before(const Ranked& a, const Ranked& b) {
  const bool a_free = a.barrier == Barrier::none, b_free = b.barrier == Barrier::none;
  if (a_free != b_free) return a_free;
  if (!a_free) return a.worker < b.worker;
  if (a.wanted != b.wanted) return a.wanted;
  if (a.score != b.score) return a.score > b.score;
  const auto way = [](const Ranked& r) { return r.travel_min < 0 ? INT64_MAX : r.travel_min; };
  if (way(a) != way(b)) return way(a) < way(b);
  return a.worker < b.worker;
}

}  // namespace

std::int64_t travel_minutes(Place from, Place to, const Terms& terms) {
  if (!from || !to) return -1;
  const std::int64_t metres = distance_m(from, to) * terms.detour_permille / 1000;
  return (metres + terms.pace_m_min - 1) / terms.pace_m_min;
}

Place sets_out_from(const Worker& worker, const Wish& wish) {
  const Booking* last = booking_before(worker, wish);
  return last && last->place ? last->place : worker.home;
}

bool overlaps(const Booking& booking, const Wish& wish) { return booking.from < wish.to && wish.from < booking.to; }

bool conflicts(const Booking& booking, const Wish& wish, const Terms& terms) {
  if (overlaps(booking, wish)) return true;
  std::int64_t way = travel_minutes(booking.place, wish.place, terms);
  if (way < 0) way = terms.travel_unknown_min;
  const Millis gap = booking.to <= wish.from ? wish.from - booking.to : booking.from - wish.to;
  return gap < minutes(way);
}

Ranked judge(const Wish& wish, const Worker& worker, const Terms& terms) {
  Ranked out;
  out.worker = worker.id;
  out.organisation = worker.organisation;
  out.name = worker.name;
  out.wanted = worker.wanted;
  out.travel_min = travel_minutes(sets_out_from(worker, wish), wish.place, terms);

  if (worker.refused) bar(out, Barrier::refused, "老人不愿由这位服务人员上门");
  if (worker.tried) bar(out, Barrier::tried, "这次服务已经派过，未接单或已在岗");
  for (const Booking& b : worker.bookings)
    if (b.visit != wish.visit && conflicts(b, wish, terms))
      bar(out, Barrier::conflict,
          fmt::format("{}–{} 已有服务{}", to_clock(b.from), to_clock(b.to), overlaps(b, wish) ? "" : "，路上来不及"));
  if (out.travel_min > terms.travel_cap_min && !worker.wanted)
    bar(out, Barrier::too_far, fmt::format("路程约 {} 分钟，超过 {} 分钟的自动派单范围", out.travel_min, terms.travel_cap_min));

  const auto add = [&](std::string label, std::int32_t points, std::string sentence) {
    out.score += points;
    out.parts.push_back({std::move(label), points, std::move(sentence)});
  };
  if (out.travel_min < 0) {
    add("路程", 0, "住处或老人家的位置未登记，不计路程分");
  } else {
    const Booking* last = booking_before(worker, wish);
    add("路程", share(terms.points_travel, terms.travel_cap_min - out.travel_min, terms.travel_cap_min),
        fmt::format("从{}出发约 {} 分钟", last && last->place ? "上一位老人家" : "住处", out.travel_min));
  }
  add("熟悉", share(terms.points_familiar, worker.familiar, terms.familiar_full_visits),
      worker.familiar == 0 ? "没有为这位老人服务过" : fmt::format("为这位老人服务过 {} 次", worker.familiar));
  const std::int64_t load = load_of(worker, wish);
  add("工作量", share(terms.points_load, terms.load_full_visits - load, terms.load_full_visits), fmt::format("当天另有 {} 次服务", load));
  if (worker.wanted) add("指定", share(terms.points_wanted, 1, 1), "是老人或计划指定的服务人员");
  return out;
}

std::vector<Ranked> rank(const Wish& wish, const std::vector<Worker>& workers, const Terms& terms) {
  std::vector<Ranked> out;
  out.reserve(workers.size());
  for (const Worker& worker : workers) out.push_back(judge(wish, worker, terms));
  std::sort(out.begin(), out.end(), before);
  return out;
}

std::vector<std::size_t> choose(const std::vector<Ranked>& ranked, std::size_t missing, OrganisationId organisation) {
  for (std::size_t first = 0; first < ranked.size() && ranked[first].barrier == Barrier::none; ++first) {
    const OrganisationId own = ranked[first].organisation;
    if (organisation && own != organisation) continue;
    std::vector<std::size_t> team;
    for (std::size_t i = first; i < ranked.size() && team.size() < missing; ++i)
      if (ranked[i].barrier == Barrier::none && ranked[i].organisation == own) team.push_back(i);
    if (team.size() == missing) return team;
  }
  return {};
}

}  // namespace yilin::dispatch::rules
